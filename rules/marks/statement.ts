/**
 * A sentence that states, in the law's own terms, that something is exempt information or confidential business
 * (Local Government Act 1972, section 100A and Schedule 12A): a marking wherever it stands, as *confidential* is not.
 * Blind to how the sentence before it turns its meaning.
 */
import { folded } from './folded.ts';

/** The sentence as it stands, where in the text, in UTF-16 units, and the paragraph that it stands in. */
export type Statement = { readonly words: string; readonly offset: number; readonly around: string };

const MENTION = /exempt\s{1,9}information|confidential\s{1,9}business|schedule\s{1,9}12\s?a|section\s{1,9}100\s?[ai]/gi;
/** A word that every statement has besides: most mentions are none. */
const MAY_STATE =
  /\b(?:is|are|be|being|as|remains?|constitutes?|deemed|considered|contains?|includes?|discloses?|sets? out|comprises?|under|by virtue|within|in terms|pursuant|because)\b/i;
const LONGEST = 1_000;
const MOST = 50;

export function statementsIn(text: string): readonly Statement[] {
  const found: Statement[] = [];
  let searched = 0;
  for (const { index } of text.matchAll(MENTION)) {
    if (index < searched) continue;
    const { from, to } = paragraphAt(text, index, searched);
    const around = text.slice(from, to);
    const statement = MAY_STATE.test(around) ? statementIn(around) : null;
    if (statement !== null) found.push({ ...statement, offset: from + statement.offset, around });
    searched = to;
    if (found.length === MOST) break;
  }
  return found;
}

const REACH = 2_000;

/** Never looks again at what was looked at before `since`. */
function paragraphAt(text: string, at: number, since: number): { readonly from: number; readonly to: number } {
  const start = Math.max(since, at - REACH);
  const breaks = [...text.slice(start, at).matchAll(/\n[ \t>|]{0,20}\n/g)];
  const last = breaks.at(-1);
  const end = /\n[ \t>|]{0,20}\n/.exec(text.slice(at, at + REACH));
  return { from: last === undefined ? start : start + last.index + last[0].length, to: at + (end?.index ?? REACH) };
}

const IS = '(?:is|are|be|remains?|constitutes?|being|as|deemed|considered)';
const STATES: readonly RegExp[] = [
  new RegExp(
    `\\b${IS}\\s+(?:[a-z]+ly\\s+|all\\s+|wholly\\s+|therefore\\s+){0,2}(?:exempt information|confidential business)\\b`,
  ),
  /^(?:it|this|they|these|which|the (?:attached|enclosed|paper|report|annex|appendix|note)[^.;]{0,60}?)\s+(?:contains?|includes?|discloses?|sets? out|comprises?)\s+(?:exempt information|confidential business)\b/,
  /\b(?:exempt(?: information| from publication| from disclosure)?|not for publication|confidential(?: information)?)\b[^.;]{0,60}\b(?:under|by virtue of|within|in terms of|as defined in|pursuant to|because of)\b[^.;]{0,80}\b(?:schedule 12 ?a|section 100 ?[ai]|paragraphs? \d)/,
];
/** Before the words in the same sentence: then it is asked, supposed, denied or taught, not stated. */
const UNSAID =
  /\b(?:not|n['’]t|no longer|never|neither|nor|if|whether|unless|should|could|would|might|may|when|how|what counts|what is|training|guidance|policy|definitions?|examples?|used to|was|were|previously|formerly)\b/;

function statementIn(paragraph: string): Sentence | null {
  for (const { words, offset } of sentences(paragraph)) {
    const said = folded(words).replace(/\s+/g, ' ');
    const found = STATES.map((states) => states.exec(said)).find((match) => match !== null) ?? null;
    if (found === null || words.trimEnd().endsWith('?')) continue;
    if (!UNSAID.test(said.slice(0, found.index + found[0].search(/exempt|confidential|not for publication/))))
      return { words, offset };
  }
  return null;
}

type Sentence = { readonly words: string; readonly offset: number };

function* sentences(paragraph: string): Generator<Sentence> {
  let offset = 0;
  for (const piece of paragraph.split(/(?<=[.!?;])\s+(?=["“‘'(]?\p{Lu})/u)) {
    const at = paragraph.indexOf(piece, offset);
    yield { words: piece.slice(0, LONGEST).trim(), offset: at };
    offset = at + piece.length;
  }
}

/**
 * What the author wrote in this letter: the own stretches of every text of its body, and the subject where it is new.
 * Blind to what the author wrote in a file beside it, and to own words typed into the lines of a quotation.
 */
import type { Letter, Quotation } from './letter.ts';

export type OwnWords = {
  /** The text part's number; `subject`. */
  readonly part: string;
  readonly text: string;
  /** Where it begins in that part's text, or in the subject. */
  readonly offset: number;
};

const TAG =
  /^\s*(?:[[{(*]{1,3}\s?(?:external|ext|spam|bulk|suspected spam|possible spam|caution)\s?[\]})*]{1,3}|external\s?:)\s*/i;
const PREFIX =
  /^\s*(?:[[(](?:re|fwd?)(?:\)|\s?:)|(?:re|fw|fwd|aw|wg|sv|vs|vb|tr|ref|rif|rv|enc|antw|doorst|ynt|odp|pd|ateb|atb|ymateb|ymlaen|yml|R|I|automatic reply|out of office|undeliverable|read|not read)(?:\s?[[(]\d{1,3}[\])])?\s?:)\s*/i;
/** `YES GO AHEAD Re: fencing quote`. */
const PREFIX_WITHIN = /\s(?:re|fwd?|aw|wg)\s?:\s/i;

export function ownWords(letter: Letter): readonly OwnWords[] {
  const quotations = letter.body.kind === 'read' ? letter.body.quotations : [];
  return [...newInSubject(letter.subject, quotations), ...inBody(letter)];
}

function inBody({ body }: Letter): readonly OwnWords[] {
  if (body.kind !== 'read') return [];
  return body.texts
    .filter(({ stands }) => stands === 'body')
    .flatMap(({ part, text, stretches }) =>
      stretches
        .filter(({ kind }) => kind === 'own')
        .map(({ from, to }) => ({ part, text: text.slice(from, to), offset: from }))
        .filter((words) => words.text.trim() !== ''),
    );
}

/** An answer's subject is somebody else's, but for what stands before or behind it. */
function newInSubject(subject: string, quotations: readonly Quotation[]): readonly OwnWords[] {
  const start = withoutTags(subject);
  const quoted = quotations.flatMap((quotation) => (quotation.subject === null ? [] : [bare(quotation.subject)]));
  const prefixed = afterPrefixes(subject, start);
  const within = PREFIX_WITHIN.exec(subject.slice(prefixed));
  const before = prefixed === start && within ? [piece(subject, start, prefixed + within.index)] : [];
  const rest = within ? afterPrefixes(subject, prefixed + within.index) : prefixed;
  if (rest === start) {
    const same = quoted.some((each) => folded(each) === folded(subject.slice(start).trim()));
    return same ? [] : [piece(subject, start, subject.length)].filter(isWords);
  }
  const old = quoted.find((each) => each.length > 2 && folded(subject.slice(rest)).includes(folded(each)));
  return [...before, ...(old === undefined ? [] : around(subject, rest, old))].filter(isWords);
}

function withoutTags(subject: string, from = 0): number {
  const tag = TAG.exec(subject.slice(from));
  return tag && tag[0] !== '' ? withoutTags(subject, from + tag[0].length) : from;
}

function afterPrefixes(subject: string, from: number): number {
  const tagged = withoutTags(subject, from);
  const prefix = PREFIX.exec(subject.slice(tagged));
  return prefix ? afterPrefixes(subject, tagged + prefix[0].length) : tagged;
}

function bare(subject: string): string {
  return subject.slice(afterPrefixes(subject, 0)).trim();
}

/** Of the same length, so that places stay. */
function folded(text: string): string {
  return [...text]
    .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
    .join('');
}

function around(subject: string, from: number, old: string): readonly OwnWords[] {
  const at = from + folded(subject.slice(from)).indexOf(folded(old));
  return [piece(subject, from, at), piece(subject, at + old.length, subject.length)];
}

function piece(subject: string, from: number, to: number): OwnWords {
  const raw = subject.slice(from, to);
  const text = raw.replace(/^[\s,;:|/–—-]+/, '');
  return { part: 'subject', text: text.trim(), offset: from + raw.length - text.length };
}

function isWords({ text }: OwnWords): boolean {
  return /[\p{L}\d]/u.test(text);
}

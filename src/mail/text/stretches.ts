/** Who speaks where in a text: the author, somebody quoted, a signature, a footer, a banner. */
import type { Quotation, Stretch } from '../../../rules/letter.ts';
import { linesOf } from './lines.ts';
import { beforeFooters, type Kind, type Page, passagesOf, settle } from './passages.ts';
import { quotesIn } from './quotes.ts';
import type { SeenText } from './seen.ts';
import { nameAtEnd } from './signature.ts';
import { isClosing, withoutClosing } from './signature-lines.ts';
import { spokenIn } from './spoken.ts';

export type Speakers = {
  readonly stretches: readonly Stretch[];
  readonly quotations: readonly Omit<Quotation, 'part'>[];
  /** The lines that close the author's own words, without `Kind regards`. */
  readonly signature: readonly string[];
};

/** What the letter's header says that helps to read its text. */
export type Writer = {
  /** Display names and addresses of the authors. */
  readonly names: readonly string[];
  readonly subject: string;
};

const UNKNOWN: Writer = { names: [], subject: '' };
const MOST_SIGNATURE = 12;
const FORWARDS = /^\W{0,3}(?:\[[^\]]{0,40}\]\s*)?(?:fw|fwd|wg|tr|vb|rv|enc|i|doorst|ymlaen|yml)\s?:/i;

export function speakersIn(seen: SeenText, writer: Writer = UNKNOWN): Speakers {
  const lines = linesOf(seen);
  const { speakers, quotations } = quotesIn(lines.slice(0, beforeFooters(lines)), FORWARDS.test(writer.subject));
  const page: Page = { lines, kinds: lines.map((_, n): Kind => speakers[n] ?? 'footer') };
  const names = wordsOf(writer.names);
  const passages = passagesOf(page);
  for (const passage of passages) {
    settle(page, passage, { names, outer: passage === passages[0] || passage === passages.at(-1) });
  }
  const spoken = spokenWithin(page, seen.text);
  const stretches = covering(cuts(page, { text: seen.text, names, spoken }), seen.text);
  return {
    stretches,
    quotations: [...quotations.map((each) => ({ ...each, messageId: null })), ...spoken],
    signature: signatureLines(stretches, seen.text),
  };
}

/** Words of names and addresses, and initials, in lower case: what a signature may consist of. */
function wordsOf(names: readonly string[]): ReadonlySet<string> {
  const words = names.map((name) => (name.split('@')[0] ?? '').toLowerCase().split(/[^\p{L}'’-]+/u));
  const initials = words
    .flatMap((all) => [all, all.toReversed()])
    .map((all) => all.map((word) => word.charAt(0)).join(''));
  return new Set([...words.flat(), ...initials].filter((word) => word.length > 1));
}

type Spoken = Speakers['quotations'][number];

function spokenWithin({ lines, kinds }: Page, text: string): readonly Spoken[] {
  return lines.flatMap((line, n) => {
    if (kinds[n] !== 'own') return [];
    return spokenIn(text.slice(line.from, line.to)).map(({ from, to, said }) => ({
      ...said,
      kind: 'quoted' as const,
      from: line.from + from,
      to: line.from + to,
      depth: 1,
      messageId: null,
    }));
  });
}

/** From here on, until the next cut, this one speaks. */
type Cut = { readonly at: number; readonly kind: Kind };

type Reading = {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  readonly spoken: readonly Spoken[];
};

function cuts(page: Page, { text, names, spoken }: Reading): readonly Cut[] {
  const last = lastOwnLines(page);
  const byLine = page.lines.flatMap((line, n): Cut[] => {
    const kind = page.kinds[n] ?? 'own';
    // A blank line belongs to what is above it.
    if (line.text === '' && n > 0 && line.depth === 0) return [];
    const name = last.has(n) && names.size > 0 ? nameAtEnd(text.slice(line.from, line.to), names) : null;
    return [{ at: line.from, kind }, ...(name === null ? [] : [{ at: line.from + name, kind: 'signature' as const }])];
  });
  const within = spoken.flatMap(({ from, to }): Cut[] => [
    { at: from, kind: 'quoted' },
    { at: to, kind: 'own' },
  ]);
  return [...byLine, ...within].sort((a, b) => a.at - b.at);
}

/** Lines that end a passage of own words, where a name may stand behind the last sentence. */
function lastOwnLines({ lines, kinds }: Page): ReadonlySet<number> {
  const last = new Set<number>();
  let own: number | null = null;
  for (const [n, kind] of kinds.entries()) {
    if (kind === 'own' && lines[n]?.text !== '') own = n;
    else if (kind !== 'own' && own !== null) {
      last.add(own);
      own = null;
    }
  }
  return own === null ? last : last.add(own);
}

function covering(found: readonly Cut[], text: string): readonly Stretch[] {
  const stretches: { kind: Kind; from: number; to: number }[] = [];
  for (const [n, { at, kind }] of found.entries()) {
    const to = Math.min(text.length, found[n + 1]?.at ?? text.length);
    const before = stretches.at(-1);
    if (before?.kind === kind) before.to = Math.max(before.to, to);
    else if (to > at) stretches.push({ kind, from: before?.to ?? 0, to });
  }
  return stretches;
}

function signatureLines(stretches: readonly Stretch[], text: string): readonly string[] {
  return stretches
    .filter(({ kind }) => kind === 'signature')
    .flatMap(({ from, to }) => text.slice(from, to).split('\n'))
    .map((line) => withoutClosing(line.trim()))
    .filter((line) => line !== '' && line !== '--' && !isClosing(line))
    .slice(0, MOST_SIGNATURE);
}

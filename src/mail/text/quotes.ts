/**
 * Where earlier correspondence stands in a text, one letter inside the other: by marks, by regions of HTML, and by the
 * lines that introduce it. The author's own lines between quoted ones stay the author's.
 */
import type { Quotation } from '../../../rules/letter.ts';
import { firstText, indented, runEnd, speech } from './extents.ts';
import { type Introduction, introductionAt } from './introduction.ts';
import type { Line } from './lines.ts';
import { type Said, together, UNSAID } from './said.ts';
import { endsForward } from './separator.ts';

type Speaker = 'own' | 'quoted' | 'forwarded';

export type Quotes = {
  /** Who speaks in each line; the lines that introduce a quotation belong to it. */
  readonly speakers: readonly Speaker[];
  readonly quotations: readonly Omit<Quotation, 'part' | 'messageId'>[];
};

/** More letters than anybody quotes in one; those beyond are still not the author's words. */
const MOST_QUOTATIONS = 1_000;
const DEEPEST = 40;

type Quote = {
  readonly kind: 'quoted' | 'forwarded';
  said: Said | null;
  /** Lines of it, inside any quotation of its own. */
  direct: number;
  readonly inside: Quote[];
  from: number;
  to: number;
};

type Walk = {
  readonly lines: readonly Line[];
  readonly speakers: Speaker[];
  readonly sentOn: boolean;
  count: number;
};

/** Where in the text a walk stands: on which level of marks, in whose letter. `quote` is `null` for the author's own. */
type Stand = {
  readonly end: number;
  readonly level: number;
  readonly nested: number;
  readonly quote: Quote | null;
  readonly root: Quote[];
};

/** `sentOn`: the letter's subject says that it forwards; Outlook's head of fields is the same under an answer. */
export function quotesIn(lines: readonly Line[], sentOn: boolean): Quotes {
  const walk: Walk = { lines, speakers: lines.map(() => 'own'), count: 0, sentOn };
  const root: Quote[] = [];
  through(walk, 0, { end: lines.length, level: 0, nested: 0, quote: null, root });
  return { speakers: walk.speakers, quotations: root.flatMap((quote) => flat(quote, 1, lines)) };
}

/** Reads from line `at` on; returns where it stopped: at the end, or behind the mark that ends a forwarded letter. */
function through(walk: Walk, at: number, stand: Stand): number {
  let n = at;
  let latest: Said | null = null;
  while (n < stand.end) {
    const line = walk.lines[n];
    if (!line) break;
    if (line.depth > stand.level) {
      const [to, said] = deeper(walk, n, { stand, said: latest, kind: 'quoted' });
      latest = said;
      n = to;
      continue;
    }
    if (stand.quote !== null && endsForward(line.text)) {
      speak(walk, n, n + 1, stand.quote.kind);
      return n + 1;
    }
    const found = stand.nested < DEEPEST ? governing(walk, n, stand) : null;
    if (found === null) {
      hear(walk, n, stand);
      n++;
      continue;
    }
    const kind = walk.sentOn && isLatest(stand) ? 'forwarded' : found.introduction.kind;
    const [to, said] = governed(walk, n, { stand, found: { ...found, introduction: { ...found.introduction, kind } } });
    if (found.governs === 'marked') latest = said;
    n = to;
  }
  return n;
}

/** No letter around this place has a word of its own. */
function isLatest({ quote }: Stand): boolean {
  return quote === null || (quote.said === null && quote.direct === 0);
}

function hear(walk: Walk, n: number, { quote }: Stand): void {
  if (quote === null) return;
  walk.speakers[n] = quote.kind;
  if (walk.lines[n]?.text === '') return;
  quote.direct++;
  if (quote.from < 0) quote.from = n;
  quote.to = n + 1;
}

function speak(walk: Walk, from: number, to: number, speaker: Speaker): void {
  for (let n = from; n < to; n++) walk.speakers[n] = speaker;
}

type Found = {
  readonly introduction: Introduction;
  /** What follows and is marked; what is indented, up to a line; or all below. */
  readonly governs: 'marked' | 'all' | number;
};

function governing(walk: Walk, n: number, { end, level }: Stand): Found | null {
  const introduction = introductionAt(n, { lines: walk.lines, end });
  if (introduction === null) return null;
  const next = firstText(walk.lines, introduction.to, end);
  if (introduction.form === 'head') return { introduction, governs: 'all' };
  if (next < end && (walk.lines[next]?.depth ?? 0) > level) return { introduction, governs: 'marked' };
  // A program that names the address also marks or quotes all; it is people who set a passage in quotation marks.
  const spoken = introduction.said.author?.address ? null : speech(walk.lines, next, end);
  const passage = spoken ?? indented(walk.lines, next, end);
  if (passage !== null) return { introduction, governs: passage };
  return introduction.form === 'attribution' ? { introduction, governs: 'all' } : null;
}

/** Reads what an introduction governs. */
function governed(
  walk: Walk,
  n: number,
  { stand, found }: { readonly stand: Stand; readonly found: Found },
): [number, Said | null] {
  const { introduction, governs } = found;
  const { to: from, said, kind } = introduction;
  speak(walk, n, from, kind);
  if (governs === 'marked') {
    const next = firstText(walk.lines, from, stand.end);
    speak(walk, from, next, kind);
    return deeper(walk, next, { stand, said, kind });
  }
  const quote = opened(walk, stand, { kind, said });
  speak(walk, n, from, quote.kind);
  const end = typeof governs === 'number' ? governs : stand.end;
  const to = through(walk, from, { ...stand, end, nested: stand.nested + 1, quote });
  settle(quote, from);
  return [to, quote.said ?? said];
}

/** A head right below the separator or the head that announced it says more of the same letter. */
function opened(walk: Walk, { quote, root }: Stand, { kind, said }: Pick<Quote, 'kind' | 'said'>): Quote {
  if (quote && said && quote.direct === 0 && quote.inside.length === 0 && quote.said?.author === null) {
    quote.said = together(quote.said, said);
    return quote;
  }
  const fresh: Quote = { kind, said, direct: 0, inside: [], from: -1, to: -1 };
  if (walk.count++ < MOST_QUOTATIONS) (quote?.inside ?? root).push(fresh);
  return fresh;
}

/** A run of lines that are marked deeper than those around it. Gives where it ends and who speaks there. */
function deeper(
  walk: Walk,
  n: number,
  { stand, said, kind }: { readonly stand: Stand; readonly said: Said | null; readonly kind: Quote['kind'] },
): [number, Said | null] {
  const end = runEnd(walk.lines, n, stand);
  // What a head announces may be marked as well: it is the same letter.
  const same = said === null && stand.quote?.said && stand.quote.direct === 0 && stand.quote.inside.length === 0;
  const quote = same && stand.quote ? stand.quote : opened(walk, stand, { kind, said });
  const inner = { ...stand, end, level: stand.level + 1, nested: stand.nested + 1, quote };
  let at = n;
  // The mark that ends a forwarded letter ends nothing within marks.
  while (at < end) at = through(walk, at, inner);
  settle(quote, n);
  return [end, quote.said ?? quote.inside[0]?.said ?? null];
}

function settle(quote: Quote, from: number): void {
  const starts = [quote.from, quote.inside[0]?.from ?? -1].filter((at) => at >= 0);
  quote.from = starts.length > 0 ? Math.min(...starts) : from;
  quote.to = Math.max(quote.to, quote.from, quote.inside.at(-1)?.to ?? 0);
}

/** Each letter before those inside it. One that only holds another, without a word of its own, is not counted. */
function flat(quote: Quote, depth: number, lines: readonly Line[]): Quotes['quotations'] {
  const counts = quote.said !== null || quote.direct > 0;
  const inside = quote.inside.flatMap((each) => flat(each, depth + (counts ? 1 : 0), lines));
  if (!counts) return inside;
  const from = lines[quote.from]?.from ?? lines.at(-1)?.to ?? 0;
  const to = quote.to > quote.from ? (lines[quote.to - 1]?.to ?? from) : from;
  return [{ kind: quote.kind, from, to, depth, ...(quote.said ?? UNSAID) }, ...inside];
}

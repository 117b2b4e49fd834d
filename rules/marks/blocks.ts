/**
 * The stretches of a text that have a head and a foot where a marking may stand: what the author wrote, a banner, each
 * quotation, a whole attachment. Only the first and last lines of each are looked at, so that the work stays linear.
 */
import type { Quotation, Stretch, TextPart } from '../letter.ts';

export type Block = {
  readonly kind: 'own' | 'banner' | 'quoted' | 'whole';
  readonly from: number;
  readonly to: number;
};

/** A letter of more quotations than this is no correspondence. */
const MOST = 300;

/** `quotations`: those of this very part. */
export function blocksOf({ stands, text, stretches }: TextPart, quotations: readonly Quotation[]): readonly Block[] {
  const quoted = quotations.slice(0, MOST).map(({ from, to }) => ({ kind: 'quoted', from, to }) as const);
  if (stands !== 'body') return [{ kind: 'whole', from: 0, to: text.length }, ...quoted];
  const runs = runsOf(stretches).slice(0, MOST);
  const bare = runs.filter(
    (run) => run.kind !== 'quoted' || !quoted.some(({ from, to }) => from < run.to && to > run.from),
  );
  return [...bare, ...quoted];
}

const CLASS: Readonly<Record<Stretch['kind'], Block['kind']>> = {
  own: 'own',
  // A marking at the foot may stand below the signature.
  signature: 'own',
  footer: 'own',
  banner: 'banner',
  quoted: 'quoted',
  forwarded: 'quoted',
};

function runsOf(stretches: readonly Stretch[]): readonly Block[] {
  const runs: Block[] = [];
  for (const { kind, from, to } of stretches) {
    const last = runs.at(-1);
    if (last?.kind === CLASS[kind]) runs[runs.length - 1] = { ...last, to };
    else runs.push({ kind: CLASS[kind], from, to });
  }
  return runs;
}

export type Line = {
  /** Without marks of quoting before it. */
  readonly text: string;
  readonly offset: number;
  readonly place: 'top' | 'foot';
  /** Among the lines of that place that are not empty, from 0. */
  readonly nth: number;
  /** With an empty line, or nothing, before and after it. */
  readonly isAlone: boolean;
  /** The paragraph that it stands in, and the one after it where it does not open the block. */
  readonly around: string;
};

const REACH = 6_000;
const TOP = 6;
const FOOT = 12;

/** The first and last lines of a block that are not empty; those at the top of a short block count as such. */
export function edgesOf(text: string, { from, to }: Block): readonly Line[] {
  const head = linesOf(text, from, Math.min(to, from + REACH));
  const top = pick(head, 'top', (full) => full.slice(0, TOP));
  const tail = to - from > REACH ? linesOf(text, Math.max(from, to - REACH), to) : head;
  const seen = new Set(top.map(({ offset }) => offset));
  return [...top, ...pick(tail, 'foot', (full) => full.slice(-FOOT)).filter(({ offset }) => !seen.has(offset))];
}

type Raw = { readonly text: string; readonly offset: number };

function linesOf(text: string, from: number, to: number): readonly Raw[] {
  let offset = from;
  return text
    .slice(from, to)
    .split('\n')
    .map((line) => {
      const bare = line.replace(/^[\s>|]{1,200}/, '');
      const raw = { text: bare.trimEnd(), offset: offset + line.length - bare.length };
      offset += line.length + 1;
      return raw;
    });
}

function pick(
  lines: readonly Raw[],
  place: 'top' | 'foot',
  some: (full: readonly number[]) => readonly number[],
): Line[] {
  const full = lines.flatMap(({ text }, n) => (text === '' ? [] : [n]));
  return some(full).map((n, nth) => {
    const { text, offset } = lines[n] as Raw;
    const isAlone = isBlank(lines[n - 1]) && isBlank(lines[n + 1]);
    return { text, offset, place, nth, isAlone, around: paragraphsFrom(lines, n, n === full[0] ? 1 : 2) };
  });
}

function isBlank(line: Raw | undefined): boolean {
  return line === undefined || line.text === '';
}

function paragraphsFrom(lines: readonly Raw[], n: number, count: number): string {
  const found: string[] = [];
  for (let at = n, ended = 0; at < Math.min(lines.length, n + 20) && ended < count; at++) {
    const { text } = lines[at] as Raw;
    if (text === '' && found.at(-1) !== '') ended++;
    found.push(text);
  }
  return found.join('\n');
}

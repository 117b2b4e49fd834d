/**
 * The account of a letter's bytes: each belongs to a header, a boundary line, a leaf, or what stands loose around the
 * parts. What belongs to none would be read by nobody here and perhaps by a reader's program.
 */
import type { ByteRange } from '../header/headers.ts';
import type { Part } from './structure.ts';

export type Run = ByteRange & { readonly as: 'header' | 'boundary' | 'leaf' | 'loose'; readonly part: string };

/** In order of their bytes. */
export function accountOf(root: Part): readonly Run[] {
  return runsOf(root).filter(({ from, to }) => to > from);
}

/** What of the bytes no run covers, or two do. */
export function gapsIn(runs: readonly Run[], whole: ByteRange): readonly ByteRange[] {
  const gaps: ByteRange[] = [];
  let at = whole.from;
  for (const { from, to } of runs) {
    if (from !== at) gaps.push({ from: Math.min(at, from), to: Math.max(at, from) });
    at = to;
  }
  return at === whole.to ? gaps : [...gaps, { from: Math.min(at, whole.to), to: Math.max(at, whole.to) }];
}

function runsOf(part: Part): readonly Run[] {
  const of = (as: Run['as']) => (range: ByteRange) => ({ from: range.from, to: range.to, as, part: part.number });
  const head = of('header')(part.header);
  if (part.parts.length === 0 && part.boundaries.length === 0 && part.loose.length === 0)
    return [head, of('leaf')(part.body)];
  const within = [
    ...part.boundaries.map(of('boundary')),
    ...part.loose.map(of('loose')),
    ...part.parts.flatMap(runsOf),
  ];
  return [head, ...within.sort((a, b) => a.from - b.from || a.to - b.to)];
}

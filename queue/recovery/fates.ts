/**
 * What the outcomes of one letter say in the end of each of its copies: the last result that stands, and whether a dot
 * was allowed of which no result is known.
 */
import type { CopyResult, DecidedEffect } from '../register/records.ts';
import type { Acted, AttemptEnded, DotMayGo, OutcomeLine, SentCopy } from './outcome-records.ts';

export type Fate = SentCopy & {
  /** Null: nothing but that a dot was allowed. */
  readonly result: CopyResult | null;
  /** It may have been sent, and nobody knows. */
  readonly doubtful: boolean;
};

/** One for each copy that an attempt was made of. */
export function fatesIn(lines: readonly OutcomeLine[]): Fate[] {
  const fates = new Map<number, Fate>();
  const open = new Map<string, readonly SentCopy[]>();
  for (const line of lines) {
    if ('dotMayGo' in line) open.set(keyOf(line), line.copies);
    if (!('result' in line)) continue;
    open.delete(keyOf(line));
    for (const result of line.results) {
      if (!hasEnded(fates.get(result.n))) fates.set(result.n, { ...namedBy(result), result, doubtful: false });
    }
  }
  for (const copy of [...open.values()].flat()) {
    const known = fates.get(copy.n);
    if (!hasEnded(known)) fates.set(copy.n, { ...namedBy(copy), result: known?.result ?? null, doubtful: true });
  }
  return [...fates.values()];
}

/** Delivered, or refused for good. */
export function hasEnded(fate: Fate | undefined): boolean {
  return fate?.result?.kind === 'delivered' || fate?.result?.kind === 'failed';
}

function namedBy({ n, to }: SentCopy): SentCopy {
  return to === undefined ? { n } : { n, to };
}

function keyOf(line: DotMayGo | AttemptEnded): string {
  return 'dotMayGo' in line ? `${line.group} ${line.dotMayGo}` : `${line.group} ${line.result}`;
}

/** In the order in which they were done. */
export function actsIn(lines: readonly OutcomeLine[]): Acted[] {
  return lines.filter((line) => 'act' in line);
}

export type RequiredEffect = DecidedEffect & { readonly at: number };

/** What attempts called for: reports. Required once, under the time from which the child's id follows. */
export function reportsIn(lines: readonly OutcomeLine[]): RequiredEffect[] {
  return lines.flatMap((line) => ('result' in line ? line.effects.map((effect) => ({ ...effect, at: line.at })) : []));
}

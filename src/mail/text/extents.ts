/** How far a quotation goes that is marked, set in from the margin, or set in quotation marks. */
import type { Line } from './lines.ts';

/** Up to the next line that is marked less; blank lines between two runs belong to neither and part nothing. */
export function runEnd(
  lines: readonly Line[],
  n: number,
  { end, level }: { readonly end: number; readonly level: number },
): number {
  let to = n;
  while (to < end) {
    const next = (lines[to]?.depth ?? 0) > level ? to : firstText(lines, to, end);
    if (next >= end || (lines[next]?.depth ?? 0) <= level) break;
    to = next + 1;
  }
  return to;
}

export function firstText(lines: readonly Line[], from: number, end: number): number {
  let at = from;
  while (at < end && lines[at]?.text === '') at++;
  return at;
}

/** Behind the last line of a block that is set in from the margin (Outlook for Mac); `null` where it is not. */
export function indented(lines: readonly Line[], n: number, end: number): number | null {
  let to = n;
  while (to < end && (lines[to]?.text === '' || lines[to]?.indented)) to++;
  return to === n ? null : to;
}

/** Behind the line with which a passage in quotation marks closes; `null` where what follows is no such passage. */
export function speech(lines: readonly Line[], n: number, end: number): number | null {
  const open = /^["“«]/.exec(lines[n]?.text ?? '')?.[0];
  if (open === undefined) return null;
  for (let to = n; to < Math.min(end, n + 60); to++) {
    if (/["”»][.,]?$/.test(lines[to]?.text ?? '') && (to > n || (lines[to]?.text.length ?? 0) > 1)) return to + 1;
  }
  return null;
}

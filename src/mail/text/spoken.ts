/**
 * Quotations that somebody set by hand within a line of their own: `You wrote: "Is the hall free?" It is.`, and whole
 * lines in double angles, `<<Is the hall free?>>`.
 */
import { namedIn } from './named.ts';
import { type Said, UNSAID } from './said.ts';

export type Spoken = { readonly from: number; readonly to: number; readonly said: Said };

const WROTE =
  /(?:^|[\s(])(you|yous|(?:\p{Lu}[\p{L}.'’-]{0,20} ){1,3})\s?(?:also |then |just |had |have )?(?:wrote|writes|written)(?: (?:to me|that|on|in|below|earlier|yesterday|last week)[^":“«\n]{0,60})?[:,]\s{0,2}(["“«][^"”»\n]{2,2000}["”»])/dgu;
const ANGLES = /^\s*(?:<<|«)\s?([^<>«»]{2,2000}?)\s?(?:>>|»)\s*$/d;
const MOST = 50;

/** Offsets within the line. */
export function spokenIn(raw: string): readonly Spoken[] {
  if (!/["“«]|<</.test(raw)) return [];
  const whole = ANGLES.exec(raw);
  if (whole) return [{ from: 0, to: raw.length, said: UNSAID }];
  const found: Spoken[] = [];
  for (const match of raw.slice(0, 10_000).matchAll(WROTE)) {
    const [from, to] = match.indices?.[2] ?? [0, 0];
    const who = (match[1] ?? '').trim();
    found.push({ from, to, said: { ...UNSAID, author: /^yous?$/i.test(who) ? null : namedIn(who) } });
    if (found.length === MOST) break;
  }
  return found;
}

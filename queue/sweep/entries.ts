/**
 * Spool entries that nobody has judged: each gets its job again. An hour whose entries all have their rows is closed,
 * and not listed any more.
 */

import type { LetterId } from '../../rules/letter.ts';
import type { LetterState } from '../register/records.ts';
import { timeOf } from '../spool/letter-id.ts';
import { type Pass, pagesOf } from './scope.ts';

/** An upload may take long, and its letter lies in the hour in which it began. */
const CLOSE_AFTER_MS = 2 * 3_600_000;

export async function judgeLeftovers(pass: Pass): Promise<number> {
  let found = 0;
  for (const hour of await pass.spool.hours('open')) found += await judgeHour(hour, pass);
  return found;
}

async function judgeHour(hour: string, pass: Pass): Promise<number> {
  const entries = await pass.spool.entries(hour);
  let unknown = 0;
  let added = 0;
  for (const page of pagesOf(entries)) {
    const states = await pass.register.lettersIn(page);
    const unjudged = page.filter((id) => !states.has(id));
    const ripe = unjudged.filter((id) => isRipe(id, pass));
    await pass.add(ripe.map((letter) => ({ job: { kind: 'judge', letter } })));
    await removePurged(states, pass);
    unknown += unjudged.length;
    added += ripe.length;
  }
  if (unknown === 0 && endOf(hour) + CLOSE_AFTER_MS < pass.scope.now) await pass.spool.closeHour(hour, entries);
  return added;
}

function isRipe(id: LetterId, { scope: { everything, from, until } }: Pass): boolean {
  const at = timeOf(id);
  return everything || (at > from && at <= until);
}

/** Its worker died between saying so and doing it. */
async function removePurged(states: ReadonlyMap<LetterId, LetterState>, { spool }: Pass): Promise<void> {
  for (const [id, state] of states) if (state === 'purged') await spool.remove(id);
}

/** When the hour `2026112123` is over, milliseconds since 1970. */
export function endOf(hour: string): number {
  const [year, month, day, start] = [hour.slice(0, 4), hour.slice(4, 6), hour.slice(6, 8), hour.slice(8, 10)];
  return Date.parse(`${year}-${month}-${day}T${start}:00:00Z`) + 3_600_000;
}

/**
 * Hours that are long over: their folder goes with what became of their letters (`outcomes.log`), once no letter lies in
 * it any more. Until then a register that is put back from a backup of these days can be told what it has forgotten.
 */
import { endOf } from './entries.ts';
import type { Pass } from './scope.ts';

/** Whoever puts back an older backup than this is told of every letter since, as unknown. */
const OUTCOMES_KEPT_MS = 14 * 86_400_000;

type Looked = {
  readonly spool: Pick<Pass['spool'], 'hours' | 'removeHour'>;
  readonly scope: Pick<Pass['scope'], 'everything' | 'now'>;
};

export async function removeOldHours({ spool, scope: { everything, now } }: Looked): Promise<void> {
  if (!everything) return;
  for (const hour of await spool.hours('all')) {
    if (endOf(hour) + OUTCOMES_KEPT_MS > now) return;
    await spool.removeHour(hour);
  }
}

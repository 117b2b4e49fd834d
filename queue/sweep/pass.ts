/**
 * One pass of the sweep: whatever is left lying, for whatever reason, is found by looking at the spool and the
 * register and given back to the queues. Everything it does may be done twice; nothing it does depends on Redis
 * remembering anything.
 */

import type { Wanted } from '../jobs/producer.ts';
import { findMissingBytes } from './bytes.ts';
import { giveUpDeadClaims } from './claims.ts';
import { callDueEffects, callDueGroups } from './due.ts';
import { judgeLeftovers } from './entries.ts';
import { removeOldHours } from './old-hours.ts';
import { purgeSettled } from './purge.ts';
import type { Pass, Scope, Sweeping } from './scope.ts';

export type Found = {
  readonly freed: number;
  readonly judge: number;
  readonly deliver: number;
  readonly effects: number;
  readonly missing: number;
  readonly purged: number;
  /** Whether Redis took every job. */
  readonly allAdded: boolean;
};

export async function sweepOnce(sweeping: Sweeping, scope: Scope): Promise<Found> {
  let allAdded = true;
  const add = async (jobs: readonly Wanted[]) => {
    if (jobs.length > 0 && !(await sweeping.producer.addNow(jobs))) allAdded = false;
  };
  const pass: Pass = { ...sweeping, scope, add };
  const freed = await giveUpDeadClaims(pass);
  const judge = await judgeLeftovers(pass);
  const deliver = await callDueGroups(pass);
  const effects = await callDueEffects(pass);
  const missing = await findMissingBytes(pass);
  const purged = await purgeSettled(pass);
  await removeOldHours(pass);
  await sweeping.spool.sweepDrafts(DRAFT_OLD_MS);
  return { freed, judge, deliver, effects, missing, purged, allAdded };
}

const DRAFT_OLD_MS = 3_600_000;

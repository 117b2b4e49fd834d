/** Whether the gateway can do all of its work: each store asked now, the spool looked at. */
import { access, constants } from 'node:fs/promises';
import type { Standing } from '../../queue/register/recoveries.ts';
import type { Register } from '../../queue/register/register.ts';
import { watchRoom } from '../../queue/spool/room.ts';
import type { Settings } from '../config/settings.ts';
import { postgresAnswers, redisAnswers } from '../stores/answers.ts';
import type { StoreUrls } from '../stores/urls.ts';

type StoreState = { readonly ok: boolean; readonly says: string };

export type Health = {
  readonly state: 'healthy' | 'degraded';
  readonly stores: { readonly spool: StoreState; readonly postgres: StoreState; readonly redis: StoreState };
  /** In words, what waits for an operator since the register was put back from a backup; mail goes on meanwhile. */
  readonly recovery: string | null;
};

/** What it returns never rejects, and takes no longer than the slowest store's two seconds. */
export function watchHealth(
  { spool }: Pick<Settings, 'spool'>,
  urls: StoreUrls,
  standing: Register['standing'],
): () => Promise<Health> {
  const room = watchRoom(spool.at, spool.limit);
  return async () => {
    const [spoolState, postgres, redis] = await Promise.all([
      stateOfSpool(spool.at, room),
      postgresAnswers(urls.database).then(answering),
      redisAnswers(urls.redis).then(answering),
    ]);
    const stores = { spool: spoolState, postgres, redis };
    const recovery = postgres.ok ? await standing().then(whatWaits, () => null) : null;
    return { state: Object.values(stores).every((store) => store.ok) ? 'healthy' : 'degraded', stores, recovery };
  };
}

function whatWaits({ replaying, waitingSince }: Standing): string | null {
  if (replaying) return 'the register was put back from before, and is being told what it has forgotten';
  if (waitingSince === null) return null;
  const since = new Date(waitingSince).toISOString();
  return `the register was put back from before (found at ${since}): letters wait, which \`postroom recover\` lists`;
}

async function stateOfSpool(at: string, room: () => Promise<boolean>): Promise<StoreState> {
  try {
    await access(at, constants.R_OK | constants.W_OK | constants.X_OK);
    if (await room()) return { ok: true, says: 'can be written to' };
    return { ok: false, says: 'is full: letters are refused until there is room (452 4.3.1)' };
  } catch {
    return { ok: false, says: 'cannot be written to: letters are refused until it can (451 4.3.0)' };
  }
}

function answering(ok: boolean): StoreState {
  return { ok, says: ok ? 'answers' : 'does not answer: letters are taken in and wait' };
}

/** Which processes are alive: each says so every few seconds, and a claim of one that does not is given up. */
import type { Database } from './database.ts';

export const BEAT_EVERY_MS = 5_000;
const DEAD_AFTER_MS = 30_000;
const FORGOTTEN_AFTER_MS = 86_400_000;

const BEAT = {
  name: 'heartbeat',
  text: `
insert into workers (instance, role, started_at, beat_at) values ($1, $2, $3, $3)
on conflict (instance) do update set beat_at = $3`,
};

export type Beat = { readonly instance: string; readonly role: string; readonly now: number };

export async function heartbeat(database: Database, { instance, role, now }: Beat): Promise<void> {
  await database.query(BEAT, [instance, role, now]);
}

/**
 * Of those that were heard of lately; the rows of the long dead go. A beat in the future is from before the clock was
 * set back: who lives has beaten since.
 */
export async function aliveWorkers(database: Database, now: number): Promise<string[]> {
  const forget = 'delete from workers where beat_at not between $1 and $2';
  await database.query({ name: 'forget-workers', text: forget }, [now - FORGOTTEN_AFTER_MS, now + FORGOTTEN_AFTER_MS]);
  const text = 'select instance from workers where beat_at between $1 and $2 order by instance';
  const rows = await database.query<{ instance: string }>({ name: 'alive-workers', text }, [
    now - DEAD_AFTER_MS,
    now + DEAD_AFTER_MS,
  ]);
  return rows.map((row) => row.instance);
}

/** What is due, in pages: the sweep makes jobs of it, in case Redis has forgotten them. */
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import type { DueEffect } from './records.ts';

export type DueGroup = { readonly letter: LetterId; readonly group: number; readonly nextAt: number };
/** Where the last page ended. */
export type AfterGroup = Pick<DueGroup, 'letter' | 'group' | 'nextAt'>;
export type AfterEffect = Pick<DueEffect, 'letter' | 'key' | 'at'>;

const GROUPS = {
  name: 'due-groups',
  text: `
select letter, grp as "group", next_at as "nextAt" from groups
where open and next_at <= $1 and owner is null and waits is null
  and (next_at, letter, grp) > ($3::bigint, $4::text collate "C", $5::integer)
order by next_at, letter, grp limit $2`,
};

/** Groups whose time has come and that nobody has claimed, longest due first. */
export async function dueGroups(
  database: Database,
  now: number,
  limit: number,
  after?: AfterGroup,
): Promise<DueGroup[]> {
  return database.query<DueGroup>(GROUPS, [now, limit, after?.nextAt ?? -1, after?.letter ?? '', after?.group ?? 0]);
}

const EFFECTS = {
  name: 'due-effects',
  text: `
select letter, council, key, kind, payload, at from effects
where child is null and (at, letter, key) > ($2::bigint, $3::text collate "C", $4::text)
order by at, letter, key limit $1`,
};

/** Effects that are required and not spooled yet, oldest first. */
export async function dueEffects(database: Database, limit: number, after?: AfterEffect): Promise<DueEffect[]> {
  return database.query<DueEffect>(EFFECTS, [limit, after?.at ?? -1, after?.letter ?? '', after?.key ?? '']);
}

/** Those of one letter, which its worker makes as soon as they are required. */
export async function effectsOf(database: Database, letter: LetterId): Promise<DueEffect[]> {
  const text =
    'select letter, council, key, kind, payload, at from effects where letter = $1 and child is null order by key';
  return database.query<DueEffect>({ name: 'effects-of', text }, [letter]);
}

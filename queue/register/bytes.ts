/**
 * Where the register and the spool's bytes meet: letters that lost theirs, and those whose bytes may go. Nothing is
 * settled silently for want of bytes, and nothing is purged before it is settled (I7).
 */
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import { indexable } from './indexable.ts';
import type { DecidedEffect } from './records.ts';
import { SQL_WAITING } from './states.ts';
import { storable } from './storable.ts';

/** Milliseconds after the end: for letters that were delivered whole, and for those with anything held or returned. */
export type Retention = { readonly delivered: number; readonly ended: number };

const MISSING = {
  name: 'bytes-missing',
  text: `
with lost as (update letters set state = 'bytes-missing' where id = $1 and state = 'active' returning id, council),
stopped as (
  update groups g set open = false, owner = case when g.dot_at is null then null else g.owner end,
    opened_at = case when g.dot_at is null then null else g.opened_at end
  from lost where g.letter = lost.id and g.open
),
told as (
  insert into events (letter, council, at, actor, kind, payload)
  select id, council, $2, 'postroom', 'bytes-missing', '{}' from lost
)
select id from lost`,
};

/**
 * Stops the letter, and keeps it in sight. True the first time. Its claims are given up, but for those whose dot went:
 * they end with their result, or with their worker.
 */
export async function bytesMissing(database: Database, id: LetterId, now: number): Promise<boolean> {
  return (await database.query(MISSING, [id, now])).length > 0;
}

/** That it is found again, to somebody who was told that it was lost. */
const UNSAID = `e.letter = l.id and e.key like 'lost:%'
  and not exists (select 1 from effects f where f.letter = e.letter and f.key = 'found' || substr(e.key, 5))`;

const FOUND = {
  name: 'bytes-found',
  text: `
with back as (
  update letters l set state = 'active', unended = unended + (select count(*) from effects e where ${UNSAID})
  where id = $1 and state = 'bytes-missing' returning id, council
),
required as (
  insert into effects (letter, council, key, kind, payload, at)
  select e.letter, e.council, 'found' || substr(e.key, 5), e.kind, jsonb_set(e.payload, '{loss}', '"found"'), $2
  from effects e join back l on true where ${UNSAID}
),
opened as (
  update groups g set open = true, next_at = $2 from back where g.letter = back.id and exists (
    select 1 from copies c where c.letter = g.letter and c.grp = g.grp and c.state in ${SQL_WAITING})
), told as (
  insert into events (letter, council, at, actor, kind, payload)
  select id, council, $2, 'postroom', 'bytes-found', '{}' from back
)
select id from back`,
};

/** A folder that was not mounted is back, say: the letter goes on, and who was told of its loss is to hear of it. */
export async function bytesFound(database: Database, id: LetterId, now: number): Promise<boolean> {
  return (await database.query(FOUND, [id, now])).length > 0;
}

const TOLD = {
  name: 'bytes-missing-told',
  text: `
with required as (
  insert into effects (letter, council, key, kind, payload, at)
  select l.id, l.council, x.key, x.kind, x.payload, $3
  from letters l, jsonb_to_recordset($2::jsonb) as x (key text, kind text, payload jsonb)
  where l.id = $1 and l.state = 'bytes-missing' and not l.protected
  on conflict do nothing returning letter
)
update letters set unended = unended + (select count(*) from required)
where id = $1 and exists (select 1 from required)`,
};

/** Requires the notices of a loss; keys that stand already are left as they are. */
export async function tellOfLoss(
  database: Database,
  id: LetterId,
  notices: readonly DecidedEffect[],
  now: number,
): Promise<void> {
  await database.query(TOLD, [id, storable(notices.map((each) => ({ ...each, key: indexable(each.key) }))), now]);
}

const SETTLED = {
  name: 'settled-for-purge',
  text: `
(select id from letters where state = 'settled' and protected order by settled_at limit $3)
union all (select id from letters where state = 'settled' and not keep and not protected and settled_at <= $1
  order by settled_at limit $3)
union all (select id from letters where state = 'settled' and keep and not protected and settled_at <= $2 order by settled_at limit $3)
limit $3`,
};

/** A protected letter's bytes are kept by nothing but its own delivery. Each part walks an index of its own. */
export async function settledForPurge(
  database: Database,
  now: number,
  retention: Retention,
  limit = 1_000,
): Promise<LetterId[]> {
  type Row = { id: LetterId };
  const values = [now - retention.delivered, now - retention.ended, limit];
  const rows = await database.query<Row>(SETTLED, values);
  return rows.map((row) => row.id);
}

const PURGED = {
  name: 'purged',
  text: `update letters set state = 'purged' where id = any ($1::text[]) and state = 'settled'`,
};

/** To be called when the bytes are gone. */
export async function purged(database: Database, ids: readonly LetterId[]): Promise<void> {
  await database.query(PURGED, [ids]);
}

const UNSETTLED = {
  name: 'unsettled-between',
  text: `
select id, state = 'bytes-missing' as missing,
  state = 'bytes-missing' and not protected and origin <> 'own' and not exists (
    select 1 from effects e where e.letter = letters.id and e.key like 'lost:%'
      and e.at >= (select max(v.at) from events v where v.letter = letters.id and v.kind = 'bytes-missing')
  ) as untold
from letters where state in ('active', 'bytes-missing') and id >= $1 and id < $2 order by id limit $3`,
};

/** `untold`: it is missing, and those who can be told of it have not been. */
export type Unsettled = { readonly id: LetterId; readonly missing: boolean; readonly untold: boolean };

/** Letters that still need their bytes, by their ids, which begin with their time. */
export async function unsettled(database: Database, from: string, before: string, limit: number): Promise<Unsettled[]> {
  return database.query(UNSETTLED, [from, before, limit]);
}

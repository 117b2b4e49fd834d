/**
 * Attempts that end without a result. With `dot may go` on record the next hop may have the letter: its copies are
 * uncertain, and sent again. Without it they certainly were not delivered, and nothing is said of them.
 */
import type { LetterId } from '../../rules/letter.ts';
import type { OwnAttempt } from './attempts.ts';
import type { Database } from './database.ts';
import type { Kind } from './group-commit.ts';
import { SQL_WAITING } from './states.ts';
import { storable } from './storable.ts';

/** `nextAt`: when the group is due again. */
export type Unfinished = OwnAttempt & { readonly nextAt: number; readonly why: string };
export type Freed = { readonly letter: LetterId; readonly group: number; readonly uncertain: boolean };
/** `alive` are the owners whose claims stand, unless they are older than `openedBefore`. */
export type Abandonment = { readonly alive: readonly string[]; readonly openedBefore: number; readonly now: number };

/** `ended` names the groups as (letter, grp, owner, attempt, next_at, at, why); dot_at stays until the next claim. */
const afterEnded = (ended: string) => `
with ended as (${ended}), freed as (
  update groups g set owner = null, tries = g.tries + 1, next_at = e.next_at
  from ended e where g.letter = e.letter and g.grp = e.grp and g.owner = e.owner and g.attempt = e.attempt
  returning g.letter, g.grp, g.council, g.dot_at, e.owner, e.attempt, e.at, e.why
), doubted as (
  update copies c set state = 'uncertain', uncertain = c.uncertain + 1 from freed f
  where f.dot_at is not null and c.letter = f.letter and c.grp = f.grp and c.state in ${SQL_WAITING}
), told as (
  insert into events (letter, council, at, actor, kind, payload)
  select f.letter, f.council, f.at, 'postroom', case when f.dot_at is null then 'attempt-dropped' else 'attempt-uncertain' end,
    case when l.protected then '{}'
      else jsonb_build_object('group', f.grp, 'attempt', f.attempt, 'owner', f.owner, 'why', f.why) end
  from freed f join letters l on l.id = f.letter
)
select letter, grp, dot_at is not null as uncertain from freed`;

const UNCERTAIN = {
  name: 'record-uncertain',
  text: afterEnded(`
    select * from jsonb_to_recordset($1::jsonb)
      as x (letter text, grp integer, owner text, attempt integer, next_at bigint, at bigint, why text)`),
};

const ABANDONED = {
  name: 'abandoned',
  text: afterEnded(`
    select letter, grp, owner, attempt, $3::bigint as next_at, $3::bigint as at, 'its worker is gone' as why from groups
    where open and owner is not null and (owner <> all ($1::text[]) or opened_at < $2::bigint)
    order by letter, grp for update skip locked`),
};

export const UNFINISHED: Kind<Unfinished, undefined> = {
  key: ({ letter, group }) => `${letter} ${group}`,
  statement: UNCERTAIN,
  values: (entries) => [storable(entries.map(rowOf))],
  answers: (_rows, entries) => entries.map(() => undefined),
};

function rowOf({ letter, group, attempt, owner, why, nextAt, now }: Unfinished) {
  return { letter, grp: group, attempt, owner, why, next_at: nextAt, at: now };
}

/** Frees the claims of workers that are gone; tells which groups are due again for it. */
export async function abandoned(database: Database, { alive, openedBefore, now }: Abandonment): Promise<Freed[]> {
  type Row = { letter: LetterId; grp: number; uncertain: boolean };
  const rows = await database.query<Row>(ABANDONED, [alive, openedBefore, now]);
  return rows.map(({ letter, grp, uncertain }) => ({ letter, group: grp, uncertain }));
}

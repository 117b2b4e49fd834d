/** The register read against itself, a page of letters at a time: each contradiction would be a broken invariant. */
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import type { LetterState } from './records.ts';
import { SQL_OPEN, SQL_WAITING } from './states.ts';

export type AuditedLetter = {
  readonly id: LetterId;
  readonly state: LetterState;
  readonly protected: boolean;
  readonly sha256: string;
};
export type Contradiction = { readonly letter: LetterId; readonly kind: string; readonly says: string };
export type AuditPage = {
  readonly letters: readonly AuditedLetter[];
  readonly contradictions: readonly Contradiction[];
};

const LETTERS = {
  name: 'audit-letters',
  text: 'select id, state, protected, sha256 from letters where id > $1 order by id limit $2',
};

const CHECKS = `
select letter, 'lost-copy' as kind, format('copy %s is %s and in no open group: nothing will send it', c.n, c.state) as says
from copies c join letters l on l.id = c.letter
where c.letter = any ($1::text[]) and l.state = 'active' and c.state in ${SQL_WAITING}
  and not exists (select 1 from groups g where g.letter = c.letter and g.grp = c.grp and g.open)
union all
select letter, 'attempt-without-copy', format('group %s is open, but each of its copies has ended', grp) from groups g
where letter = any ($1::text[]) and open
  and not exists (select 1 from copies c where c.letter = g.letter and c.grp = g.grp and c.state in ${SQL_WAITING})
union all
select letter, 'waits', format('group %s waits for postroom recover --confirm: %s', grp, waits) from groups
where letter = any ($1::text[]) and open and waits is not null
union all
select letter, 'held-without-bytes', format('copy %s is held, and how it is to leave is not on record', n) from copies c
where letter = any ($1::text[]) and state = 'held'
  and (terms is null or not exists (select 1 from renderings r where r.letter = c.letter and r.n = c.rendering))
union all
select id, 'settled-too-soon', 'it is settled, but a copy or a notice of it has not ended' from letters l
where id = any ($1::text[]) and state in ('settled', 'purged') and (
  exists (select 1 from copies c where c.letter = l.id and c.state in ${SQL_OPEN})
  or exists (select 1 from effects e where e.letter = l.id and e.child is null))
union all
select id, 'miscounted', format('%s of its copies and notices are said to be open, %s are', unended, counted) from letters l
cross join lateral (select
  (select count(*) from copies c where c.letter = l.id and c.state in ${SQL_OPEN})
  + (select count(*) from effects e where e.letter = l.id and e.child is null) as counted) as really
where id = any ($1::text[]) and unended <> counted`;

const CHILDREN = {
  name: 'audit-children',
  text: `
select letter, key, child from effects e
where letter = any ($1::text[]) and child is not null and not exists (select 1 from letters l where l.id = e.child)
  and not exists (select 1 from remembered m where m.letter = e.child)`,
};

/** Letters after `after`, and what contradicts itself in them. */
export async function audit(database: Database, after: string, limit: number): Promise<AuditPage> {
  const letters = await database.query<AuditedLetter>(LETTERS, [after, limit]);
  const ids = letters.map((letter) => letter.id);
  const contradictions = await database.query<Contradiction>({ name: 'audit-checks', text: CHECKS }, [ids]);
  return { letters, contradictions };
}

export type UnknownChild = { readonly letter: LetterId; readonly key: string; readonly child: LetterId };

/** Notices said to be spooled that have no row themselves: not judged yet, or lost. */
export async function unknownChildren(database: Database, letters: readonly LetterId[]): Promise<UnknownChild[]> {
  return database.query<UnknownChild>(CHILDREN, [letters]);
}

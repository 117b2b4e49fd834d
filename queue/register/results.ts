/**
 * What the next hop said of a group's copies, each copy its own fate, with the reports and notices that it calls for
 * in the same transaction. The letter is settled with its last copy or effect (I6).
 */
import type { LetterId } from '../../rules/letter.ts';
import type { AttemptResult, Result } from './attempt-result.ts';
import { sqlCodes, sqlReportOfCodes } from './codes.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Kind } from './group-commit.ts';
import { indexable } from './indexable.ts';
import { lateResult } from './late-result.ts';
import type { CopyResult, CopyState } from './records.ts';
import { SQL_OPEN, SQL_WAITING } from './states.ts';
import { storable } from './storable.ts';

/**
 * `mine` is every group whose claim still stands. A protected letter keeps the code of a reply and not its words,
 * which may name somebody. `unended` is counted down by what this statement changed, so two groups of one letter that
 * end at once in two processes cannot both miss being the last.
 */
const STATEMENT = {
  name: 'record-results',
  text: `
with r as (
  select x.letter, x.grp, x.n, x.state,
    case when l.protected then ${sqlCodes('x.reply')} else x.reply end as reply
  from jsonb_to_recordset($2::jsonb) as x (letter text, grp integer, n integer, state text, reply text)
  join letters l on l.id = x.letter
), mine as (
  update groups g set owner = null, tries = g.tries + 1, next_at = coalesce(i.next_at, g.next_at),
    open = exists (select 1 from copies c where c.letter = g.letter and c.grp = g.grp and c.state in ${SQL_WAITING}
      and not exists (select 1 from r where r.letter = c.letter and r.n = c.n and r.state <> 'deferred'))
      and exists (select 1 from letters l where l.id = g.letter and l.state = 'active')
  from jsonb_to_recordset($1::jsonb) as i (letter text, grp integer, owner text, attempt integer, next_at bigint)
  where g.letter = i.letter and g.grp = i.grp and g.owner = i.owner and g.attempt = i.attempt
  returning g.letter, g.grp, g.council
), changed as (
  update copies c set state = r.state, last_reply = r.reply
  from r join mine using (letter, grp)
  where c.letter = r.letter and c.n = r.n and c.grp = r.grp and c.state in ${SQL_WAITING}
  returning c.letter, c.state
), required as (
  insert into effects (letter, key, council, kind, payload, at)
  select letter, key, mine.council, kind, case when l.protected then ${sqlReportOfCodes('payload')} else payload end, at
  from jsonb_to_recordset($3::jsonb) as x (letter text, grp integer, key text, kind text, payload jsonb, at bigint)
  join mine using (letter, grp) join letters l on l.id = x.letter
  on conflict do nothing returning letter
), told as (
  insert into events (letter, council, at, actor, kind, payload)
  select letter, mine.council, at, actor, 'attempt', case when l.protected then '{}' else payload end
  from jsonb_to_recordset($4::jsonb) as x (letter text, grp integer, at bigint, actor text, payload jsonb)
  join mine using (letter, grp) join letters l on l.id = x.letter
), less as (
  select letter, sum(k)::integer as k, bool_or(kept) as kept from (
    select letter, case when state in ${SQL_OPEN} then 0 else 1 end as k, state in ('failed', 'failed-silent') as kept from changed
    union all select letter, -1, false from required
  ) each_one group by letter
), settled as (
  update letters l set unended = l.unended - less.k, keep = l.keep or (less.kept and not l.protected),
    state = case when l.unended = less.k then 'settled' else l.state end,
    settled_at = case when l.unended = less.k then $5::bigint else l.settled_at end
  from less where l.id = less.letter and (less.k <> 0 or less.kept)
  returning l.id, l.state
)
select letter, grp, coalesce(s.state = 'settled', false) as settled from mine left join settled s on s.id = letter`,
};

type ResultRow = Result & { readonly letter: LetterId; readonly grp: number };

/** Null where the claim was lost meanwhile. */
const RESULTS: Kind<AttemptResult, Result | null, ResultRow> = {
  key: keyOf,
  statement: STATEMENT,
  values: (entries) => [
    storable(entries.map(groupRow)),
    storable(entries.flatMap(resultRows)),
    storable(entries.flatMap(effectRows)),
    storable(entries.map(eventRow)),
    Math.max(...entries.map((entry) => entry.now)),
  ],
  answers: (rows, entries) => {
    const standing = new Map(rows.map(({ letter, grp, settled }) => [keyOf({ letter, group: grp }), { settled }]));
    return entries.map((entry) => standing.get(keyOf(entry)) ?? null);
  },
};

/** A result whose claim was lost meanwhile still counts where it says that a copy was delivered. */
export async function recordResult(database: Database, commits: GroupCommit, result: AttemptResult): Promise<Result> {
  const standing = await commits.submit(RESULTS, result);
  return standing ?? database.transaction((client) => lateResult(client, result));
}

function groupRow({ letter, group, owner, attempt, results, now }: AttemptResult) {
  // The job comes again at the soonest of them; the others of the group go along.
  const next = results.flatMap((result) => (result.kind === 'deferred' ? [result.nextAt] : []));
  return { letter, grp: group, owner, attempt, next_at: next.length === 0 ? now : Math.min(...next) };
}

function resultRows({ letter, group, results }: AttemptResult) {
  return results.map((result) => ({ letter, grp: group, n: result.n, state: stateOf(result), reply: result.reply }));
}

function stateOf(result: CopyResult): CopyState {
  if (result.kind !== 'failed') return result.kind;
  return result.report ? 'failed' : 'failed-silent';
}

function effectRows({ letter, group, effects, now }: AttemptResult) {
  return effects.map((effect) => ({ letter, grp: group, ...effect, key: indexable(effect.key), at: now }));
}

function eventRow({ letter, group, owner, attempt, results, now }: AttemptResult) {
  return { letter, grp: group, at: now, actor: owner, payload: { group, attempt, results } };
}

function keyOf({ letter, group }: { readonly letter: LetterId; readonly group: number }): string {
  return `${letter} ${group}`;
}

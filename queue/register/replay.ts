/**
 * The outcomes of one letter written into a row that was put back from before: what its next hops said, what reviewers
 * did. Told twice, it changes nothing; a copy of which a dot was allowed and no result is known is uncertain, and waits.
 */

import type { LetterId } from '../../rules/letter.ts';
import { actsIn, type Fate, fatesIn, reportsIn } from '../recovery/fates.ts';
import type { OutcomeLine } from '../recovery/outcome-records.ts';
import { actWithin } from './acts.ts';
import { sqlCodes, sqlReportOfCodes } from './codes.ts';
import type { Client, Database } from './database.ts';
import { indexable } from './indexable.ts';
import { SQL_OPEN, SQL_WAITING } from './states.ts';
import { storable } from './storable.ts';

export type Replay = { readonly letter: LetterId; readonly lines: readonly OutcomeLine[]; readonly now: number };

/** True where the register learnt something. */
export async function replayLetter(database: Database, replay: Replay): Promise<boolean> {
  return database.transaction(async (client) => {
    const lock = `select id from letters where id = $1 and state in ('active', 'bytes-missing') for update`;
    const rows = await client.query({ name: 'replay-lock', text: lock }, [replay.letter]);
    return rows.length > 0 && replayRow(client, replay);
  });
}

async function replayRow(client: Client, replay: Replay): Promise<boolean> {
  const { letter, lines, now } = replay;
  let changed = await replayActs(client, lines);
  const fates = fatesIn(lines);
  const ended = fates.flatMap(endOf);
  changed = (await client.query(ENDED, [letter, storable(ended)])).length > 0 || changed;
  const reports = reportsIn(lines).map((report) => ({ ...report, key: indexable(report.key) }));
  changed = (await client.query(REPORTS, [letter, storable(reports)])).length > 0 || changed;
  const attempts = await client.query(ATTEMPTS, [letter, storable(attemptsIn(lines, fates))]);
  changed = attempts.length > 0 || changed;
  if (!changed) return false;
  await client.query(COUNT_ANEW, [letter, now]);
  await client.query(TOLD, [letter, now]);
  return true;
}

/** One that is no longer held was acted on already. */
async function replayActs(client: Client, lines: readonly OutcomeLine[]): Promise<boolean> {
  let changed = false;
  for (const { act, at } of actsIn(lines)) changed = (await actWithin(client, act, at)).kind === 'done' || changed;
  return changed;
}

function endOf({ n, result }: Fate) {
  if (result === null || result.kind === 'deferred') return [];
  const { reply } = result;
  if (result.kind === 'delivered') return [{ n, state: 'delivered', reply }];
  return [{ n, state: result.report ? 'failed' : 'failed-silent', reply }];
}

const ENDED = {
  name: 'replay-ended',
  text: `
update copies c set state = x.state, last_reply = case when l.protected then ${sqlCodes('x.reply')} else x.reply end
from jsonb_to_recordset($2::jsonb) as x (n integer, state text, reply text), letters l
where c.letter = $1 and l.id = $1 and c.n = x.n and c.state in ${SQL_WAITING}
returning c.n`,
};

const REPORTS = {
  name: 'replay-reports',
  text: `
insert into effects (letter, key, council, kind, payload, at)
select l.id, x.key, l.council, x.kind, case when l.protected then ${sqlReportOfCodes('x.payload')} else x.payload end, x.at
from jsonb_to_recordset($2::jsonb) as x (key text, kind text, payload jsonb, at bigint), letters l where l.id = $1
on conflict do nothing returning key`,
};

type Attempted = { grp: number; attempt: number; tries: number; next_at: number | null; doubtful: number[] };

/** The last attempt at each group, how many ended, and which copies it leaves in doubt. */
function attemptsIn(lines: readonly OutcomeLine[], fates: readonly Fate[]): Attempted[] {
  const doubtful = new Set(fates.filter((fate) => fate.doubtful).map((fate) => fate.n));
  const groups = new Map<number, Attempted>();
  for (const line of lines) {
    if (!('group' in line)) continue;
    const known = groups.get(line.group) ?? { grp: line.group, attempt: 0, tries: 0, next_at: null, doubtful: [] };
    groups.set(line.group, 'dotMayGo' in line ? begun(line, known, doubtful) : over(line, known));
  }
  return [...groups.values()];
}

function begun(
  line: Extract<OutcomeLine, { dotMayGo: number }>,
  known: Attempted,
  doubtful: ReadonlySet<number>,
): Attempted {
  const copies = line.copies.map(({ n }) => n).filter((n) => doubtful.has(n));
  return { ...known, attempt: Math.max(known.attempt, line.dotMayGo), doubtful: [...known.doubtful, ...copies] };
}

function over(line: Extract<OutcomeLine, { result: number }>, known: Attempted): Attempted {
  const next = line.results.flatMap((result) => (result.kind === 'deferred' ? [result.nextAt] : []));
  const next_at = next.length === 0 ? known.next_at : Math.min(...next);
  return { ...known, attempt: Math.max(known.attempt, line.result), tries: known.tries + 1, next_at };
}

/**
 * `news`: attempts that the register does not know, or does not know the end of. A group whose copies have all ended
 * is over. One that is in somebody's hands is taken from them: what they hold is from before.
 */
const ATTEMPTS = {
  name: 'replay-attempts',
  text: `
with news as (
  select x.* from jsonb_to_recordset($2::jsonb)
    as x (grp integer, attempt integer, tries integer, next_at bigint, doubtful integer[])
  join groups g on g.letter = $1 and g.grp = x.grp
  where g.open and (x.attempt > g.attempt or (x.attempt = g.attempt and g.owner is not null))
), doubted as (
  update copies c set state = 'uncertain', uncertain = c.uncertain + 1 from news
  where c.letter = $1 and c.grp = news.grp and c.n = any (news.doubtful) and c.state in ${SQL_WAITING}
  returning c.grp
), told as (
  update groups g set attempt = greatest(g.attempt, news.attempt), tries = greatest(g.tries, news.tries), owner = null,
    opened_at = null, dot_at = null, next_at = coalesce(news.next_at, g.next_at),
    waits = case when exists (select 1 from doubted d where d.grp = g.grp)
      then 'an attempt was made after the state that the register was put back to, and its end is unknown' else g.waits end,
    open = exists (select 1 from copies c where c.letter = $1 and c.grp = g.grp and c.state in ${SQL_WAITING})
  from news where g.letter = $1 and g.grp = news.grp returning g.grp
), closed as (
  update groups g set open = false where g.letter = $1 and g.open and not exists (select 1 from told t where t.grp = g.grp)
    and not exists (select 1 from copies c where c.letter = $1 and c.grp = g.grp and c.state in ${SQL_WAITING})
  returning g.grp
)
select grp from told union all select grp from closed`,
};

/** Counted, not counted down: what was put back may have been anything. */
const COUNT_ANEW = {
  name: 'replay-count',
  text: `
update letters l set unended = counted, keep = l.keep or (not l.protected and failed),
  state = case when counted = 0 then 'settled' else l.state end,
  settled_at = case when counted = 0 then $2::bigint else l.settled_at end
from (select
  (select count(*) from copies c where c.letter = $1 and c.state in ${SQL_OPEN})
    + (select count(*) from effects e where e.letter = $1 and e.child is null) as counted,
  exists (select 1 from copies c where c.letter = $1 and c.state in ('failed', 'failed-silent')) as failed) as really
where l.id = $1`,
};

const TOLD = {
  name: 'replay-told',
  text: `
insert into events (letter, council, at, actor, kind, payload)
select id, council, $2, 'postroom', 'replayed', '{}'::jsonb from letters where id = $1`,
};

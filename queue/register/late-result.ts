/**
 * The result of an attempt whose claim was given to somebody else meanwhile (its process was frozen, say). That a copy
 * was delivered is true all the same: it is recorded, and whoever has the group now is stopped before the dot if
 * nothing is left to send; reports about such copies alone are required with it. Anything else it says is the other's to
 * find out. Asked twice, it changes nothing.
 */

import type { AttemptResult, Result } from './attempt-result.ts';
import { sqlReportOfCodes } from './codes.ts';
import type { Client } from './database.ts';
import { indexable } from './indexable.ts';
import type { DecidedEffect } from './records.ts';
import { SQL_WAITING } from './states.ts';
import { storable } from './storable.ts';
import { countDown } from './unended.ts';

const DELIVERED = {
  name: 'late-delivered',
  text: `
update copies c set state = 'delivered', last_reply = case when l.protected then null else x.reply end
from jsonb_to_recordset($1::jsonb) as x (n integer, reply text), letters l
where c.letter = $2 and l.id = $2 and c.n = x.n and c.grp = $3 and c.state in ${SQL_WAITING}
returning c.n`,
};

const GROUP = {
  name: 'late-group',
  text: `
update groups g set open = false, owner = case when g.dot_at is null then null else g.owner end
where g.letter = $1 and g.grp = $2
  and not exists (select 1 from copies c where c.letter = $1 and c.grp = $2 and c.state in ${SQL_WAITING})`,
};

const REQUIRED = {
  name: 'late-required',
  text: `
insert into effects (letter, key, council, kind, payload, at)
select l.id, x.key, l.council, x.kind, case when l.protected then ${sqlReportOfCodes('x.payload')} else x.payload end, $3
from jsonb_to_recordset($2::jsonb) as x (key text, kind text, payload jsonb), letters l where l.id = $1
on conflict do nothing returning key`,
};

const TOLD = {
  name: 'late-told',
  text: `
insert into events (letter, council, at, actor, kind, payload)
select id, council, $2, $3, 'late-result', case when protected then '{}' else $4::jsonb end from letters where id = $1`,
};

export async function lateResult(client: Client, result: AttemptResult): Promise<Result> {
  const { letter, group, attempt, owner, now } = result;
  const delivered = result.results.filter((one) => one.kind === 'delivered');
  const changed = await client.query<{ n: number }>(DELIVERED, [storable(delivered), letter, group]);
  if (changed.length === 0) return { settled: false };
  await client.query(GROUP, [letter, group]);
  const copies = changed.map((row) => row.n);
  const required = await client.query(REQUIRED, [letter, storable(reportsOf(copies, result.effects)), now]);
  const settled = await countDown(client, letter, changed.length - required.length, now);
  await client.query(TOLD, [letter, now, owner, storable({ group, attempt, delivered: copies })]);
  return { settled };
}

function reportsOf(copies: readonly number[], effects: readonly DecidedEffect[]): DecidedEffect[] {
  const own = effects.filter(({ payload }) => {
    const about = aboutOf(payload);
    return about.length > 0 && about.every((n) => copies.includes(n));
  });
  return own.map((effect) => ({ ...effect, key: indexable(effect.key) }));
}

/** The copies that a report is about; none where it does not say. */
function aboutOf(payload: unknown): number[] {
  if (typeof payload !== 'object' || payload === null || !('copies' in payload)) return [];
  return Array.isArray(payload.copies) ? payload.copies.map((copy: { readonly n?: number }) => copy.n ?? -1) : [];
}

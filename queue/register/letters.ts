/** Letters as they are shown and counted. A protected letter is in none of these: asked for by name, it is not there. */
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Client, Database } from './database.ts';
import type { CopyState, LetterRecord, LetterState, RegisterEvent } from './records.ts';
import { OPEN, SQL_OPEN } from './states.ts';

/** Which of `ids` have a row, protected ones too: for the sweep, which learns nothing else of them. */
export async function lettersIn(client: Client, ids: readonly LetterId[]): Promise<Map<LetterId, LetterState>> {
  const statement = { name: 'letters-in', text: 'select id, state from letters where id = any ($1::text[])' };
  const rows = await client.query<{ id: LetterId; state: LetterState }>(statement, [ids]);
  return new Map(rows.map((row) => [row.id, row.state]));
}

/** Those with a row, and those that are remembered without one. */
export async function known(client: Client, ids: readonly LetterId[]): Promise<Set<LetterId>> {
  const text =
    'select id from letters where id = any ($1::text[]) union select letter from remembered where letter = any ($1::text[])';
  const rows = await client.query<{ id: LetterId }>({ name: 'known-letters', text }, [ids]);
  return new Set(rows.map((row) => row.id));
}

export async function letter(kysely: Kysely, id: LetterId): Promise<LetterRecord | null> {
  const row = await kysely
    .selectFrom('letters')
    .selectAll()
    .where('id', '=', id)
    .where('protected', '=', false)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id,
    council: row.council as CouncilId,
    state: row.state,
    origin: row.origin,
    at: row.received_at,
    from: row.envelope_from ?? '',
    author: row.author,
    subject: row.subject ?? '',
    messageId: row.message_id,
    sha256: row.sha256,
    policyVersion: row.policy_version,
    judgement: row.judgement,
    copies: await copiesOf(kysely, id),
    events: await eventsOf(kysely, id),
  };
}

type Kysely = Database['kysely'];

async function copiesOf(kysely: Kysely, id: LetterId): Promise<LetterRecord['copies']> {
  const rows = await kysely
    .selectFrom('copies as c')
    .innerJoin('renderings as r', (join) => join.onRef('r.letter', '=', 'c.letter').onRef('r.n', '=', 'c.rendering'))
    .leftJoin('groups as g', (join) => join.onRef('g.letter', '=', 'c.letter').onRef('g.grp', '=', 'c.grp'))
    .where('c.letter', '=', id)
    .orderBy('c.n')
    .select([
      'c.n',
      'c.address',
      'c.state',
      'c.rules',
      'c.held_for',
      'c.reviewer',
      'c.in_place_of',
      'c.last_reply',
      'c.uncertain',
    ])
    .select(['g.next_at', 'r.pieces', 'r.sha256', 'r.size'])
    .execute();
  return rows.map((row) => ({
    n: row.n,
    to: row.address,
    state: row.state,
    rules: row.rules,
    heldFor: row.held_for,
    reviewer: row.reviewer as PersonId | null,
    inPlaceOf: row.in_place_of,
    lastReply: row.last_reply,
    nextAt: row.state !== 'held' && (OPEN as readonly CopyState[]).includes(row.state) ? row.next_at : null,
    uncertain: row.uncertain,
    rendering: { pieces: row.pieces, sha256: row.sha256, size: row.size },
  }));
}

async function eventsOf(kysely: Kysely, id: LetterId): Promise<RegisterEvent[]> {
  return kysely
    .selectFrom('events')
    .select(['at', 'actor', 'kind', 'payload'])
    .where('letter', '=', id)
    .orderBy('id')
    .execute();
}

export type Counts = {
  readonly copies: { readonly [S in (typeof OPEN)[number]]: number };
  readonly effectsDue: number;
  readonly bytesMissing: number;
};

/** What has not ended, for health pages and metrics: numbers alone. */
export async function countsByState(database: Database): Promise<Counts> {
  const statement = {
    name: 'counts-by-state',
    text: `select
      (select jsonb_object_agg(state, n) from (select c.state, count(*) as n from letters l join copies c on c.letter = l.id
        where l.state in ('active', 'bytes-missing') and c.state in ${SQL_OPEN} group by c.state) by_state) as copies,
      (select count(*) from effects where child is null) as effects,
      (select count(*) from letters where state = 'bytes-missing') as missing`,
  };
  type Row = { copies: Partial<Record<CopyState, number>> | null; effects: number; missing: number };
  const [row] = await database.query<Row>(statement, []);
  const { held = 0, ready = 0, deferred = 0, uncertain = 0 } = row?.copies ?? {};
  return {
    copies: { held, ready, deferred, uncertain },
    effectsDue: row?.effects ?? 0,
    bytesMissing: row?.missing ?? 0,
  };
}

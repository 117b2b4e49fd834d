/**
 * Recoveries: each time that the register was found to be older than the spool. The outcomes of its letters are
 * replayed into it; what is unknown after that waits until a person has confirmed that it may be sent again.
 */
import type { LetterId } from '../../rules/letter.ts';
import type { SpoolEpoch } from '../spool/epoch.ts';
import type { Client, Database } from './database.ts';
import { type RegisterEpoch, readEpoch } from './epoch.ts';

export type Recovery = {
  readonly id: number;
  readonly foundAt: number;
  readonly why: string;
  /** Letters that were accepted before this (milliseconds since 1970) wait where they are unknown. */
  readonly waitsBefore: number;
  /** What the spool said then. */
  readonly spoolRegister: string | null;
  readonly spoolNumber: number;
  /** The epoch in which the register goes on. */
  readonly number: number;
  readonly replayedAt: number | null;
  readonly confirmedAt: number | null;
};

const COLUMNS = `id, found_at as "foundAt", why, waits_before as "waitsBefore", spool_register as "spoolRegister",
  spool_number as "spoolNumber", number, replayed_at as "replayedAt", confirmed_at as "confirmedAt"`;

/** Oldest first; there are few. */
export async function recoveries(client: Client): Promise<Recovery[]> {
  const text = `select ${COLUMNS} from recoveries order by id`;
  return client.query<Recovery>({ name: 'recoveries', text }, []);
}

export type Standing = RegisterEpoch & {
  /** The outcomes are being told to it, or have not been yet. */
  readonly replaying: boolean;
  /** Something may wait for `postroom recover --confirm`, since a register was put back at this time. */
  readonly waitingSince: number | null;
  /** Letters without a row that were accepted before this wait for it. */
  readonly waitsBefore: number;
};

export async function standing(client: Client): Promise<Standing> {
  const [epoch, all] = [await readEpoch(client), await recoveries(client)];
  const open = all.filter((each) => each.confirmedAt === null);
  return {
    ...epoch,
    replaying: all.some((each) => each.replayedAt === null),
    waitingSince: open[0]?.foundAt ?? null,
    waitsBefore: Math.max(0, ...open.map((each) => each.waitsBefore)),
  };
}

export type Found = {
  readonly why: string;
  readonly waitsBefore: number;
  readonly spool: SpoolEpoch | null;
  /** More than any outcome has. */
  readonly number: number;
  readonly now: number;
};

/** From here on it stands until it is confirmed, however often its replay is cut short. */
export async function beginRecovery(
  client: Client,
  { why, waitsBefore, spool, number, now }: Found,
): Promise<Recovery> {
  const text = `
insert into recoveries (found_at, why, waits_before, spool_register, spool_number, number)
values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`;
  const values = [now, why, waitsBefore, spool?.register ?? null, spool?.number ?? 0, number];
  const [begun] = await client.query<Recovery>({ name: 'begin-recovery', text }, values);
  if (begun === undefined) throw new Error('a recovery could not be begun');
  return begun;
}

/** The register takes up its new number with it, so that from here on it is no longer behind. */
export async function endReplay(database: Database, { id, number }: Recovery, now: number): Promise<void> {
  await database.transaction(async (client) => {
    const advance = 'update epoch set number = greatest(number, $1)';
    await client.query({ name: 'recovered-epoch', text: advance }, [number]);
    await client.query({ name: 'end-replay', text: 'update recoveries set replayed_at = $2 where id = $1' }, [id, now]);
  });
}

export type Confirmed = { readonly groups: readonly WaitingGroup[] };
export type WaitingGroup = { readonly letter: LetterId; readonly group: number };

const FREED = {
  name: 'waiting-freed',
  text: `
with freed as (
  update groups set waits = null, next_at = $1 where waits is not null returning letter, grp, council, open
), told as (
  insert into events (letter, council, at, actor, kind, payload)
  select distinct letter, council, $1::bigint, $2::text, 'recover-confirmed', '{}'::jsonb from freed where open
)
select letter, grp as "group" from freed where open`,
};

/** What waits may be sent again. Done by nobody where nothing waited. */
export async function confirmRecoveries(database: Database, actor: string, now: number): Promise<Confirmed> {
  return database.transaction(async (client) => {
    const text = 'update recoveries set confirmed_at = $1, confirmed_by = $2 where confirmed_at is null';
    await client.query({ name: 'confirm-recoveries', text }, [now, actor]);
    return { groups: await client.query<WaitingGroup>(FREED, [now, actor]) };
  });
}

const WAIT = {
  name: 'wait-for-confirm',
  text: `
with waiting as (
  update groups set waits = $2, owner = null, opened_at = null, dot_at = null
  where open and waits is null and letter < $1 returning letter, grp, council
), doubted as (
  update copies c set state = 'uncertain', uncertain = c.uncertain + 1 from waiting w
  where c.letter = w.letter and c.grp = w.grp and c.state in ('ready', 'deferred', 'uncertain')
), told as (
  insert into events (letter, council, at, actor, kind, payload)
  select distinct letter, council, $3::bigint, 'postroom', 'recover-waits', '{}'::jsonb from waiting
)
select count(*)::integer as count from waiting`,
};

/** Every open group of letters whose ids come before `before`. */
export async function waitForConfirm(client: Client, before: string, now: number): Promise<number> {
  const why = 'the register was put back from before, and the letter may have been sent since';
  return (await client.query<{ count: number }>(WAIT, [before, why, now]))[0]?.count ?? 0;
}

export type WaitingLetter = {
  readonly id: LetterId;
  readonly protected: boolean;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly why: string;
};

const WAITING = {
  name: 'waiting-letters',
  text: `
select l.id, l.protected, l.received_at as at, coalesce(l.author, l.envelope_from, '') as "from", min(g.waits) as why,
  jsonb_agg(c.address order by c.n) as "to"
from groups g join letters l on l.id = g.letter
join copies c on c.letter = g.letter and c.grp = g.grp and c.state in ('ready', 'deferred', 'uncertain')
where g.waits is not null and g.open group by l.id order by l.id`,
};

/** Those with a row. Of a protected one nothing but that it is there may be shown. */
export async function waitingLetters(client: Client): Promise<WaitingLetter[]> {
  return client.query<WaitingLetter>(WAITING, []);
}

/** Notices and reports that were required before `at`, and are not known to have been made. */
export async function effectsBefore(client: Client, at: number): Promise<number> {
  const text = 'select count(*)::integer as count from effects where child is null and at < $1';
  return (await client.query<{ count: number }>({ name: 'effects-before', text }, [at]))[0]?.count ?? 0;
}

/**
 * The register's tables, as steps that are only ever added to. Every row carries its council. Times are milliseconds
 * since 1970. A protected letter's rows hold no address, no subject and no words: see queue/README.md.
 */
import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';

/**
 * Columns named `open` are true until nothing more can happen to the row. Indexes go by them, so that the updates of
 * a delivery's life (owner, dot) touch no index and cost one page (PostgreSQL's heap-only tuples).
 */
const FIRST: readonly string[] = [
  `create table letters (
    id text collate "C" primary key, council text not null, state text not null, origin text not null,
    protected boolean not null, policy_version integer, received_at bigint not null, decided_at bigint not null,
    settled_at bigint, size bigint not null, sha256 text not null, envelope_from text, author text, subject text,
    message_id text, visible jsonb not null, judgement jsonb,
    unended integer not null, keep boolean not null
  ) with (fillfactor = 85)`,
  `comment on column letters.unended is 'copies and effects of it that have not ended; 0 is settled'`,
  `comment on column letters.keep is 'its bytes are kept as those of what was held, not as those of what was delivered'`,
  `create index letters_active on letters (id) where state in ('active', 'bytes-missing')`,
  `create index letters_settled on letters (keep, settled_at) where state = 'settled'`,

  `create table renderings (
    letter text collate "C" not null, n integer not null, council text not null, sha256 text not null,
    size bigint not null, pieces jsonb not null, primary key (letter, n)
  )`,

  `create table copies (
    letter text collate "C" not null, n integer not null, council text not null, address text not null,
    state text not null, rules jsonb not null, held_for text, reviewer text, rendering integer not null,
    in_place_of integer, grp integer, terms jsonb, last_reply text, uncertain integer not null default 0,
    primary key (letter, n)
  ) with (fillfactor = 80)`,
  `comment on column copies.terms is 'of a held copy, for the group it joins when it is released'`,
  `create index copies_held on copies (letter) where state = 'held'`,

  `create table groups (
    letter text collate "C" not null, grp integer not null, council text not null, rendering integer not null,
    terms jsonb, open boolean not null, attempt integer not null default 0, tries integer not null default 0,
    owner text, opened_at bigint, dot_at bigint, next_at bigint not null, primary key (letter, grp)
  ) with (fillfactor = 70)`,
  `comment on column groups.attempt is 'counts claims: owner and attempt together are the fence'`,
  `create index groups_due on groups (next_at, letter, grp) where open`,

  `create table effects (
    letter text collate "C" not null, key text not null, council text not null, kind text not null,
    payload jsonb not null, at bigint not null, child text collate "C", primary key (letter, key)
  )`,
  `create index effects_due on effects (at, letter, key) where child is null`,

  `create table events (
    id bigint generated always as identity primary key, letter text collate "C", council text not null,
    at bigint not null, actor text not null, kind text not null, payload jsonb not null
  )`,
  `create index events_letter on events (letter)`,

  `create table carried (
    council text not null, message_id text not null, letter text collate "C" not null, author text,
    visible jsonb not null, at bigint not null, primary key (council, message_id, letter)
  )`,

  `create table policies (
    council text not null, version integer not null, hash text not null, source jsonb not null, at bigint not null,
    primary key (council, version)
  )`,

  `create table accounts (
    name text primary key, council text not null, person text, role text not null, hash text not null,
    changed_at bigint not null
  )`,

  `create table workers (instance text primary key, role text not null, started_at bigint not null, beat_at bigint not null)`,
];

/** Protected letters are purged at once, whatever the others' retention: found without walking past those. */
const PROTECTED_PURGE: readonly string[] = [
  `create index letters_settled_protected on letters (settled_at) where state = 'settled' and protected`,
];

/**
 * What notices and mends a register that was put back from a backup (queue/README.md). `waits_before`: letters older
 * than that wait, unless the register and the outcomes together know what became of them.
 */
const EPOCH: readonly string[] = [
  `create table epoch (
    only_one boolean primary key default true check (only_one), name text not null, number bigint not null
  )`,
  `insert into epoch (name, number) values (gen_random_uuid()::text, 0)`,
  `create table recoveries (
    id bigint generated always as identity primary key, found_at bigint not null, why text not null,
    waits_before bigint not null, spool_register text, spool_number bigint not null, number bigint not null,
    replayed_at bigint, confirmed_at bigint, confirmed_by text
  )`,
  `comment on column recoveries.number is 'the epoch with which the register goes on; outcomes of a smaller one are replayed'`,
  `create table remembered (
    letter text collate "C" primary key, recovery bigint not null, doubtful boolean not null, ended integer not null,
    lines jsonb not null
  )`,
  `comment on table remembered is 'letters without a row of which the outcomes know something'`,
  `comment on column remembered.ended is 'how many of the copies in its envelope were delivered, or refused for good'`,
  `alter table groups add column waits text`,
  `create index groups_waiting on groups (letter) where waits is not null`,
];

/** One letter in several transactions, and what is told once for all of them: `siblings.ts`. */
const SIBLINGS: readonly string[] = [
  `create table siblings (
    council text not null, key text not null, letter text collate "C" not null, at bigint not null,
    handed_in text not null, copies jsonb not null, primary key (council, key, letter)
  )`,
  `create table told (
    council text not null, key text not null, letter text collate "C" not null, effect text not null,
    at bigint not null, primary key (council, key)
  )`,
  `alter table effects add column once text`,
  `comment on column effects.once is 'the key of told, where one notice is enough for all transactions of a letter'`,
];

function statements(all: readonly string[]): Migration {
  return {
    up: async (database: Kysely<unknown>) => {
      for (const statement of all) await sql.raw(statement).execute(database);
    },
  };
}

export const MIGRATIONS: MigrationProvider = {
  getMigrations: async () => ({
    '0001-first-letter': statements(FIRST),
    '0002-protected-purge': statements(PROTECTED_PURGE),
    '0003-siblings': statements(SIBLINGS),
    '0004-epoch': statements(EPOCH),
  }),
};

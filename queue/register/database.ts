/**
 * The connection to PostgreSQL: a small pool that is made at once and connects when first used, so that a process may
 * start before its database does. Nothing waits longer than a few seconds for an answer.
 */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Guard } from './guard.ts';
import type { Tables } from './tables.ts';
import { translated } from './unreachable.ts';

const CONNECT_MS = 2_000;
const ANSWER_MS = 4_000;

export type Database = {
  readonly kysely: Kysely<Tables>;
  /** For queries that kysely builds. */
  read<T>(query: (kysely: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction; rejects with RegisterUnreachable when the connection is lost. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** All of them or none, sent without waiting for each other's answers; gives the rows of each. */
  together(all: readonly Sent[]): Promise<unknown[][]>;
  /** One statement by itself. */
  query<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** Prepared once on each connection, under its name. */
export type Statement = { readonly name: string; readonly text: string };
type Sent = { readonly statement: Statement; readonly values: readonly unknown[] };
export type Client = { query<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> };

type Limits = { readonly connections: number; readonly answerMs: number };

export function openDatabase(
  url: string,
  limits: Limits = { connections: 6, answerMs: ANSWER_MS },
  guard?: Guard,
): Database {
  const pool = openPool(url, limits, guard);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const connected = async (): Promise<pg.PoolClient> => {
    guard?.assertVouched();
    return pool.connect().catch(rethrow);
  };
  return {
    kysely,
    read: async (query) => {
      guard?.assertVouched();
      return query(kysely).catch(rethrow);
    },
    transaction: async (work) => inTransaction(await connected(), work),
    together: async (all) => together(await connected(), all),
    query: async (statement, values) => {
      const client = await connected();
      return finished(client, () => clientOf(client).query(statement, values));
    },
    close: async () => {
      await kysely.destroy();
      // It ends the pool only where it was used itself; left open, idle connections keep a process alive for seconds.
      if (!pool.ending) await pool.end();
    },
  };
}

function openPool(url: string, limits: Limits, guard?: Guard): pg.Pool {
  const admitted = guard === undefined ? {} : { verify: admittedBy(guard) };
  const pool = new pg.Pool({
    ...admitted,
    connectionString: url,
    max: limits.connections,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: limits.answerMs,
    statement_timeout: limits.answerMs,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'postroom',
    pipeline: true,
    types: { getTypeParser: numbersForBigints },
  });
  // A connection that is lost while nobody uses it is replaced by the next one asked for.
  pool.on('error', () => {});
  return pool;
}

function admittedBy(guard: Guard): NonNullable<pg.PoolConfig['verify']> {
  return (client, done) => {
    // The pool listens no more, and we do not yet: an error that nobody hears would end the process.
    const ignore = () => {};
    client.on('error', ignore);
    const answer = (error?: Error) => {
      client.off('error', ignore);
      done(error);
    };
    guard.admit(clientOf(client)).then(() => answer(), answer);
  };
}

/** Times and sizes are bigint there and safe integers here. */
const numbersForBigints: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');

async function inTransaction<T>(client: pg.PoolClient, work: (client: Client) => Promise<T>): Promise<T> {
  return finished(client, async () => {
    await client.query('begin');
    const result = await work(clientOf(client)).catch(async (error: unknown) => {
      await client.query('rollback').catch(() => {});
      throw error;
    });
    await client.query('commit');
    return result;
  });
}

/** One statement is a transaction by itself; several cost one round trip all the same. */
async function together(client: pg.PoolClient, all: readonly Sent[]): Promise<unknown[][]> {
  return finished(client, async () => {
    const send = ({ statement, values }: Sent) => client.query({ ...statement, values: [...values] });
    if (all.length === 1) return [(await Promise.all(all.map(send)))[0]?.rows ?? []];
    const ends = await Promise.allSettled([client.query('begin'), ...all.map(send), client.query('commit')]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return ends.slice(1, -1).map((end) => (end.status === 'fulfilled' ? end.value.rows : []));
  });
}

/** Gives the connection back, or closes it where it may be in the middle of something. */
async function finished<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  const ignore = () => {};
  client.on('error', ignore);
  try {
    const result = await work();
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    client.off('error', ignore);
    const meant = translated(error);
    client.release(meant !== error);
    throw meant;
  }
}

function clientOf(client: pg.PoolClient): Client {
  return { query: async (statement, values) => (await client.query({ ...statement, values: [...values] })).rows };
}

function rethrow(error: unknown): never {
  throw translated(error);
}

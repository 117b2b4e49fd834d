/** A spool, and a register that can be put back to how it was; gateways over both that come and go. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openVouching, type Vouching } from '../../../queue/recovery/vouch.ts';
import { migrate } from '../../../queue/register/migrate.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import { openSpool, type Spool } from '../../../queue/spool/spool.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';

export type Running = { readonly spool: Spool; readonly register: Register; readonly vouching: Vouching };

export type PutBack = {
  readonly postgres: ThrowAwayStore;
  readonly at: string;
  /** What the gateways said, alarms first in each. */
  readonly said: string[];
  /** A gateway's run, until `work` is done. */
  run<T>(work: (running: Running) => Promise<T>, given?: Given): Promise<T>;
  /** Keeps the register as it is now; nobody may be at it. */
  backUp(): Promise<void>;
  putBack(): Promise<void>;
  /** As a database that was never used. */
  empty(): Promise<void>;
  end(): Promise<void>;
};

type Given = {
  readonly run?: string;
  readonly newSince?: number;
  readonly spool?: (spool: Spool) => Spool;
  /** Goes on before anybody vouches. */
  readonly unvouched?: boolean;
};

let runs = 0;

export async function aPutBackRegister(): Promise<PutBack> {
  const postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'pr-recovery-'));
  const at = join(folder, 'spool');
  const said: string[] = [];
  const log = {
    info: (_: object, says: string) => void said.push(says),
    error: (what: object, says: string) => void said.push(`${says}: ${JSON.stringify(what)}`),
    fatal: (_: object, says: string) => void said.push(`ALARM ${says}`),
  };
  const run: PutBack['run'] = async (work, given = {}) => {
    runs++;
    const opened = await openSpool(at, { limit: 1 });
    const spool = given.spool?.(opened) ?? opened;
    const began = Date.now();
    const newSince = () => given.newSince ?? began;
    const vouching = openVouching({
      databaseUrl: postgres.url,
      spool,
      run: given.run ?? `run ${runs}`,
      newSince,
      log,
    });
    const register = openRegister(postgres.url, Date.now, vouching.guard);
    try {
      if (given.unvouched !== true) await vouching.vouched(AbortSignal.timeout(20_000));
      return await work({ spool, register, vouching });
    } finally {
      await register.close();
      await vouching.close();
      await spool.close();
    }
  };
  const asked = (sql: string) => maintain(postgres.url, sql);
  return {
    postgres,
    at,
    said,
    run,
    backUp: async () => {
      await asked('drop database if exists backup');
      await asked(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postroom'`);
      await asked('create database backup template postroom');
    },
    putBack: async () => {
      await asked('drop database postroom with (force)');
      await asked('create database postroom template backup');
    },
    empty: async () => {
      await asked('drop database postroom with (force)');
      await asked('create database postroom');
      await migrate(postgres.url);
    },
    end: async () => {
      await postgres.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function maintain(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace('@/postroom?', '@/postgres?') });
  await client.connect();
  await client.query(sql);
  await client.end();
}

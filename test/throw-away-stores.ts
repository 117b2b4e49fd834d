/**
 * A PostgreSQL and a Redis of a test's own, in a temporary folder, found and run as the gateway runs its own: they can
 * be killed, frozen, restarted and emptied without touching anybody else's. Only processes that were started here are
 * ended.
 */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '../src/stores/cluster.ts';
import { ownPostgres } from '../src/stores/postgres.ts';
import { postgresProgram } from '../src/stores/postgres-program.ts';
import { isRunning, type ProcessMark } from '../src/stores/process-mark.ts';
import { ownRedis } from '../src/stores/redis.ts';
import { redisProgram } from '../src/stores/redis-program.ts';
import { type Server, untilItAnswers } from '../src/stores/server.ts';
import { storeUrls } from '../src/stores/urls.ts';

export type ThrowAwayStore = {
  /** A connection URL, valid whether or not the server is up. */
  readonly url: string;
  start(): Promise<void>;
  /** At once, as a power cut would. */
  kill(): Promise<void>;
  /** Stopped, so that connections are accepted and nothing answers; `thaw` undoes it. */
  freeze(): void;
  thaw(): void;
  /** Stops it and removes what it kept. */
  end(): Promise<void>;
};

/** A fresh cluster; every commit is flushed, as in service. */
export async function throwAwayPostgres(): Promise<ThrowAwayStore> {
  const data = mkdtempSync(join(tmpdir(), 'pr-pg-'));
  const server = ownPostgres(data, openCluster(data, postgresProgram()));
  return started({ data, server, url: urlsOf(data).database, forget: async () => {} });
}

/** Killed and started again it is empty. */
export async function throwAwayRedis(): Promise<ThrowAwayStore> {
  const data = mkdtempSync(join(tmpdir(), 'pr-redis-'));
  const server = ownRedis(data, await redisProgram(join(import.meta.dirname, '..', 'data'), process.env));
  return started({ data, server, url: urlsOf(data).redis, forget: () => server.empty() });
}

function urlsOf(data: string) {
  return storeUrls({ data, database: null, redis: null });
}

type Making = {
  readonly data: string;
  readonly server: Server;
  readonly url: string;
  readonly forget: () => Promise<void>;
};

async function started({ data, server, url, forget }: Making): Promise<ThrowAwayStore> {
  let mark: ProcessMark | null = null;
  const signalAll = (name: NodeJS.Signals) => {
    if (mark === null || !isRunning(mark)) return;
    for (const pid of [mark.pid, ...childrenOf(mark.pid)]) signal(pid, name);
  };
  const store: ThrowAwayStore = {
    url,
    start: async () => {
      mark = await server.start();
      await untilItAnswers(server, mark, AbortSignal.timeout(60_000));
    },
    kill: async () => {
      signalAll('SIGKILL');
      // Until it is reaped: PostgreSQL takes a process that has ended and is not reaped for one that runs.
      while (mark !== null && existsSync(`/proc/${mark.pid}`)) await new Promise((resolve) => setTimeout(resolve, 5));
      await forget();
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    end: async () => {
      signalAll('SIGCONT');
      await server.stop();
      remove(data);
    },
  };
  await store.start();
  return store;
}

/** Where root may not use namespaces, the cluster is a link to where the user `postgres` can reach it. */
function remove(data: string): void {
  const cluster = join(data, 'postgres');
  if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}

/** Those that the server started itself: PostgreSQL has one for each connection. */
function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return listed
    .split(' ')
    .filter((one) => one !== '')
    .map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

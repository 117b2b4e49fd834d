/**
 * Our own Redis: on a unix socket only, in `data/redis`. It is an alarm clock, never a store: whatever it holds may be
 * lost, and is emptied when a gateway starts, since locks of workers that died would only delay their letters.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { redisAnswers, redisSays } from './answers.ts';
import { end, forgetMark, isRunning, savedMark } from './process-mark.ts';
import { processesIn } from './processes-in.ts';
import type { Program } from './redis-program.ts';
import { makeRunFolder } from './run-folder.ts';
import { type LeftServer, launch, type Server } from './server.ts';
import { redisSocket } from './urls.ts';

const GENTLY = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
] as const;

export function ownRedis(data: string, program: Program): Server & { empty(): Promise<void> } {
  const folder = join(data, 'redis');
  const socket = redisSocket(data);
  const left = leftRedis(data);
  const logFile = join(folder, 'redis.log');
  return {
    ...left,
    logFile,
    answers: () => redisAnswers(socket),
    start: async () => {
      const running = left.running();
      if (running !== null) return running;
      makeRunFolder(data);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(socket, { force: true });
      const conf = join(folder, 'redis.conf');
      writeFileSync(conf, configuration(folder, socket), { mode: 0o600 });
      const options = { env: environment(program) };
      return launch({ program: program.path, args: [conf], logFile, markFile: markFileIn(data), options });
    },
    empty: async () => {
      if (left.running() !== null && (await redisSays(socket, 'FLUSHALL')) === '+OK') return;
      if (left.running() === null) rmSync(join(folder, 'appendonlydir'), { recursive: true, force: true });
    },
  };
}

/** The one that runs on this data folder, if any, and how it is ended. */
export function leftRedis(data: string): LeftServer {
  const markFile = markFileIn(data);
  const running = () => whereRunning(join(data, 'redis'), markFile);
  return {
    name: 'Redis',
    running,
    stop: async () => {
      const mark = running();
      if (mark !== null) await end(mark, GENTLY);
      forgetMark(markFile);
    },
  };
}

function markFileIn(data: string): string {
  return join(data, 'redis', 'process.json');
}

function whereRunning(folder: string, markFile: string) {
  const mark = savedMark(markFile);
  if (mark !== null && isRunning(mark)) return mark;
  return processesIn(folder, /redis|valkey/)[0] ?? null;
}

function configuration(folder: string, socket: string): string {
  const lines: readonly (readonly [string, string])[] = [
    ['port', '0'],
    ['unixsocket', socket],
    ['unixsocketperm', '700'],
    ['dir', folder],
    ['appendonly', 'yes'],
    ['appendfsync', 'everysec'],
    ['save', ''],
    ['maxmemory-policy', 'noeviction'],
    ['daemonize', 'no'],
    ['databases', '1'],
  ];
  return lines.map(([key, value]) => `${key} ${JSON.stringify(value)}\n`).join('');
}

function environment(program: Program): NodeJS.ProcessEnv {
  if (program.libraries.length === 0) return process.env;
  const paths = [...program.libraries, process.env.LD_LIBRARY_PATH ?? ''].filter((path) => path !== '');
  return { ...process.env, LD_LIBRARY_PATH: paths.join(delimiter) };
}

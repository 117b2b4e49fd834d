/** A store that we run ourselves, and how its process is started, found again and ended. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { giveToFolder } from '../../queue/spool/owner.ts';
import { lastWords } from './missing.ts';
import { isRunning, markOf, type ProcessMark, saveMark } from './process-mark.ts';

/** What can be said of one that an earlier gateway may have left running. */
export type LeftServer = {
  readonly name: 'PostgreSQL' | 'Redis';
  /** Its process, whoever started it, or null. */
  readonly running: () => ProcessMark | null;
  readonly stop: () => Promise<void>;
};

export type Server = LeftServer & {
  /** The one that runs, else one that it starts; resolves once the process is there, rejects with a sentence. */
  readonly start: () => Promise<ProcessMark>;
  readonly answers: () => Promise<boolean>;
  /** Its log, for people. */
  readonly logFile: string;
};

const LONGEST_LOG = 10 * 1024 * 1024;

export type Launch = {
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly markFile: string;
  readonly options: Pick<SpawnOptions, 'env' | 'uid' | 'gid' | 'cwd'>;
};

/** Starts it in a session of its own: it outlives us, and a Ctrl-C in our terminal is not for it. */
export async function launch(how: Launch): Promise<ProcessMark> {
  const log = openSync(how.logFile, sizeOf(how.logFile) > LONGEST_LOG ? 'w' : 'a', 0o600);
  giveToFolder(how.logFile, log);
  const child = spawn(how.program, [...how.args], { ...how.options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await spawned(child);
  child.unref();
  const mark = markOf(child.pid ?? 0);
  if (mark === null) throw new Error(`it ended at once: ${tail(how.logFile)}`);
  saveMark(how.markFile, mark);
  return mark;
}

/** Resolves when the server answers; rejects when its process ends first, or when nobody wants to wait any longer. */
export async function untilItAnswers(server: Server, mark: ProcessMark, giveUp: AbortSignal): Promise<void> {
  while (!(await server.answers())) {
    if (!isRunning(mark)) throw new Error(`it ended at once: ${tail(server.logFile)}`);
    giveUp.throwIfAborted();
    await wait(25);
  }
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', reject);
  });
}

function tail(file: string): string {
  try {
    return lastWords(readFileSync(file, 'utf8').slice(-4_000));
  } catch {
    return 'it wrote no log';
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

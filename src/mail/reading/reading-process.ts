/**
 * One child process of the reader, held to its limits: its heap, its resident memory (a heap limit does not count
 * Buffers), its time for one letter. Whatever goes beyond is killed, and the letter in hand is told why.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Assignment } from './reading-child.ts';

/** `timeoutMs` is time at work: on a machine that has much else to do, an innocent letter may take longer by the clock. */
export type Limits = { readonly memoryMb: number; readonly timeoutMs: number };

export type Reading =
  | Exclude<Answer, { readonly kind: 'ready' }>
  /** It was killed for what the letter made it do, or broke down over it. */
  | { readonly kind: 'over'; readonly why: string }
  /** It ended for a reason of its own: the letter may be tried again. */
  | { readonly kind: 'gone'; readonly why: string };

export type ReadingProcess = {
  readonly read: (assignment: Assignment) => Promise<Reading>;
  /** False once it has ended, or has grown so that a fresh one is better. */
  readonly isFit: () => boolean;
  readonly close: () => Promise<void>;
};

/** How often a busy child's memory and time are looked at. */
const LOOK_MS = 100;
/** By the clock, a child may take so many times what it may work: then it hangs, or nothing runs here any more. */
const PATIENCE = 6;
/** Bytes of a letter after which the child is weighed. */
const LARGE = 256 * 1024;

/** Resolves when the child is ready to read. Rejects where it cannot be started. */
export async function startReading(limits: Limits): Promise<ReadingProcess> {
  const child = forkChild(limits);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const ready = new Promise<true>((resolve) => child.once('message', () => resolve(true)));
  const started = await Promise.race([ready, ended]);
  if (started !== true) throw new Error(`a process to read letters in could not be started (${started})`);
  let unsure = false;
  return {
    read: async (assignment) => {
      const reading = await readIn(child, limits, assignment);
      unsure = (reading.kind !== 'letter' && reading.kind !== 'additions') || reading.size > LARGE;
      return reading;
    },
    // What a large letter leaves behind must not be counted against the next one.
    isFit: () => child.connected && child.exitCode === null && !(unsure && residentMb(child) > limits.memoryMb / 2),
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** From source (tests) the child needs tsx to run TypeScript, as its parent did. */
function forkChild({ memoryMb }: Limits): ChildProcess {
  const here = fileURLToPath(import.meta.url);
  const entry = fileURLToPath(new URL(`./reading-child${extname(here)}`, import.meta.url));
  const heap = `--max-old-space-size=${Math.floor(memoryMb * 0.75)}`;
  return fork(entry, [], {
    cwd: dirname(here),
    execArgv: here.endsWith('.ts') ? [heap, '--import', 'tsx'] : [heap],
    // V8 tells of a full heap in many lines; the letter's record tells it in one.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // A long text in JSON holds up whoever waits for other letters.
    serialization: 'advanced',
  });
}

async function readIn(child: ChildProcess, limits: Limits, assignment: Assignment): Promise<Reading> {
  let verdict = '';
  const kill = (why: string) => {
    verdict = why;
    child.kill('SIGKILL');
  };
  const late = () => kill(`reading it took longer than ${limits.timeoutMs / 1_000} s`);
  const before = workedMs(child);
  // Where the system does not tell how long it worked, the clock must do.
  const timer = setTimeout(late, before === null ? limits.timeoutMs : limits.timeoutMs * PATIENCE);
  const looker = setInterval(() => {
    if (residentMb(child) > limits.memoryMb) kill(`reading it took more than ${limits.memoryMb} MB`);
    if (before !== null && (workedMs(child) ?? 0) - before > limits.timeoutMs) late();
  }, LOOK_MS);
  try {
    return await reply(child, assignment, (how) => afterDeath(verdict, how));
  } finally {
    clearTimeout(timer);
    clearInterval(looker);
  }
}

/** Listens for this letter alone: what waited on a promise of the child's whole life would never be let go. */
function reply(child: ChildProcess, assignment: Assignment, after: (how: string) => Reading): Promise<Reading> {
  if (!child.connected) return Promise.resolve(after(child.signalCode ?? `exit ${child.exitCode}`));
  return new Promise((resolve) => {
    const settle = (reading: Reading) => {
      child.off('message', settle);
      child.off('exit', died);
      resolve(reading);
    };
    const died = (code: number | null, signal: NodeJS.Signals | null) => settle(after(signal ?? `exit ${code}`));
    child.on('message', settle);
    child.once('exit', died);
    // Where the letter cannot be handed over the child is dead or dying, and `exit` says how.
    child.send(assignment, () => {});
  });
}

/** V8 ends a process whose heap is full with SIGABRT (or 134). */
function afterDeath(verdict: string, how: string): Reading {
  if (verdict !== '') return { kind: 'over', why: verdict };
  if (how === 'SIGABRT' || how === 'exit 134') return { kind: 'over', why: 'reading it took more memory than it may' };
  return { kind: 'gone', why: how };
}

/** proc(5) stat: the 14th and 15th fields, user and system time in hundredths of a second; after the name, which may hold spaces. */
function workedMs({ pid }: ChildProcess): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : null;
  } catch {
    return null;
  }
}

/** proc(5) statm: the second number is resident pages. 0 where the system has no such file. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4_096) / (1_024 * 1_024);
  } catch {
    return 0;
  }
}

/**
 * Names a process for as long as the machine runs: its id alone may meanwhile belong to somebody else's process, so it
 * goes with its start time and the boot it was started in. Nothing here signals a process whose mark does not match.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { giveToFolder } from '../../queue/spool/owner.ts';
import { processStat } from '../../queue/spool/process-stat.ts';

export type ProcessMark = {
  readonly pid: number;
  /** Clock ticks since boot, as `/proc/PID/stat` has it. */
  readonly started: string;
  readonly boot: string;
};

const POLL_MS = 20;

/** Null where no such process runs (a zombie does not). */
export function markOf(pid: number): ProcessMark | null {
  const stat = processStat(pid);
  return stat === null || stat.isZombie ? null : { pid, started: stat.started, boot: bootId() };
}

export function ownMark(): ProcessMark {
  const mark = markOf(process.pid);
  if (mark === null) throw new Error('this system has no /proc: Postroom runs on Linux');
  return mark;
}

export function isRunning(mark: ProcessMark): boolean {
  const now = markOf(mark.pid);
  return now !== null && isSame(now, mark);
}

export function isSame(one: ProcessMark, other: ProcessMark): boolean {
  return one.pid === other.pid && one.started === other.started && one.boot === other.boot;
}

/** False where the process is gone, or not ours to signal. */
export function signal(mark: ProcessMark, name: NodeJS.Signals): boolean {
  if (!isRunning(mark)) return false;
  try {
    return process.kill(mark.pid, name);
  } catch {
    return false;
  }
}

/** True once the process has ended; false if it still runs after `withinMs`. */
export async function ended(mark: ProcessMark, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (isRunning(mark)) {
    if (Date.now() >= until) return false;
    await wait(POLL_MS);
  }
  return true;
}

/** Sends each signal in turn, waiting for it to work; true when the process is gone. */
export async function end(mark: ProcessMark, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<boolean> {
  for (const [name, withinMs] of steps) {
    signal(mark, name);
    if (await ended(mark, withinMs)) return true;
  }
  return !isRunning(mark);
}

export function saveMark(file: string, mark: ProcessMark): void {
  writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600 });
  giveToFolder(`${file}.new`);
  renameSync(`${file}.new`, file);
}

/** Null where there is none, or none that can be read. */
export function savedMark(file: string): ProcessMark | null {
  try {
    const { pid, started, boot } = JSON.parse(textOf(file) ?? '');
    return { pid: Number(pid), started: String(started), boot: String(boot) };
  } catch {
    return null;
  }
}

export function forgetMark(file: string): void {
  rmSync(file, { force: true });
}

function bootId(): string {
  return textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

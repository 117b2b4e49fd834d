/**
 * `data/postroom.pid`: which supervisor runs on this data folder, and its processes. A second one is refused; the file
 * of one that crashed is taken over, and what it left running is ended.
 */
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, isRunning, ownMark, type ProcessMark } from '../stores/process-mark.ts';
import type { Listening } from './doors.ts';

/** What the file holds. */
export type Instance = {
  readonly mark: ProcessMark;
  readonly children: readonly ProcessMark[];
  readonly listening: readonly Listening[];
};

export type Lock = {
  readonly record: (now: Partial<Pick<Instance, 'children' | 'listening'>>) => void;
  readonly release: () => void;
};

export type LockResult =
  | { readonly kind: 'taken'; readonly lock: Lock }
  | { readonly kind: 'refused'; readonly by: ProcessMark };

const ORPHAN_STEPS = [
  ['SIGTERM', 2_000],
  ['SIGKILL', 5_000],
] as const;

export async function takeLock(data: string): Promise<LockResult> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = lockFile(data);
  const mine: Instance = { mark: ownMark(), children: [], listening: [] };
  for (;;) {
    if (placed(file, mine)) return { kind: 'taken', lock: lockOn(file, mine) };
    const text = textOf(file);
    const there = instanceIn(text);
    if (text === null) continue;
    if (there !== null && isRunning(there.mark)) return { kind: 'refused', by: there.mark };
    const taken = takeOver(file, text, mine);
    if (taken === 'refused') return { kind: 'refused', by: mine.mark };
    if (taken === 'moved on') continue;
    await endOrphans(there);
    return { kind: 'taken', lock: lockOn(file, mine) };
  }
}

/** The running supervisor's, or null. */
export function runningInstance(data: string): Instance | null {
  const there = recordedInstance(data);
  return there !== null && isRunning(there.mark) ? there : null;
}

/** What the file says, whether or not it still runs. */
export function recordedInstance(data: string): Instance | null {
  return instanceIn(textOf(lockFile(data)));
}

/** Role processes end when their supervisor does; one that was busy or stopped may not have. */
export async function endOrphans(left: Instance | null): Promise<void> {
  await Promise.all((left?.children ?? []).map((child) => end(child, ORPHAN_STEPS)));
}

function lockFile(data: string): string {
  return join(data, 'postroom.pid');
}

function lockOn(file: string, mine: Instance): Lock {
  let instance = mine;
  return {
    record: (now) => {
      instance = { ...instance, ...now };
      replace(file, instance);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/**
 * Two may find the same stale file: who takes it over first holds a second lock, named after the stale text, and looks
 * again under that one, so that a slow other cannot replace the first one's new file.
 */
function takeOver(file: string, stale: string, mine: Instance): 'taken' | 'refused' | 'moved on' {
  const second = `${file}.${createHash('sha256').update(stale).digest('hex').slice(0, 12)}`;
  if (!placed(second, mine)) {
    const other = instanceIn(textOf(second));
    if (other !== null && isRunning(other.mark)) return 'refused';
    const text = textOf(second);
    return text === null ? 'moved on' : takenAfter(second, text, mine, () => takeOver(file, stale, mine));
  }
  const current = textOf(file) === stale;
  if (current) replace(file, mine);
  rmSync(second, { force: true });
  return current ? 'taken' : 'moved on';
}

/** The second lock itself was left by a crash. */
function takenAfter(file: string, stale: string, mine: Instance, then: () => 'taken' | 'refused' | 'moved on') {
  const taken = takeOver(file, stale, mine);
  if (taken !== 'taken') return taken;
  rmSync(file, { force: true });
  return then();
}

/** Creates the file with all its text, or not where one is there. */
function placed(file: string, instance: Instance): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(instance), { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function replace(file: string, instance: Instance): void {
  writeFileSync(`${file}.new`, JSON.stringify(instance), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Null for a file that holds none (torn by a crash of the machine): nobody runs by it. */
function instanceIn(text: string | null): Instance | null {
  try {
    const { mark, children, listening } = JSON.parse(text ?? '');
    return mark === undefined ? null : { mark, children: children ?? [], listening: listening ?? [] };
  } catch {
    return null;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

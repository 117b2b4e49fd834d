/**
 * What a process leaves in `tmp/` when it dies half-way through a letter. Names in `tmp/` end in who made them (pid
 * and start time), so that a sweep can tell the work of the living from that of the dead.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type Maker = {
  readonly pid: number;
  readonly started: string;
  /** A name in `tmp/` that nobody else has, now or before. */
  readonly newName: () => string;
};

export async function thisProcess(): Promise<Maker> {
  const started = (await startTime(process.pid)) ?? '0';
  const token = randomBytes(6).toString('hex');
  let names = 0;
  const newName = (): string => {
    names += 1;
    return `${token}${names}-${process.pid}-${started}`;
  };
  return { pid: process.pid, started, newName };
}

/** Removes what dead processes left there more than `olderThanMs` ago; returns how many. Never touches our own. */
export async function sweepLeftovers(tmp: string, self: Maker, olderThanMs: number): Promise<number> {
  let swept = 0;
  for (const name of await readdir(tmp)) {
    const [, pid, started] = /-(\d+)-(\d+)$/.exec(name) ?? [];
    const living = pid !== undefined && started !== undefined && (await isAlive(Number(pid), started, self));
    if (living || (await ageMs(join(tmp, name))) < olderThanMs) continue;
    await rm(join(tmp, name), { recursive: true, force: true });
    swept += 1;
  }
  return swept;
}

async function isAlive(pid: number, started: string, self: Maker): Promise<boolean> {
  if (pid === self.pid) return started === self.started;
  return (await startTime(pid)) === started;
}

/** Since anything in it changed. */
async function ageMs(path: string): Promise<number> {
  const times = await Promise.all([path, join(path, 'message.eml')].map((file) => stat(file).catch(() => null)));
  const latest = Math.max(...times.map((time) => time?.mtimeMs ?? 0));
  return Date.now() - latest;
}

/** When the process began, in clock ticks since boot (field 22 of proc(5) stat); null where there is none. */
async function startTime(pid: number): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

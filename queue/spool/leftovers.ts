/**
 * What a process leaves in `tmp/` when it dies half-way through a letter. Names in `tmp/` end in who made them (pid
 * and start time), so that a sweep can tell the work of the living from that of the dead.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { processStat } from './process-stat.ts';

export type Maker = {
  readonly pid: number;
  readonly started: string;
  /** A name in `tmp/` that nobody else has, now or before. */
  readonly newName: () => string;
};

export function thisProcess(): Maker {
  const started = processStat(process.pid)?.started ?? '0';
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
    const living = pid !== undefined && started !== undefined && isAlive(Number(pid), started, self);
    if (living || (await ageMs(join(tmp, name))) < olderThanMs) continue;
    await rm(join(tmp, name), { recursive: true, force: true });
    swept += 1;
  }
  return swept;
}

function isAlive(pid: number, started: string, self: Maker): boolean {
  if (pid === self.pid) return started === self.started;
  return processStat(pid)?.started === started;
}

/** Since anything in it changed. */
async function ageMs(path: string): Promise<number> {
  const times = await Promise.all([path, join(path, 'message.eml')].map((file) => stat(file).catch(() => null)));
  const latest = Math.max(...times.map((time) => time?.mtimeMs ?? 0));
  return Date.now() - latest;
}

/**
 * `<spool>/epoch`: which register this spool works with and how far it had come, so that one that was put back from a
 * backup is noticed. Written whole and flushed, always after the register has the number: a crash in between leaves
 * the register ahead, which says nothing, and never behind.
 */
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { hasCode } from './fault.ts';

export type SpoolEpoch = {
  /** The register's own name for itself. */
  readonly register: string;
  readonly number: number;
  /** The run of the gateway that wrote it. */
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type EpochFile = {
  /** Null where there is none, or none that can be read. */
  read(): Promise<SpoolEpoch | null>;
  write(epoch: SpoolEpoch): Promise<void>;
};

export function openEpochFile(at: string, disk: Disk, newName: () => string): EpochFile {
  const path = join(at, 'epoch');
  return {
    read: async () => {
      try {
        return epochIn(await readFile(path, 'utf8'));
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return null;
        throw error;
      }
    },
    write: async (epoch) => {
      const fresh = newName();
      try {
        await disk.writeNew(fresh, Buffer.from(`${JSON.stringify(epoch)}\n`));
        await rename(fresh, path);
        await disk.flushFolder(at);
      } finally {
        await rm(fresh, { force: true });
      }
    },
  };
}

function epochIn(text: string): SpoolEpoch | null {
  try {
    const { register, number, run, at } = JSON.parse(text);
    return typeof register === 'string' && Number.isSafeInteger(number) ? { register, number, run, at } : null;
  } catch {
    return null;
  }
}

/**
 * The disk as the spool uses it: what is written is flushed, folders are flushed like files. A flush that fails is
 * never tried again, since the kernel may have dropped the pages it could not write and would then report success:
 * the disk counts as lost until the process is started anew.
 * What waits for the disk is asked for asynchronously; what only touches memory (small writes into the page cache,
 * closing) is done at once, since handing it to another thread costs ten times as much as doing it, for every letter.
 */
import * as fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { asFault, SpoolFault } from './fault.ts';
import { giveToFolder } from './owner.ts';

const open = promisify(fs.open);
const fsync = promisify(fs.fsync);
const write = promisify(fs.write);
const mkdir = promisify(fs.mkdir);

export type Disk = {
  /** Rejects once a flush has failed. */
  assertSound(): void;
  flushFolder(path: string): Promise<void>;
  flush(fd: number): Promise<void>;
  writeNew(path: string, bytes: Buffer): Promise<void>;
};

/** `alarm` is called once, when the first flush fails. */
export function openDisk(alarm: (text: string) => void): Disk {
  let lost: string | null = null;

  const assertSound = (): void => {
    if (lost !== null) throw new SpoolFault('fault', `the spool takes no letters since a flush failed: ${lost}`);
  };
  const flush = async (fd: number): Promise<void> => {
    try {
      await fsync(fd);
    } catch (error) {
      const fault = asFault(error);
      if (fault.kind === 'fault' && lost === null) {
        lost = fault.message;
        alarm(`a flush failed, and the spool takes no further letters until it is restarted: ${lost}`);
      }
      throw fault;
    }
  };
  const flushFolder = async (path: string): Promise<void> => {
    const fd = fs.openSync(path, 'r');
    try {
      await flush(fd);
    } finally {
      fs.closeSync(fd);
    }
  };
  const writeNew = async (path: string, bytes: Buffer): Promise<void> => {
    const fd = await createFile(path);
    try {
      await writeAll(fd, bytes);
      await flush(fd);
    } finally {
      fs.closeSync(fd);
    }
  };
  return { assertSound, flushFolder, flush, writeNew };
}

const SMALL = 64 * 1024;

/** Writes all of `bytes` at the end of what was written before; a short write is carried on. */
export async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  let from = bytes.length < SMALL ? fs.writeSync(fd, bytes) : 0;
  while (from < bytes.length) from += (await write(fd, bytes, from, bytes.length - from, null)).bytesWritten;
}

/** Rejects where there is one of that name. */
export async function createFile(path: string): Promise<number> {
  const fd = await open(path, 'wx', 0o600);
  giveToFolder(path, fd);
  return fd;
}

export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const made = [resolve(path)];
  while (made[0] !== undefined && made[0].length > first.length) made.unshift(dirname(made[0]));
  for (const folder of made) giveToFolder(folder);
}

/**
 * One flush serves everybody who asked before it began; whoever asks while it runs waits for the next. A folder
 * into which twenty letters were renamed is thus flushed once or twice, not twenty times.
 */
export function shared(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    const mine = flush().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  const follow = (): Promise<void> => {
    next = null;
    return begin();
  };
  return () => {
    if (running === null) return begin();
    next ??= running.then(follow, follow);
    return next;
  };
}

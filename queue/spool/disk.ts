/**
 * The disk as the spool uses it: what is written is flushed, folders are flushed like files. A flush that fails is
 * never tried again, since the kernel may have dropped the pages it could not write and would then report success:
 * the disk counts as lost until the process is started anew.
 * Plain callbacks made into promises: half the cost of `fs/promises` on the path to every 250.
 */
import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { asFault, SpoolFault } from './fault.ts';

const open = promisify(fs.open);
const close = promisify(fs.close);
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
  const flushFolder = (path: string): Promise<void> => withFile(path, 'r', flush);
  const writeNew = (path: string, bytes: Buffer): Promise<void> =>
    withFile(path, 'wx', async (fd) => {
      await writeAll(fd, bytes);
      await flush(fd);
    });
  return { assertSound, flushFolder, flush, writeNew };
}

/** Writes all of `bytes` at the end of what was written before; a short write is carried on. */
export async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    from += (await write(fd, bytes, from, bytes.length - from, null)).bytesWritten;
  }
}

export async function withFile<T>(path: string, flags: string, use: (fd: number) => Promise<T>): Promise<T> {
  const fd = await open(path, flags, 0o600);
  try {
    return await use(fd);
  } finally {
    await close(fd);
  }
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
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

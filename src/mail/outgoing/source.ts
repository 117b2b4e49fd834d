/**
 * A letter's file to read ranges of. One of usual size is read at one go, in place: its bytes were written moments
 * ago, and four trips to the thread pool cost many times what the reading does. A large one stays on disk.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export type Source = {
  /** Bytes in all. */
  readonly size: number;
  /** Throws where the file ends before `to`: missing bytes must never pass for a shorter letter. */
  readonly range: (from: number, to: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

const AT_ONE_GO = 128 * 1024;

export async function openSource(path: string): Promise<Source> {
  const whole = readSmall(path);
  if (whole === null) return onDisk(await open(path, 'r'));
  return {
    size: whole.length,
    range: async (from, to) => {
      if (to > whole.length) throw tooShort(whole.length, to);
      return whole.subarray(from, to);
    },
    close: async () => {},
  };
}

/** `null`: too large for that. */
function readSmall(path: string): Buffer | null {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size > AT_ONE_GO) return null;
    const bytes = Buffer.allocUnsafe(size);
    const read = size === 0 ? 0 : readSync(fd, bytes, 0, size, 0);
    if (read < size) throw tooShort(read, size);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

async function onDisk(file: FileHandle): Promise<Source> {
  const { size } = await file.stat();
  return { size, range: (from, to) => readRange(file, from, to), close: () => file.close() };
}

async function readRange(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) throw tooShort(from + filled, to);
    filled += bytesRead;
  }
  return bytes;
}

function tooShort(end: number, wanted: number): Error {
  return new Error(`the letter’s file ends at byte ${end}, before byte ${wanted}`);
}

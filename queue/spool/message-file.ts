/** The message's bytes going to one file: counted and hashed as they pass, written in large pieces. */
import { createHash } from 'node:crypto';
import { writeAll } from './disk.ts';
import { asFault, type SpoolFault } from './fault.ts';

/** Most letters are smaller, and are written in one piece. */
const PIECE = 64 * 1024;

export type MessageFile = {
  /** Takes everything, also after a write has failed: the rest of the letter must be read before it can be refused. */
  write(bytes: Buffer): Promise<void>;
  /** Writes what is left; rejects with the fault of the write that failed, if one did. */
  finish(): Promise<void>;
  written(): { readonly size: number; readonly sha256: string };
  /** Resolves when no write is under way. */
  settled(): Promise<void>;
};

/** Writes to `fd`, which stays the caller's to flush and close. */
export function messageFile(fd: number): MessageFile {
  const hash = createHash('sha256');
  let size = 0;
  let sha256: string | null = null;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let failed: SpoolFault | null = null;
  let writing: Promise<void> = Promise.resolve();

  const put = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    if (failed !== null) return;
    await writeAll(fd, bytes).catch((error: unknown) => {
      failed = asFault(error);
    });
  };
  const write = async (bytes: Buffer): Promise<void> => {
    hash.update(bytes);
    size += bytes.length;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes < PIECE) return;
    writing = put();
    await writing;
  };
  const finish = async (): Promise<void> => {
    writing = put();
    await writing;
    if (failed !== null) throw failed;
  };
  const written = (): { size: number; sha256: string } => {
    sha256 ??= hash.digest('hex');
    return { size, sha256 };
  };
  return { write, finish, written, settled: () => writing };
}

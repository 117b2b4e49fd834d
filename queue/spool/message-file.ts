/** The message's bytes going to one file: counted and hashed as they pass, written in large pieces. */
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { writeAll } from './disk.ts';
import { asFault } from './fault.ts';

/** Most letters are smaller, and are written in one piece. */
const PIECE = 64 * 1024;

export type MessageFile = {
  /** Takes everything, also after a write has failed: the rest of the letter must be read before it can be refused. */
  readonly stream: Writable;
  written(): { readonly size: number; readonly sha256: string };
  /** Rejects with the fault of the write that failed. */
  assertWritten(): Promise<void>;
  /** Resolves when no write is under way, also after the stream was destroyed. */
  settled(): Promise<void>;
};

/** Writes to `fd`, which stays the caller's to flush and close. */
export function messageFile(fd: number): MessageFile {
  const hash = createHash('sha256');
  let size = 0;
  let sha256: string | null = null;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let failed = false;
  let writing: Promise<void> = Promise.resolve();

  const fail = (error: unknown): never => {
    failed = true;
    throw asFault(error);
  };
  const put = (done: () => void): void => {
    const bytes = Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    if (!failed) writing = writeAll(fd, bytes).catch(fail);
    writing.then(done, () => done());
  };
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes < PIECE) done();
      else put(done);
    },
    final: put,
  });
  return {
    stream,
    written: () => {
      sha256 ??= hash.digest('hex');
      return { size, sha256 };
    },
    assertWritten: () => writing,
    settled: () => writing.catch(() => {}),
  };
}

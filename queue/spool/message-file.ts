/** The message's bytes going to one file: counted and hashed as they pass, written in large pieces. */
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { writeAll } from './disk.ts';
import { asFault } from './fault.ts';

/** Most letters are smaller, and are written in one piece. */
const PIECE = 64 * 1024;

export type MessageFile = {
  readonly stream: Writable;
  written(): { readonly size: number; readonly sha256: string };
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
  let writing: Promise<void> = Promise.resolve();

  const put = (done: (error?: Error | null) => void): void => {
    const bytes = Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    writing = writeAll(fd, bytes);
    writing.then(
      () => done(),
      (error: unknown) => done(asFault(error)),
    );
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
    settled: () => writing.catch(() => {}),
  };
}

/**
 * Bytes on their way out, counted and hashed as they pass, so that nothing leaves that is not what was decided or
 * shown to a reviewer: a disk that changed them, or a fault of ours, stops the letter before its final dot.
 */
import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import type { Rendering } from '../../queue/register/records.ts';

export type Sealed = {
  readonly stream: Readable;
  /** Whether all bytes have passed and were the rendering's. */
  readonly intact: () => boolean;
};

export function sealed(source: Readable, rendering: Rendering): Sealed {
  const hash = createHash('sha256');
  let digest = '';
  const through = new Transform({
    transform: (chunk, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
    flush: (done) => {
      digest = hash.digest('hex');
      done();
    },
  });
  source.on('error', (error) => through.destroy(error));
  through.on('close', () => source.destroy());
  return { stream: source.pipe(through), intact: () => digest === rendering.sha256 };
}

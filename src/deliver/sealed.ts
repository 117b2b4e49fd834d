/**
 * Bytes on their way out, counted and hashed as they pass, so that nothing leaves that is not what was decided or
 * shown to a reviewer: a disk that changed them, or a fault of ours, stops the letter before its final dot.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Rendering } from '../../queue/register/records.ts';
import { openRendering } from '../mail/outgoing/render.ts';

export type Sealed = {
  readonly stream: Readable;
  /** Whether all bytes have passed and were the rendering's. */
  readonly intact: () => boolean;
};

/** `rendering` is asked for when the first byte is: that of a protected copy is made then, and kept nowhere. */
export function sealed(path: string, rendering: () => Promise<Rendering>): Sealed {
  const hash = createHash('sha256');
  let intact = false;
  async function* bytes() {
    const decided = await rendering();
    for await (const chunk of openRendering(path, decided)) {
      hash.update(chunk);
      yield chunk as Buffer;
    }
    intact = hash.digest('hex') === decided.sha256;
  }
  return { stream: Readable.from(bytes(), { objectMode: false }), intact: () => intact };
}

/**
 * A hash of what a letter holds, the same for every transaction that it comes in: mail systems send one letter in
 * several, with other lines above it, other line ends and other white space.
 */
import { createHash } from 'node:crypto';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const AT_ONCE = 64 * 1024;

/** Hex, of the body, where all white space between two words counts as one space. Linear in the bytes. */
export function contentHash(bytes: Buffer, bodyAt: number): string {
  const hash = createHash('sha256');
  const out = Buffer.allocUnsafe(2 * Math.min(AT_ONCE, Math.max(bytes.length - bodyAt, 0)));
  let space = false;
  for (let from = bodyAt; from < bytes.length; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, bytes.length);
    let length = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte === LF || byte === SPACE || byte === CR || byte === TAB) {
        space = true;
        continue;
      }
      if (space) out[length++] = SPACE;
      space = false;
      out[length++] = byte;
    }
    hash.update(out.subarray(0, length));
  }
  return hash.digest('hex');
}

/**
 * A hash of what a letter holds, the same for every transaction that it comes in: mail systems send one letter in
 * several, with other lines above it, other line ends and other white space at their end.
 */
import { createHash } from 'node:crypto';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const AT_ONCE = 64 * 1024;

/** Hex, of the body with white space relaxed as DKIM does it (RFC 6376 §3.4.4). Takes time in proportion to the bytes. */
export function contentHash(bytes: Buffer, bodyAt: number): string {
  const hash = createHash('sha256');
  const out = Buffer.allocUnsafe(AT_ONCE);
  let length = 0;
  let lines = 0;
  let space = false;
  const put = (byte: number) => {
    if (length === AT_ONCE) {
      hash.update(out);
      length = 0;
    }
    out[length++] = byte;
  };
  for (let at = bodyAt; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === LF) {
      lines++;
      space = false;
    } else if (byte === SPACE || byte === TAB || byte === CR) {
      space = true;
    } else {
      for (; lines > 0; lines--) put(LF);
      if (space) put(SPACE);
      space = false;
      put(byte);
    }
  }
  return hash.update(out.subarray(0, length)).digest('hex');
}

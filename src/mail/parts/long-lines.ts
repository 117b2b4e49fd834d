/** Whether a line is longer than mail allows (RFC 5322 §2.1.1). Programs on the way break such lines, each elsewhere. */

const LF = 0x0a;
const LONGEST = 998;

/** Looks at about one byte in every line's length: a line end within reach is enough. */
export function hasLongLine(bytes: Buffer, from: number): boolean {
  let start = from;
  while (bytes.length - start > LONGEST + 2) {
    const end = bytes.lastIndexOf(LF, start + LONGEST + 1);
    if (end < start) return true;
    start = end + 1;
  }
  return false;
}

/**
 * Files in a text in the form of Usenet: yEnc, between `=ybegin … name=x` and `=yend`, every byte raised by 42.
 * Its bytes are no text, so they are looked for before anybody reads characters into them.
 */
import type { FileInText } from './uuencode.ts';

const MOST_FILES = 100;
const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;

export function yEncodedIn(bytes: Buffer): readonly FileInText[] {
  const files: FileInText[] = [];
  for (let at = bytes.indexOf('=ybegin '); at >= 0 && files.length < MOST_FILES; ) {
    const line = endOfLine(bytes, at);
    const name = at === 0 || bytes[at - 1] === LF ? nameIn(bytes, at, line) : null;
    // Looked for only once a file begins: otherwise each line that looks like one would be a walk to the end.
    const end = name === null ? line : endOfFile(bytes, line);
    if (name !== null) files.push({ name, bytes: lowered(bytes, firstByte(bytes, line), end) });
    at = bytes.indexOf('=ybegin ', end);
  }
  return files.filter((file) => file.bytes.length > 0);
}

function nameIn(bytes: Buffer, at: number, line: number): string | null {
  const text = bytes.toString('latin1', at, Math.min(line, at + 1_000)).trimEnd();
  return /\bname=(.{1,255})$/.exec(text)?.[1] ?? null;
}

function firstByte(bytes: Buffer, line: number): number {
  return bytes.toString('latin1', line, line + 7) === '=ypart ' ? endOfLine(bytes, line) : line;
}

function endOfFile(bytes: Buffer, line: number): number {
  const last = bytes.indexOf('\n=yend', line - 1);
  return last < 0 ? bytes.length : last + 1;
}

function lowered(bytes: Buffer, from: number, to: number): Buffer {
  const out = Buffer.allocUnsafe(Math.max(0, to - from));
  let length = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === LF || byte === CR) continue;
    // An escaped byte was raised by 64 more.
    out[length++] = byte === EQUALS ? (bytes[++at] ?? 0) - 106 : byte - 42;
  }
  return out.subarray(0, length);
}

function endOfLine(bytes: Buffer, at: number): number {
  const lf = bytes.indexOf(LF, at);
  return lf < 0 ? bytes.length : lf + 1;
}

/** Where the boundary lines of one multipart stand (RFC 2046 §5.1.1), and what lies between them. */
import type { ByteRange } from '../header/headers.ts';

export type Delimited = {
  readonly parts: readonly ByteRange[];
  /** Before the first boundary line; the whole body where there is none. */
  readonly preamble: ByteRange;
  /** After the closing one. */
  readonly epilogue: ByteRange;
  /** The boundary lines, each with the line end before it. With all of the above they cover the body. */
  readonly boundaries: readonly ByteRange[];
  /** A boundary line with white space behind it, which receivers must but do not all accept. */
  readonly padded: boolean;
  /** `--B` or `--B--` with something behind it, which some programs take for a boundary and others for text. */
  readonly alike: boolean;
  /** There were more parts than asked for. */
  readonly more: boolean;
};

type Line = {
  readonly from: number;
  readonly to: number;
  readonly kind: 'delimiter' | 'close' | 'text';
  readonly padded: boolean;
  readonly alike: boolean;
};

const LF = 0x0a;
const CR = 0x0d;

export function delimit(bytes: Buffer, body: ByteRange, boundary: string, most: number): Delimited {
  const within = bytes.subarray(0, body.to);
  const needle = Buffer.from(`--${boundary}`, /[^\x00-\xff]/.test(boundary) ? 'utf8' : 'latin1');
  const lines: Line[] = [];
  let alike = false;
  for (let at = within.indexOf(needle, body.from); at >= 0 && lines.length <= most; ) {
    const line = mayBeLine(within, body.from, at, needle.length) ? readLine(within, at, needle.length) : null;
    alike ||= line?.alike ?? false;
    if (line && line.kind !== 'text') lines.push(line);
    if (line?.kind === 'close') break;
    at = within.indexOf(needle, at + needle.length);
  }
  return {
    ...between(within, body, lines),
    padded: lines.some((line) => line.padded),
    alike,
    more: lines.length > most,
  };
}

/** Quickly no for most of what only looks like a boundary, of which a hostile letter may hold millions. */
function mayBeLine(bytes: Buffer, start: number, at: number, needle: number): boolean {
  const next = bytes[at + needle];
  const ends = next === undefined || next === LF || next === CR || next === 0x20 || next === 0x09 || next === 0x2d;
  return ends && (at === start || bytes[at - 1] === LF);
}

function between(
  bytes: Buffer,
  body: ByteRange,
  lines: readonly Line[],
): Pick<Delimited, 'parts' | 'preamble' | 'epilogue' | 'boundaries'> {
  const preamble = { from: body.from, to: lines[0]?.from ?? body.to };
  const opening = lines.filter((line) => line.kind === 'delimiter');
  const parts = opening.map((line, n) => ({
    from: line.to,
    to: endBefore(bytes, line.to, lines[n + 1]?.from ?? body.to, n + 1 < lines.length),
  }));
  const last = lines.at(-1);
  const boundaries = lines.map((line, n) => ({
    from: n === 0 ? line.from : (parts[n - 1]?.to ?? line.from),
    to: line.to,
  }));
  return {
    boundaries,
    parts,
    preamble,
    epilogue: { from: last?.kind === 'close' ? last.to : body.to, to: body.to },
  };
}

/** The line end before a boundary line belongs to that line. */
function endBefore(bytes: Buffer, from: number, to: number, delimited: boolean): number {
  if (!delimited || to - 1 < from || bytes[to - 1] !== LF) return Math.max(from, to);
  return to - 2 >= from && bytes[to - 2] === CR ? to - 2 : to - 1;
}

function readLine(bytes: Buffer, from: number, needle: number): Line {
  const lf = bytes.indexOf(LF, from + needle);
  const to = lf < 0 ? bytes.length : lf + 1;
  const tail = bytes.toString('latin1', from + needle, Math.min(to, from + needle + 200));
  const match = /^(--)?([ \t]*)\r?\n?$/.exec(tail);
  // RFC 2046 §5.1.1 asks for no more than that a line begins so, and few programs take it at its word.
  if (!match) return { from, to, kind: 'text', padded: false, alike: /^(--|[ \t])/.test(tail) };
  return { from, to, kind: match[1] ? 'close' : 'delimiter', padded: match[2] !== '', alike: false };
}

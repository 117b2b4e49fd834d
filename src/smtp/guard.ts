/**
 * What every letter's bytes must pass before they are looked at or stored: lines end in CRLF and in nothing else, no
 * NUL, no header, line or letter longer than we take. Programs differ on what a bare CR or LF means, and what one of
 * them takes for the end of a letter another sends on: that is how a second letter is smuggled past a gateway.
 * What is let through is let through unchanged. After a fault the rest is read and thrown away: the client hears of
 * it when it is done, as the protocol has it.
 */
import { isAscii } from 'node:buffer';
import { REPLIES, type Reply } from './replies.ts';

export type GuardLimits = {
  readonly size: number;
  readonly header: number;
  /** Where even reading on ends: who sends so much more than we announced will not stop by itself. */
  readonly patience: number;
};

export type Guard = {
  /** Looks at the next bytes; true where they may be stored. */
  passes(bytes: Buffer): boolean;
  /** What is wrong with the letter, all of which has been seen; null where nothing is. */
  verdict(): Reply | null;
  /** So much has come after the limits were passed that there is no use in waiting for the end. */
  isOutOfPatience(): boolean;
  /** The header with the blank line, as far as it came. */
  header(): Buffer;
  /** Whether any byte is beyond ASCII (RFC 6152). */
  eightBit(): boolean;
};

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;

export function guard(limits: GuardLimits): Guard {
  const lines = lineReader();
  const header: Buffer[] = [];
  let fault: Reply | null = null;
  let size = 0;

  const tooLong = (): Reply | null => {
    if ((lines.headerEnd() ?? size) > limits.header) return REPLIES.longHeader;
    return size > limits.size ? REPLIES.tooBig : null;
  };
  const passes = (bytes: Buffer): boolean => {
    const before = size;
    const inHeader = lines.headerEnd() === null;
    size += bytes.length;
    fault ??= lines.read(bytes) ?? tooLong();
    if (inHeader && fault === null) header.push(bytes.subarray(0, (lines.headerEnd() ?? size) - before));
    return fault === null;
  };
  return {
    passes,
    verdict: () => fault ?? lines.end(),
    isOutOfPatience: () => size > limits.patience,
    header: () => Buffer.concat(header),
    eightBit: lines.eightBit,
  };
}

type LineReader = {
  /** The first fault in the next bytes. */
  read(bytes: Buffer): Reply | null;
  end(): Reply | null;
  /** How many bytes the header has, with its blank line; null while it goes on. */
  headerEnd(): number | null;
  eightBit(): boolean;
};

/** Gives the same answer wherever the network cut the letter. */
function lineReader(): LineReader {
  let before = 0;
  let afterCr = false;
  let lineBytes = 0;
  let headerEnd: number | null = null;
  let eightBit = false;

  const endLine = (at: number): void => {
    if (lineBytes === 0) headerEnd ??= before + at;
    afterCr = false;
    lineBytes = 0;
  };
  /** One line, or what there is of it: returns where it went on to, or what is wrong with it. */
  const step = (bytes: Buffer, from: number): number | Reply => {
    if (afterCr) {
      if (bytes[from] !== LF) return REPLIES.bareLineEnding;
      endLine(from + 1);
      return from + 1;
    }
    const cr = endOr(bytes.indexOf(CR, from), bytes);
    const lf = endOr(bytes.indexOf(LF, from), bytes);
    lineBytes += Math.min(cr, lf) - from;
    if (lf < cr) return REPLIES.bareLineEnding;
    afterCr = cr < bytes.length;
    return cr + 1;
  };
  const readLines = (bytes: Buffer): Reply | null => {
    eightBit ||= !isAscii(bytes);
    for (let from = 0; from < bytes.length; ) {
      const next = step(bytes, from);
      if (typeof next !== 'number') return next;
      from = next;
    }
    before += bytes.length;
    return null;
  };
  const end = (): Reply | null => (afterCr ? REPLIES.bareLineEnding : null);
  const read = (bytes: Buffer): Reply | null => {
    const nul = bytes.indexOf(NUL);
    if (nul < 0) return readLines(bytes);
    return readLines(bytes.subarray(0, nul)) ?? end() ?? REPLIES.nul;
  };
  return { read, end, headerEnd: () => headerEnd, eightBit: () => eightBit };
}

function endOr(found: number, bytes: Buffer): number {
  return found < 0 ? bytes.length : found;
}

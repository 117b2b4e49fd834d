/** A letter's name: a ULID, whose first ten characters are the moment it was given, so that the name says its folder. */
import { createHash, randomBytes } from 'node:crypto';
import { decodeTime, encodeTime } from 'ulid';
import type { LetterId } from '../../rules/letter.ts';

/** A new name for a letter accepted at `now` (milliseconds since 1970). */
export function newLetterId(now: number): LetterId {
  return `${encodeTime(now)}${crockford(tenRandomBytes())}` as LetterId;
}

/**
 * The name of the letter that `effectKey` of `parent` calls for, required since `at`. The same three give the same
 * name, so that a notice whose making was cut short is found, not made twice.
 */
export function childId(parent: LetterId, effectKey: string, at: number): LetterId {
  const hash = createHash('sha256').update(`${parent}\0${effectKey}`).digest();
  return `${encodeTime(at)}${crockford(hash.subarray(0, 10))}` as LetterId;
}

/** Reads an id that came from outside; null where it is none. */
export function readLetterId(text: string): LetterId | null {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text) ? (text as LetterId) : null;
}

/** When the letter was named, milliseconds since 1970. */
export function timeOf(id: LetterId): number {
  return decodeTime(id);
}

/** Sorts before every id of that moment and later, and after all earlier ones. */
export function firstIdAt(at: number): string {
  return `${encodeTime(at)}${'0'.repeat(16)}`;
}

/** The folder the letter lies in: its hour in UTC, `2026112123`. */
export function hourOf(id: LetterId): string {
  return hourAt(timeOf(id));
}

export function hourAt(now: number): string {
  return new Date(now).toISOString().slice(0, 13).replace(/[-T]/g, '');
}

const LENGTH = 10;
let pool = Buffer.alloc(0);

/** Drawn by the hundred: asking the system each time costs more than the rest of the name. */
function tenRandomBytes(): Buffer {
  if (pool.length < LENGTH) pool = randomBytes(100 * LENGTH);
  const drawn = pool.subarray(0, LENGTH);
  pool = pool.subarray(LENGTH);
  return drawn;
}

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten bytes as sixteen characters. */
function crockford(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; count -= 5) text += DIGITS[(bits >> (count - 5)) & 31];
    bits &= 31;
  }
  return text;
}

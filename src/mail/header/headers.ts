/**
 * The header block of a letter, read by a scan of our own: which fields there are, where their bytes lie, and what
 * about them a reader's program may understand differently. It never throws, whatever the bytes, and takes time in
 * proportion to their number. mailparser does not see `From : x` at all and hides second instances; a rule that
 * trusted it alone could be walked past.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Anomaly } from '../../../rules/letter.ts';

export type ByteRange = { readonly from: number; readonly to: number };

/** `from` inclusive, `to` exclusive, with every folded line and the last line's end. */
export type HeaderField = ByteRange & {
  /** As written, without the white space that obs-syntax allows before the colon (RFC 5322 §4.5). */
  readonly name: string;
  /** The byte after the colon. */
  readonly valueAt: number;
  /** Unfolded (RFC 5322 §2.2.3) and trimmed; encoded-words stand as they came. */
  readonly value: string;
};

export type Header = {
  readonly fields: readonly HeaderField[];
  /** Lines that are no field and continue none. With the fields they cover every byte before `end`. */
  readonly strays: readonly ByteRange[];
  /** Where the blank line begins that ends the header, or where the bytes end. */
  readonly end: number;
  /** The body's first byte. */
  readonly bodyAt: number;
  /** Whether the blank line was there; without it, more header may follow, or the letter has no body. */
  readonly ended: boolean;
  readonly anomalies: readonly Anomaly[];
};

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

/** RFC 5322 §3.6 allows one of each; of two, one program shows the first and another the last. */
const ONCE = new Set(
  'from sender reply-to subject date message-id content-type content-transfer-encoding content-disposition'.split(' '),
);
const PEOPLE = new Set(['from', 'sender', 'reply-to']);

/** Reads the header of a whole letter, of its first bytes, or of a MIME part. `at` is where the header begins. */
export function scanHeader(bytes: Buffer, at = 0): Header {
  const { items, end, bodyAt, ended } = splitLines(bytes, at);
  const fields: HeaderField[] = [];
  const strays: ByteRange[] = [];
  for (const item of items) {
    const field = readField(bytes, item);
    if (field) fields.push(field);
    else strays.push(item);
  }
  const block = bytes.subarray(at, end);
  const anomalies = [
    ...oddities(block, fields, strays),
    ...(ended && end === at ? [odd('header-blank-first-line')] : []),
  ];
  return { fields, strays, end, bodyAt, ended, anomalies };
}

/** Every instance of a field, in order. `name` in lower case. */
export function fieldsNamed(header: Header, ...names: readonly string[]): readonly HeaderField[] {
  return header.fields.filter((field) => names.includes(field.name.toLowerCase()));
}

/** The first instance's value, as most programs take it. */
export function firstValue(header: Header, name: string): string | null {
  return fieldsNamed(header, name)[0]?.value ?? null;
}

/** Lines joined with those that continue them. A line of white space alone continues too (obs-FWS, RFC 5322 §4.2). */
function splitLines(bytes: Buffer, at: number): { items: ByteRange[]; end: number; bodyAt: number; ended: boolean } {
  const items: ByteRange[] = [];
  let from = at;
  let next = at;
  while (next < bytes.length) {
    const start = next;
    next = lineEnd(bytes, start);
    if (isBlank(bytes, start, next)) {
      if (start > from) items.push({ from, to: start });
      return { items, end: start, bodyAt: next, ended: true };
    }
    if (!isSpace(bytes[start] ?? 0) && start > from) {
      items.push({ from, to: start });
      from = start;
    }
  }
  if (bytes.length > from) items.push({ from, to: bytes.length });
  return { items, end: Math.max(bytes.length, at), bodyAt: Math.max(bytes.length, at), ended: false };
}

function lineEnd(bytes: Buffer, start: number): number {
  const lf = bytes.indexOf(LF, start);
  return lf < 0 ? bytes.length : lf + 1;
}

function isBlank(bytes: Buffer, start: number, next: number): boolean {
  if (bytes[next - 1] !== LF) return false;
  return next - start === 1 || (next - start === 2 && bytes[start] === CR);
}

function readField(bytes: Buffer, { from, to }: ByteRange): HeaderField | null {
  let at = from;
  while (at < to && isNameByte(bytes[at] ?? 0)) at++;
  const nameEnd = at;
  while (at < to && isSpace(bytes[at] ?? 0)) at++;
  if (nameEnd === from || bytes[at] !== COLON || at === to) return null;
  const name = bytes.toString('latin1', from, nameEnd);
  return { name, from, to, valueAt: at + 1, value: unfold(bytes, at + 1, to) };
}

/** RFC 5322 §3.6.8 ftext: printable US-ASCII but the colon. */
function isNameByte(byte: number): boolean {
  return byte > SPACE && byte < 0x7f && byte !== COLON;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** RFC 6532 lets a value be UTF-8; what is not is read as Latin-1, so that no byte is lost. */
function unfold(bytes: Buffer, from: number, to: number): string {
  const latin1 = bytes.toString('latin1', from, to);
  const utf8 = /[\x80-\xff]/.test(latin1) && isUtf8(bytes.subarray(from, to));
  return (utf8 ? bytes.toString('utf8', from, to) : latin1).replace(/\r?\n/g, '').trim();
}

function oddities(block: Buffer, fields: readonly HeaderField[], strays: readonly ByteRange[]): readonly Anomaly[] {
  const found: Anomaly[] = strays.map(({ from }) => odd('header-line-no-field', `byte ${from}`)).slice(0, 10);
  if (block.includes(0)) found.push(odd('header-nul'));
  if (hasBareReturn(block)) found.push(odd('header-bare-cr'));
  if (!isAscii(block) && !isUtf8(block)) found.push(odd('header-8bit'));
  for (const name of repeated(fields)) found.push(odd('header-repeated', name));
  return found;
}

function hasBareReturn(block: Buffer): boolean {
  for (let at = block.indexOf(CR); at >= 0; at = block.indexOf(CR, at + 1)) if (block[at + 1] !== LF) return true;
  return false;
}

function repeated(fields: readonly HeaderField[]): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const twice = new Set<string>();
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    if (!ONCE.has(key)) continue;
    // Who wrote it is to be said once (RFC 7103 §7.5); of anything else, the same twice reads the same everywhere.
    if (seen.has(key) && (seen.get(key) !== value || PEOPLE.has(key))) twice.add(key);
    else seen.set(key, value);
  }
  return twice;
}

function odd(kind: string, where = 'header'): Anomaly {
  return { kind, where };
}

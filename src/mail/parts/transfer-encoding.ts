/** Undoing a part's Content-Transfer-Encoding (RFC 2045 §6). What was not quite as it should be is told. */
import { filesInText } from './files-in-text.ts';

export type Undone = { readonly bytes: Buffer; readonly odd: 'mime-encoding' | 'mime-base64' | null };

export function undoEncoding(raw: Buffer, encoding: string): Undone {
  switch (encoding) {
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes: raw, odd: null };
    case 'quoted-printable':
      return { bytes: quotedPrintable(raw), odd: null };
    case 'base64':
      return base64(raw);
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
    case 'x-yencode':
      return unpacked(raw);
    default:
      return guessed(raw, encoding);
  }
}

/** `base64; x=y`, `quoted_printable`, `base64, 8bit`: one program decodes, another does not. */
function guessed(raw: Buffer, encoding: string): Undone {
  if (/base-?_?64/.test(encoding)) return { ...base64(raw), odd: 'mime-encoding' };
  if (/quoted.?printable/.test(encoding)) return { bytes: quotedPrintable(raw), odd: 'mime-encoding' };
  return { bytes: raw, odd: 'mime-encoding' };
}

/** Not of RFC 2045, but of older programs. Some show it packed, and what stands around the file is shown by those alone. */
function unpacked(raw: Buffer): Undone {
  return { bytes: filesInText(raw)[0]?.bytes ?? raw, odd: 'mime-encoding' };
}

/** Padding ends the text for some readers and not for others: decoded piece by piece, and told. */
function base64(raw: Buffer): Undone {
  const padding = raw.indexOf(EQUALS);
  const end = padding < 0 ? raw.length : padding;
  if (isPlain(raw, end)) return { bytes: Buffer.from(raw.toString('latin1', 0, end), 'base64'), odd: null };
  const text = raw.toString('latin1').replace(/[^A-Za-z0-9+/=]+/g, '');
  const pieces = text.split(/=+/).filter((piece) => piece !== '');
  const odder = pieces.length > 1_000;
  const bytes = Buffer.concat((odder ? [pieces.join('')] : pieces).map((piece) => Buffer.from(piece, 'base64')));
  return { bytes, odd: 'mime-base64' };
}

/**
 * As it should be: nothing but its alphabet (RFC 2045 §6.8) and white space, in a number that can be decoded, and
 * behind the padding nothing. Of what is otherwise, some readers show the letters as they stand.
 */
function isPlain(raw: Buffer, end: number): boolean {
  let count = 0;
  for (let at = 0; at < end; at++) {
    const kind = ALPHABET[raw[at] ?? 0];
    if (kind === OTHER) return false;
    if (kind === LETTER) count++;
  }
  for (let at = end; at < raw.length; at++) if (raw[at] !== EQUALS && ALPHABET[raw[at] ?? 0] !== BLANK) return false;
  return count % 4 !== 1;
}

const OTHER = 0;
const LETTER = 1;
const BLANK = 2;
const ALPHABET = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 0x20) return BLANK;
  return /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)) ? LETTER : OTHER;
});

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** RFC 2045 §6.7. What is no valid escape stays as it stands, as every reader shows it. */
function quotedPrintable(raw: Buffer): Buffer {
  const spaced = [' \r', ' \n', '\t\r', '\t\n'].some((end) => raw.includes(end));
  return spaced ? byteByByte(raw) : fromEscapeToEscape(raw);
}

/** As nearly all of it is: without white space at the end of a line, so that only escapes matter. */
function fromEscapeToEscape(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let at = 0;
  for (let next = raw.indexOf(EQUALS); next >= 0; next = raw.indexOf(EQUALS, at)) {
    length += raw.copy(out, length, at, next);
    const soft = softBreak(raw, next + 1);
    const [high, low] = [hex(raw[next + 1]), hex(raw[next + 2])];
    const escaped = high >= 0 && low >= 0;
    if (soft === 0) out[length++] = escaped ? high * 16 + low : EQUALS;
    at = soft > 0 ? soft : next + (escaped ? 3 : 1);
  }
  length += raw.copy(out, length, at);
  return out.subarray(0, length);
}

function byteByByte(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let floor = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte === LF || byte === CR) length = withoutTrailingSpace(out, floor, length);
    if (byte !== EQUALS) {
      out[length++] = byte;
      continue;
    }
    const soft = softBreak(raw, at + 1);
    const high = hex(raw[at + 1]);
    const low = hex(raw[at + 2]);
    if (soft > 0) at = soft - 1;
    else if (high < 0 || low < 0) out[length++] = byte;
    else {
      out[length++] = high * 16 + low;
      floor = length;
      at += 2;
    }
  }
  return out.subarray(0, length);
}

/** §6.7 (3): white space at the end of an encoded line was added on the way; an escaped space was not. */
function withoutTrailingSpace(out: Buffer, floor: number, length: number): number {
  let end = length;
  while (end > floor && (out[end - 1] === 0x20 || out[end - 1] === 0x09)) end--;
  return end;
}

/** The byte after `=`, white space and the line end; 0 where this is no soft line break. */
function softBreak(raw: Buffer, start: number): number {
  let at = start;
  while (raw[at] === 0x20 || raw[at] === 0x09) at++;
  if (raw[at] === CR && raw[at + 1] === LF) return at + 2;
  if (raw[at] === LF) return at + 1;
  return at >= raw.length ? at : 0;
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/**
 * Encoded-words in header text (RFC 2047): `=?utf-8?q?caf=C3=A9?=` → `café`. A decoder of our own: libmime, which
 * mailparser brings along, is no dependency of ours. Words that cannot be decoded stay as they came.
 */
import { decodeCharset } from '../parts/charset.ts';

/** RFC 2047 §2; the language after `*` is of RFC 2231 §5. No nested repetition: linear. */
const WORD = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([BbQq])\?([^?\r\n]*)\?=/g;

type Piece = { readonly text: string } | { readonly charset: string; readonly bytes: Buffer; readonly raw: string };

export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  return joinSplit(pieces(value)).map(render).join('');
}

/** Whether a word of it is in a character set that cannot be read, is no base64, or is one to some programs alone. */
export function isUnclear(value: string): boolean {
  return (
    value.includes('=?') && pieces(value).some((piece) => ('raw' in piece ? isUnread(piece) : ALMOST.test(piece.text)))
  );
}

const ALMOST = /=\?[^?]{0,80}\?[bq]\?[^?]{0,1000}\?=/i;

function isUnread({ charset, bytes, raw }: Extract<Piece, { readonly raw: string }>): boolean {
  const base64 = /\?b\?([^?]*)\?=$/i.exec(raw)?.[1];
  if (base64 !== undefined && !(/^[A-Za-z0-9+/]*={0,3}$/.test(base64) && base64.replace(/=+$/, '').length % 4 !== 1))
    return true;
  return decodeCharset(bytes, charset) === null;
}

/** White space between two encoded-words is no part of the text (RFC 2047 §6.2). */
function pieces(value: string): Piece[] {
  const found: Piece[] = [];
  let last = 0;
  for (const match of value.matchAll(WORD)) {
    const between = value.slice(last, match.index);
    if (between.trim() !== '' || found.length === 0 || last === 0) found.push({ text: between });
    found.push({
      charset: (match[1] ?? '').toLowerCase(),
      bytes: wordBytes(match[2] ?? '', match[3] ?? ''),
      raw: match[0],
    });
    last = match.index + match[0].length;
  }
  found.push({ text: value.slice(last) });
  return found;
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  // RFC 2047 §4.2: `_` is always a space.
  const plain = text.replaceAll('_', ' ');
  return Buffer.from(
    plain.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    /[^\x00-\xff]/.test(plain) ? 'utf8' : 'latin1',
  );
}

/** Neighbours in one character set are decoded as one: many programs split a character between two words. */
function joinSplit(list: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  let run: { charset: string; bytes: Buffer[]; raw: string[] } | null = null;
  const close = () => {
    if (run) joined.push({ charset: run.charset, bytes: Buffer.concat(run.bytes), raw: run.raw.join('') });
    run = null;
  };
  for (const piece of list) {
    if ('text' in piece) {
      close();
      joined.push(piece);
      continue;
    }
    if (run && run.charset !== piece.charset) close();
    run ??= { charset: piece.charset, bytes: [], raw: [] };
    run.bytes.push(piece.bytes);
    run.raw.push(piece.raw);
  }
  close();
  return joined;
}

function render(piece: Piece): string {
  return 'text' in piece ? piece.text : (decodeCharset(piece.bytes, piece.charset) ?? piece.raw);
}

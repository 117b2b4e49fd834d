/**
 * Our words in the character set of the text that they go into. What it lacks of typography is written as typewriters
 * did; of anything else (`£` in US-ASCII, the `ŵ` of a name in Latin-1) nothing is made up.
 */
import { decodeCharset } from '../parts/charset.ts';

/** How characters become bytes; `null` where there is none for one of them. */
export type Script = {
  readonly encode: (text: string) => Buffer | null;
};

/** What decodes as windows-1252 and has no characters from 0x80 to 0x9f. */
const LATIN_1 = /^(?:iso[-_]?8859-?1|iso_8859-1:1987|iso-ir-100|latin1|l1|cp819|ibm819|csisolatin1)$/;
const TYPED: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '\u00a0': ' ',
  '\u202f': ' ',
};

export const ASCII: Script = {
  encode: (text) => (/^[\x00-\x7f]*$/.test(text) ? Buffer.from(text) : null),
};

/** `null` for sets in which an ASCII character is not always its one byte. */
export function scriptOf(charset: string): Script | null {
  if (/^(?:utf-?16|utf-?32|utf-7|unicode|ucs-2|iso-10646|csunicode|iso-2022|hz-gb|x-user)/.test(charset)) return null;
  if (charset === 'us-ascii') return ASCII;
  if (/^utf-?8|^utf8mb4$|^unicode-1-1-utf-8$/.test(charset)) return { encode: (text) => Buffer.from(text) };
  const codes = codesOf(charset);
  return { encode: (text) => byCodes(text, codes) };
}

/** `null` where it cannot be written so that it means the same. */
export function inScript(words: string, { encode }: Script): string | null {
  const written = [...words].map((char) => (encode(char) === null ? (TYPED[char] ?? null) : char));
  return written.includes(null) ? null : written.join('');
}

function byCodes(text: string, codes: ReadonlyMap<string, number>): Buffer | null {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char <= '\x7f' ? char.charCodeAt(0) : codes.get(char);
    if (code === undefined) return null;
    bytes.push(code);
  }
  return Buffer.from(bytes);
}

function codesOf(charset: string): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  for (let code = LATIN_1.test(charset) ? 0xa0 : 0x80; code < 0x100; code++) {
    const char = decodeCharset(Buffer.from([code]), charset) ?? '';
    if (/^[^\ufffd\p{Cc}\p{Co}]$/u.test(char)) codes.set(char, code);
  }
  return codes;
}

/** Bytes in a named character set → text. UTF-7 and names that browsers do not know are refused. */

import { TextDecoder } from 'node:util';

/** Labels that mail uses and the WHATWG list of TextDecoder lacks. */
const ALIASES: Readonly<Record<string, string>> = {
  'ansi_x3.4-1986': 'windows-1252',
  'iso-8859-8-e': 'iso-8859-8',
  cp1252: 'windows-1252',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  utf8mb4: 'utf-8',
  'utf-8mb4': 'utf-8',
  iso8859_15: 'iso-8859-15',
};

const decoders = new Map<string, TextDecoder | null>();

/** `null` where no such character set can be read. US-ASCII and Latin-1 are read as their superset windows-1252, as every reader does. */
export function decodeCharset(bytes: Buffer, label: string): string | null {
  const decoder = decoderFor(label.trim().toLowerCase());
  return decoder?.encoding === 'windows-1252' ? windows1252(bytes) : (decoder?.decode(bytes) ?? null);
}

/** 0x80 to 0x9f. */
const QUOTES_AND_DASHES = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Node 20 to 23 decode it as Latin-1, and every curly quotation mark becomes an invisible control character. */
function windows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => QUOTES_AND_DASHES.charAt(char.charCodeAt(0) - 0x80));
}

function decoderFor(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const made = makeDecoder(ALIASES[label] ?? label);
  // Labels come from strangers: remember few.
  if (decoders.size < 100) decoders.set(label, made);
  return made;
}

function makeDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

/** Bytes in a named character set → text. UTF-7 and unknown names are refused: they hide words from whoever looks for them. */

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
};

const decoders = new Map<string, TextDecoder | null>();

/** `null` where no such character set can be read. US-ASCII and Latin-1 are read as their superset windows-1252, as every reader does. */
export function decodeCharset(bytes: Uint8Array, label: string): string | null {
  return decoderFor(label.trim().toLowerCase())?.decode(bytes) ?? null;
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
    return new TextDecoder(label, { ignoreBOM: true });
  } catch {
    return null;
  }
}

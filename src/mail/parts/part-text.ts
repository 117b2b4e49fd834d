/** The text of one part, as its reader sees it, with LF line ends. */
import { isAscii, isUtf8 } from 'node:buffer';
import { decodeCharset } from './charset.ts';
import { unflowed } from './flowed.ts';
import type { Part } from './structure.ts';
import { undoEncoding } from './transfer-encoding.ts';
import { readUncommonText } from './uncommon-text.ts';

export type PartReading = { readonly text: string; readonly odd: readonly string[] };

/** What mailparser is given at one time. */
const MOST_UNCOMMON = 1024 * 1024;

export async function readPartText(bytes: Buffer, part: Part): Promise<PartReading> {
  const undone = undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding);
  const { text, odd } = await readText(undone.bytes, part.type, part.parameters);
  return { text, odd: undone.odd === null ? odd : [undone.odd, ...odd] };
}

/** `bytes` with their transfer encoding undone. */
export async function readText(
  bytes: Buffer,
  type: string,
  parameters: ReadonlyMap<string, string>,
): Promise<PartReading> {
  const charset = charsetOf(bytes, parameters.get('charset'));
  // In UTF-16 every space and line end holds a zero: without any, it is something else that some programs read.
  const text = WIDE.test(charset) && !bytes.includes(0) && bytes.length > 0 ? null : decodeCharset(bytes, charset);
  const known = text ?? (await inUnknownSet(bytes, parameters));
  const said = (name: string) => parameters.get(name)?.trim().toLowerCase();
  const flowed = type === 'text/plain' && said('format') === 'flowed';
  return {
    text: flowed ? unflowed(withLf(known), said('delsp') === 'yes') : withLf(known),
    // UTF-7 hides words from whoever looks for them in ASCII, and in an unknown set each reader sees something else.
    odd: text === null ? ['mime-charset'] : [],
  };
}

const WIDE = /utf-?16|ucs-?2|unicode$/;

async function inUnknownSet(bytes: Buffer, parameters: ReadonlyMap<string, string>): Promise<string> {
  if (bytes.length > MOST_UNCOMMON) return bytes.toString('latin1');
  return readUncommonText(bytes, parameters).catch(() => bytes.toString('latin1'));
}

/** Where nothing is said, or ASCII is said and not kept to, readers guess; so do we, UTF-8 first. */
export function charsetOf(bytes: Buffer, label: string | undefined): string {
  const said = (label ?? '').trim().toLowerCase();
  const unsaid = said === '' || said === 'us-ascii' || said === 'ascii';
  if (!unsaid) return said;
  return isAscii(bytes) || isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function withLf(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

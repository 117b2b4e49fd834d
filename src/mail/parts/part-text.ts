/** The text of one part, as its reader sees it, with LF line ends. */
import { isAscii, isUtf8 } from 'node:buffer';
import { decodeCharset } from './charset.ts';
import type { Part } from './structure.ts';
import { undoEncoding } from './transfer-encoding.ts';
import { readUncommonText } from './uncommon-text.ts';

export type PartReading = { readonly text: string; readonly odd: readonly string[] };

export async function readPartText(bytes: Buffer, part: Part): Promise<PartReading> {
  const undone = undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding);
  const odd: string[] = undone.odd === null ? [] : [undone.odd];
  const flowed = part.type === 'text/plain' && part.parameters.get('format')?.trim().toLowerCase() === 'flowed';
  const text = decodeCharset(undone.bytes, charsetOf(undone.bytes, part.parameters.get('charset')));
  if (text !== null && !flowed) return { text: withLf(text), odd };
  // UTF-7 hides words from whoever looks for them in ASCII, and in an unknown set each reader sees something else.
  if (text === null) odd.push('mime-charset');
  return {
    text: await readUncommonText(undone.bytes, part.parameters).catch(() => undone.bytes.toString('latin1')),
    odd,
  };
}

/** Where nothing is said, or ASCII is said and not kept to, readers guess; so do we, UTF-8 first. */
function charsetOf(bytes: Buffer, label: string | undefined): string {
  const said = (label ?? '').trim().toLowerCase();
  const unsaid = said === '' || said === 'us-ascii' || said === 'ascii';
  if (!unsaid) return said;
  return isAscii(bytes) || isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function withLf(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

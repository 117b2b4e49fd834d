/**
 * Insertions as edits of a part's bytes, in the transfer encoding that it has: every other byte stays. Places are carried
 * over by counting line ends and angle brackets, which are one byte of their own in every character set that is let in.
 */
import type { ByteRange } from '../header/headers.ts';
import { CannotAdd, type Edit, editOf, type Insertion } from './added-words.ts';
import { inBase64 } from './in-base64.ts';
import { quotedPrintable } from './quoted-printable.ts';

export type Encoded = {
  readonly bytes: Buffer;
  readonly body: ByteRange;
  readonly encoding: string;
  /** With the transfer encoding undone. */
  readonly decoded: Buffer;
  readonly text: string;
};

export type Placed = { readonly insertion: Insertion; readonly bytes: Buffer };

/** The insertions in order; their fillers, where any was needed, are told by `text`. */
export type Spliced = { readonly edits: readonly Edit[]; readonly insertions: readonly Insertion[] };

export function spliced(part: Encoded, placed: readonly Placed[]): Spliced {
  const insertions = placed.map(({ insertion }) => insertion);
  switch (part.encoding) {
    case 'base64':
      return inBase64(
        part,
        placed.map((each) => ({ ...each, at: placeInBytes(part.decoded, part.text, each.insertion.at) })),
      );
    case 'quoted-printable':
      return { edits: placed.map((each) => inQuotedPrintable(part, each)), insertions };
    default:
      return { edits: placed.map((each) => asItStands(part, each)), insertions };
  }
}

function asItStands({ body, decoded, text }: Encoded, { insertion, bytes }: Placed): Edit {
  const at = body.from + placeInBytes(decoded, text, insertion.at);
  return editOf({ from: at, to: at }, bytes);
}

function inQuotedPrintable({ bytes: letter, body, text }: Encoded, { insertion, bytes }: Placed): Edit {
  const raw = letter.toString('latin1', body.from, body.to);
  const at = placeInQuotedPrintable(raw, text, insertion.at);
  return {
    from: body.from + at,
    to: body.from + at,
    text: `${lineEndBefore(raw, at)}${quotedPrintable(bytes)}`,
  };
}

/** What has to come first where a line of the code is cut in two: a line end that is none of the text. */
function lineEndBefore(raw: string, at: number): string {
  if (at === 0 || raw[at - 1] === '\n') return '';
  return raw[at - 1] === '=' ? '\r\n' : '=\r\n';
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Before which byte. */
function placeInBytes(bytes: Buffer, text: string, at: number): number {
  const sign = signAt(text, at);
  if (sign === 'start') return bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
  if (sign === 'end') return bytes.length;
  let found = -1;
  for (let n = 0; n < sign.count; n++) {
    found = bytes.indexOf(sign.char, found + 1);
    if (found < 0) throw new CannotAdd('its text and its bytes do not agree');
  }
  return sign.behind ? found + 1 : found;
}

function placeInQuotedPrintable(raw: string, text: string, at: number): number {
  const sign = signAt(text, at);
  if (sign === 'start') return /^(?:=EF=BB=BF|\xef\xbb\xbf)/i.exec(raw)?.[0].length ?? 0;
  if (sign === 'end') return raw.length;
  const code = `=${sign.char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  let count = 0;
  for (const { 0: found, index } of raw.matchAll(/=[ \t]*\r?\n|=[0-9A-Fa-f]{2}|[<>\n]/g)) {
    if (found !== sign.char && found.toLowerCase() !== code) continue;
    if (++count === sign.count) return sign.behind ? index + found.length : index;
  }
  throw new CannotAdd('its text and its bytes do not agree');
}

/** The sign beside a place, and how many of it there are up to there. */
type Sign = { readonly char: '\n' | '<' | '>'; readonly count: number; readonly behind: boolean };

function signAt(text: string, at: number): Sign | 'start' | 'end' {
  if (at === 0) return 'start';
  if (at >= text.length) return 'end';
  if (text[at] === '<') return { char: '<', count: countOf(text, '<', at + 1), behind: false };
  const before = text[at - 1];
  if (before === '\n' || before === '>') return { char: before, count: countOf(text, before, at), behind: true };
  throw new CannotAdd('its text and its bytes do not agree');
}

function countOf(text: string, char: string, to: number): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0 && at < to; at = text.indexOf(char, at + 1)) count++;
  return count;
}

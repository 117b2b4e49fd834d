/**
 * Insertions in base64. Three bytes are four characters, so only the group at each place is written anew; what follows
 * keeps its characters, as long as what goes in is a multiple of three bytes: hence the fillers.
 */
import { CannotAdd, type Edit, type Insertion } from './added-words.ts';
import type { Encoded, Placed, Spliced } from './spliced.ts';

type At = Placed & { readonly at: number };

export function inBase64(part: Encoded, placed: readonly At[]): Spliced {
  const groups = new Map<number, At[]>();
  for (const each of placed) {
    const group = Math.floor(each.at / 3);
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  const raw = part.bytes.toString('latin1', part.body.from, part.body.to);
  const positions = positionsOf(
    raw,
    [...groups.keys()].flatMap((group) => [4 * group, 4 * group + 4]),
  );
  const filled = [...groups].map(([group, within]) => regrouped(part, { group, within, raw, positions }));
  return { edits: filled.map(({ edit }) => edit), insertions: filled.flatMap(({ insertions }) => insertions) };
}

type Group = {
  readonly group: number;
  readonly within: readonly At[];
  readonly raw: string;
  readonly positions: ReadonlyMap<number, number>;
};

function regrouped({ decoded, body }: Encoded, { group, within, raw, positions }: Group) {
  const [from, to] = [3 * group, Math.min(3 * group + 3, decoded.length)];
  const isLast = 3 * group + 3 >= decoded.length;
  const pieces: Buffer[] = [];
  let at = from;
  for (const each of within) {
    pieces.push(decoded.subarray(at, each.at), each.bytes);
    at = each.at;
  }
  const rest = decoded.subarray(at, to);
  const filler = isLast ? '' : fillerFor(sizeOf(pieces) + rest.length, within.at(-1)?.insertion.filler ?? ' ');
  const range = { from: positions.get(4 * group) ?? raw.length, to: positions.get(4 * group + 4) ?? endOf(raw) };
  const content = Buffer.concat([...pieces, Buffer.from(filler), rest]);
  const edit: Edit = {
    from: body.from + Math.min(range.from, endOf(raw)),
    to: body.from + range.to,
    text: inLines(content, raw, { from: Math.min(range.from, endOf(raw)), to: range.to }),
  };
  return { edit, insertions: withFiller(within, filler) };
}

function sizeOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((size, piece) => size + piece.length, 0);
}

/** Two of `\r\n` are four bytes, which is one more than three. */
function fillerFor(size: number, filler: Insertion['filler']): string {
  const short = (3 - (size % 3)) % 3;
  return filler.repeat(filler.length === 1 ? short : (3 - short) % 3);
}

function withFiller(within: readonly At[], filler: string): readonly Insertion[] {
  return within.map(({ insertion }, n) =>
    n === within.length - 1 ? { ...insertion, text: insertion.text + filler } : insertion,
  );
}

/** RFC 2045 §6.8: lines of 76 characters and no more; shorter ones may stand between them. */
function inLines(content: Buffer, raw: string, { from, to }: { readonly from: number; readonly to: number }): string {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  const before = from === 0 || raw[from - 1] === '\n' ? '' : '\r\n';
  const after = to >= raw.length || /[\r\n]/.test(raw[to] ?? '') ? '' : '\r\n';
  return `${before}${lines.join('\r\n')}${after}`;
}

/** Where in the code the characters stand that have these numbers, white space not counted. */
function positionsOf(raw: string, wanted: readonly number[]): ReadonlyMap<number, number> {
  const asked = new Set(wanted);
  const found = new Map<number, number>();
  let count = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code <= 0x20) continue;
    if (!isSign(code)) throw new CannotAdd('its text is packed in a way that cannot be changed safely');
    if (asked.has(count)) found.set(count, at);
    count++;
  }
  return found;
}

function isSign(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2f ||
    code === 0x3d
  );
}

/** Behind the last character that is no white space. */
function endOf(raw: string): number {
  return raw.trimEnd().length;
}

/**
 * The text inside an S/MIME signature that wraps it (CMS SignedData, RFC 5652 §5, in BER or DER). A walk to the
 * content and nothing else: no signature is checked here, no certificate looked at.
 */

type Value = { readonly tag: number; readonly from: number; readonly to: number; readonly open: boolean };

const SEQUENCE = 0x30;
const EXPLICIT = 0xa0;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const OID = 0x06;
/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA = '2a864886f70d010702';
const DEEPEST = 20;
const MOST_PIECES = 200_000;

/** The MIME entity within; `null` where there is none (a detached signature) or it cannot be found. */
export function contentOfSigned(bytes: Buffer): Buffer | null {
  const outer = within(bytes, valueAt(bytes, 0, bytes.length), SEQUENCE);
  const type = outer?.[0];
  if (type?.tag !== OID || bytes.toString('hex', type.from, type.to) !== SIGNED_DATA) return null;
  const signed = within(bytes, within(bytes, outer?.[1] ?? null, EXPLICIT)?.[0] ?? null, SEQUENCE);
  // version, digestAlgorithms, encapContentInfo { eContentType, [0] eContent }
  const content = within(bytes, signed?.[2] ?? null, SEQUENCE)?.[1] ?? null;
  const octets = within(bytes, content, EXPLICIT)?.[0];
  return octets === undefined ? null : octetsOf(bytes, octets);
}

function octetsOf(bytes: Buffer, octets: Value): Buffer | null {
  if (octets.tag === OCTETS) return bytes.subarray(octets.from, octets.to);
  const pieces = within(bytes, octets, OCTETS_IN_PIECES);
  if (pieces === null || pieces.some(({ tag }) => tag !== OCTETS)) return null;
  return Buffer.concat(pieces.map(({ from, to }) => bytes.subarray(from, to)));
}

/** What a constructed value holds, where it has the tag. */
function within(bytes: Buffer, value: Value | null, tag: number): readonly Value[] | null {
  if (value?.tag !== tag) return null;
  const found: Value[] = [];
  for (let at = value.from; at < value.to && found.length < MOST_PIECES; ) {
    const next = valueAt(bytes, at, value.to);
    if (next === null || (next.tag === 0 && next.from === next.to)) break;
    found.push(next);
    at = next.open ? next.to + 2 : next.to;
  }
  return found;
}

/** X.690 §8.1. A length that is not said is found at the two zeros that end it. */
function valueAt(bytes: Buffer, at: number, end: number, depth = 0): Value | null {
  const tag = bytes[at];
  const length = bytes[at + 1];
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) return null;
  if (length === 0x80) {
    const to = endOfOpen(bytes, at + 2, end, depth);
    return to === null ? null : { tag, from: at + 2, to, open: true };
  }
  const size = length & 0x7f;
  if (length > 0x80 && (size > 4 || at + 2 + size > end)) return null;
  const from = at + 2 + (length > 0x80 ? size : 0);
  const to = from + (length > 0x80 ? bytes.readUIntBE(at + 2, size) : length);
  // What was cut short is read as far as it goes.
  return { tag, from, to: Math.min(to, end), open: false };
}

function endOfOpen(bytes: Buffer, start: number, end: number, depth: number): number | null {
  for (let at = start; at < end; ) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at;
    const next = valueAt(bytes, at, end, depth + 1);
    if (next === null) return null;
    at = next.open ? next.to + 2 : next.to;
  }
  return end;
}

/**
 * How a letter is put together: its parts as byte ranges, found by a scan of our own. Every byte of the body lies in a
 * part or raises an anomaly; mailparser drops text around parts, and sees no parts at all behind a boundary line with
 * a space after it. Bounded in depth and number of parts, and linear but for the depth.
 */
import type { Anomaly } from '../../../rules/letter.ts';
import { type Parameters, readParameters } from '../header/content-type.ts';
import { type ByteRange, firstValue, type Header, scanHeader } from '../header/headers.ts';
import { type Delimited, delimit } from './delimiters.ts';

export type Part = {
  /** IMAP part number (RFC 9051 §6.4.5): `1.2`; '' for a letter that is a multipart. */
  readonly number: string;
  /** `text/plain`; what RFC 2045 §5.2 says where the header says nothing. */
  readonly type: string;
  readonly parameters: Parameters['parameters'];
  /** Content-Transfer-Encoding in lower case; '' where there is none. */
  readonly encoding: string;
  /** An attachment: it says so and has a file name. Without one, readers show a text where it stands. */
  readonly attached: boolean;
  /** Its header holds lines that are no field: perhaps its text. */
  readonly headless: boolean;
  readonly body: ByteRange;
  readonly parts: readonly Part[];
};

export type Structure = {
  readonly root: Part;
  readonly anomalies: readonly Anomaly[];
  /** Why it was not scanned to its end. */
  readonly tooMuch: string | null;
};

const MOST_PARTS = 500;
const DEEPEST = 20;
/** Bytes, of all parts together. */
const MOST_HEADER = 1024 * 1024;

type Scan = {
  readonly bytes: Buffer;
  readonly anomalies: Anomaly[];
  count: number;
  header: number;
  tooMuch: string | null;
};
type Place = {
  readonly header: Header;
  readonly number: string;
  readonly depth: number;
  readonly to: number;
  readonly fallback: string;
};

export function scanStructure(bytes: Buffer, header: Header): Structure {
  const scan: Scan = { bytes, anomalies: [], count: 0, header: 0, tooMuch: null };
  const root = scanPart(scan, { header, number: '', depth: 0, to: bytes.length, fallback: 'text/plain' });
  return { root, anomalies: scan.anomalies, tooMuch: scan.tooMuch };
}

/** Every part that holds no others, in order. */
export function leavesOf(part: Part): readonly Part[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

/** Whether anything but white space lies there. */
export function isBlank(bytes: Buffer, { from, to }: ByteRange): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}

function scanPart(scan: Scan, place: Place): Part {
  const { header, to } = place;
  const { value: type, parameters, repeated } = contentType(scan, place);
  const disposition = readParameters(firstValue(header, 'content-disposition') ?? '');
  const part = {
    number: place.number,
    type,
    parameters,
    encoding: (firstValue(header, 'content-transfer-encoding') ?? '')
      .replace(/\([^()]*\)/g, '')
      .trim()
      .toLowerCase(),
    attached: disposition.value === 'attachment' && (disposition.parameters.has('filename') || parameters.has('name')),
    headless: header.strays.length > 0,
    body: { from: header.bodyAt, to },
  };
  if (repeated.includes('boundary')) report(scan, 'mime-boundary-repeated', place);
  if (!type.startsWith('multipart/')) return { ...part, number: place.number === '' ? '1' : place.number, parts: [] };
  if (part.encoding === 'base64' || part.encoding === 'quoted-printable') report(scan, 'mime-multipart-encoded', place);
  return { ...part, parts: scanMultipart(scan, place, part) };
}

function contentType(scan: Scan, place: Place): Parameters {
  const written = firstValue(place.header, 'content-type');
  if (written === null) return readParameters(place.fallback);
  const read = readParameters(written);
  if (/^[^\s/]+\/[^\s/]+$/.test(read.value)) return read;
  // RFC 2045 §5.2: taken for text/plain; some programs take it for an attachment.
  report(scan, 'mime-content-type', place);
  return { ...read, value: 'text/plain' };
}

function scanMultipart(scan: Scan, place: Place, part: Omit<Part, 'parts'>): readonly Part[] {
  const boundary = (part.parameters.get('boundary') ?? '').trimEnd();
  if (boundary === '') report(scan, 'mime-no-boundary', place);
  if (boundary === '' || place.depth >= DEEPEST) {
    if (boundary !== '') scan.tooMuch = `its parts lie more than ${DEEPEST} deep in each other`;
    return [];
  }
  const found = delimit(scan.bytes, part.body, boundary, MOST_PARTS - scan.count);
  reportLoose(scan, place, found);
  scan.count += found.parts.length;
  if (found.more) scan.tooMuch = `it has more than ${MOST_PARTS} parts`;
  const fallback = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  return found.parts.flatMap((range, n) => {
    if (scan.tooMuch !== null) return [];
    const number = place.number === '' ? `${n + 1}` : `${place.number}.${n + 1}`;
    return [scanPart(scan, withHeader(scan, range, { number, depth: place.depth + 1, fallback }))];
  });
}

function withHeader(scan: Scan, range: ByteRange, at: Omit<Place, 'header' | 'to'>): Place {
  const limit = Math.min(range.to, range.from + MOST_HEADER - scan.header);
  const header = scanHeader(scan.bytes.subarray(0, limit), range.from);
  scan.header += header.bodyAt - range.from;
  if (!header.ended && limit < range.to) scan.tooMuch = 'the headers of its parts are longer than 1 MB';
  const place = { ...at, header, to: range.to };
  // A part may lack a header altogether, and names of files in old 8-bit sets harm nobody.
  const odd = header.anomalies.filter(({ kind }) => kind !== 'header-blank-first-line' && kind !== 'header-8bit');
  for (const { kind } of odd.slice(0, 3)) report(scan, kind.replace('header', 'mime-part'), place);
  return place;
}

/** Text that lies in no part: readers' programs hide it, or show it, as they like. */
function reportLoose(scan: Scan, place: Place, found: Delimited): void {
  if (found.padded) report(scan, 'mime-boundary-padded', place);
  if (found.alike) report(scan, 'mime-boundary-alike', place);
  if (found.parts.length === 0 && !isBlank(scan.bytes, found.preamble)) report(scan, 'mime-no-parts', place);
  else if (!isStockPreamble(scan.bytes, found.preamble)) report(scan, 'mime-preamble', place);
  if (!isBlank(scan.bytes, found.epilogue)) report(scan, 'mime-epilogue', place);
}

/** “This is a multi-part message in MIME format.”, as many programs write for readers of 1993. */
function isStockPreamble(bytes: Buffer, range: ByteRange): boolean {
  if (isBlank(bytes, range)) return true;
  return range.to - range.from <= 500 && /\bMIME\b|multi-?part/i.test(bytes.toString('latin1', range.from, range.to));
}

function report(scan: Scan, kind: string, { number }: Place): void {
  if (scan.anomalies.length < 50) scan.anomalies.push({ kind, where: number === '' ? 'letter' : `part ${number}` });
}

/**
 * How a letter is put together: its parts as byte ranges, found by a scan of our own. Every byte of the body lies in a
 * part or raises an anomaly; mailparser drops text around parts, and sees no parts at all behind a boundary line with
 * a space after it. Bounded in depth and number of parts, and linear but for the depth.
 */
import type { Anomaly } from '../../../rules/letter.ts';
import { type Parameters, readParameters } from '../header/content-type.ts';
import { decodeWords } from '../header/encoded-words.ts';
import { type ByteRange, firstValue, type Header, scanHeader } from '../header/headers.ts';
import { isOddBoundary } from './boundary-parameter.ts';
import { type Delimited, delimit } from './delimiters.ts';
import { isStockPreamble, isUsualPreamble, LONGEST_PREAMBLE } from './preamble.ts';

export type Part = {
  /** IMAP part number (RFC 9051 §6.4.5): `1.2`; '' for a letter that is a multipart. */
  readonly number: string;
  /** `text/plain`; what RFC 2045 §5.2 says where the header says nothing. */
  readonly type: string;
  readonly parameters: Parameters['parameters'];
  /** Content-Transfer-Encoding in lower case; '' where there is none. */
  readonly encoding: string;
  /** As a file is called: of Content-Disposition before that of Content-Type, decoded. */
  readonly name: string | null;
  /** Content-Disposition in lower case; '' where there is none. */
  readonly disposition: string;
  /** An attachment: it says so and has a file name. Without one, readers show a text where it stands. */
  readonly attached: boolean;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Its header holds lines that are no field: perhaps its text. */
  readonly headless: boolean;
  readonly header: ByteRange;
  readonly body: ByteRange;
  /** Of a multipart: its boundary lines; what stands before the first and after the last. */
  readonly boundaries: readonly ByteRange[];
  readonly loose: readonly Loose[];
  readonly parts: readonly Part[];
};

/**
 * Text around the parts. `stock`: blank, or the sentence that programs write there for readers of 1993, and nothing
 * else. `usual`: the same in other words, which is read and holds nobody up.
 */
export type Loose = ByteRange & {
  readonly place: 'before' | 'after';
  readonly stock: boolean;
  readonly usual: boolean;
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
  readonly from: number;
  readonly to: number;
  readonly fallback: string;
};

export function scanStructure(bytes: Buffer, header: Header): Structure {
  const scan: Scan = { bytes, anomalies: [], count: 0, header: 0, tooMuch: null };
  const root = scanPart(scan, {
    header,
    number: '',
    depth: 0,
    from: 0,
    to: bytes.length,
    fallback: 'text/plain',
  });
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
  const name = fileName(disposition.parameters.get('filename') ?? parameters.get('name'));
  const part = {
    number: place.number,
    type,
    parameters,
    encoding: encodingIn(header),
    name,
    disposition: disposition.value,
    attached: disposition.value === 'attachment' && name !== null,
    contentId: contentIdIn(header),
    headless: header.strays.length > 0,
    header: { from: place.from, to: header.bodyAt },
    body: { from: header.bodyAt, to },
    ...UNDIVIDED,
  };
  if (repeated.includes('boundary')) report(scan, 'mime-boundary-repeated', place);
  if (!type.startsWith('multipart/')) return { ...part, number: place.number === '' ? '1' : place.number };
  if (part.encoding === 'base64' || part.encoding === 'quoted-printable') report(scan, 'mime-multipart-encoded', place);
  return { ...part, ...scanMultipart(scan, place, part) };
}

const UNDIVIDED: Divided = { parts: [], boundaries: [], loose: [] };

function encodingIn(header: Header): string {
  const written = firstValue(header, 'content-transfer-encoding') ?? '';
  return (
    written
      // A comment divides words (RFC 5322 §3.2.2): `bas(x)e64` is no base64.
      .replace(/\([^()]*\)/g, ' ')
      .trim()
      .toLowerCase()
  );
}

function contentIdIn(header: Header): string | null {
  return firstValue(header, 'content-id')?.replace(/^<|>$/g, '').trim().slice(0, 998) || null;
}

/** Many programs encode it as a subject (RFC 2047), where RFC 2231 is meant. */
function fileName(written: string | undefined): string | null {
  const name = decodeWords(written ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return name === '' ? null : name.slice(0, 1_000);
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

type Divided = Pick<Part, 'parts' | 'boundaries' | 'loose'>;

function scanMultipart(scan: Scan, place: Place, part: Part): Divided {
  const boundary = (part.parameters.get('boundary') ?? '').trimEnd();
  if (boundary === '') report(scan, 'mime-no-boundary', place);
  if (isOddBoundary(firstValue(place.header, 'content-type') ?? '')) report(scan, 'mime-boundary-odd', place);
  if (boundary === '' || place.depth >= DEEPEST) {
    if (boundary !== '') scan.tooMuch = `its parts lie more than ${DEEPEST} deep in each other`;
    return { ...UNDIVIDED, loose: looseIn(scan, { ...part.body, place: 'before' }) };
  }
  const found = delimit(scan.bytes, part.body, boundary, MOST_PARTS - scan.count);
  const loose = [
    ...looseIn(scan, { ...found.preamble, place: 'before' }),
    ...looseIn(scan, { ...found.epilogue, place: 'after' }),
  ];
  reportOddities(scan, place, found, loose);
  scan.count += found.parts.length;
  if (found.more) scan.tooMuch = `it has more than ${MOST_PARTS} parts`;
  const fallback = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const parts = found.parts.flatMap((range, n) => {
    if (scan.tooMuch !== null) return [];
    const number = place.number === '' ? `${n + 1}` : `${place.number}.${n + 1}`;
    return [scanPart(scan, withHeader(scan, range, { number, depth: place.depth + 1, fallback }))];
  });
  return { parts, boundaries: found.boundaries, loose };
}

function withHeader(scan: Scan, range: ByteRange, at: Omit<Place, 'header' | 'from' | 'to'>): Place {
  const limit = Math.min(range.to, range.from + MOST_HEADER - scan.header);
  const header = scanHeader(scan.bytes.subarray(0, limit), range.from);
  scan.header += header.bodyAt - range.from;
  if (!header.ended && limit < range.to) scan.tooMuch = 'the headers of its parts are longer than 1 MB';
  const place = { ...at, header, from: range.from, to: range.to };
  // A part may lack a header altogether, and names of files in old 8-bit sets harm nobody.
  const odd = header.anomalies.filter(({ kind }) => kind !== 'header-blank-first-line' && kind !== 'header-8bit');
  for (const { kind } of odd.slice(0, 3)) report(scan, kind.replace('header', 'mime-part'), place);
  return place;
}

/** Text that lies in no part: readers' programs hide it, or show it, as they like. */
function reportOddities(scan: Scan, place: Place, found: Delimited, loose: readonly Loose[]): void {
  if (found.padded) report(scan, 'mime-boundary-padded', place);
  if (found.alike) report(scan, 'mime-boundary-alike', place);
  const told = loose.filter(({ usual }) => !usual);
  if (found.parts.length === 0 && !isBlank(scan.bytes, found.preamble)) report(scan, 'mime-no-parts', place);
  else if (told.some((each) => each.place === 'before')) report(scan, 'mime-preamble', place);
  if (told.some((each) => each.place === 'after')) report(scan, 'mime-epilogue', place);
}

function looseIn({ bytes }: Scan, at: Omit<Loose, 'stock' | 'usual'>): readonly Loose[] {
  if (at.to === at.from) return [];
  const [blank, before] = [isBlank(bytes, at), at.place === 'before'];
  const text = bytes.toString('latin1', at.from, Math.min(at.to, at.from + LONGEST_PREAMBLE + 1));
  const stock = blank || (before && isStockPreamble(text));
  return [{ ...at, stock, usual: stock || (before && isUsualPreamble(text)) }];
}

function report(scan: Scan, kind: string, { number }: Place): void {
  if (scan.anomalies.length < 50) scan.anomalies.push({ kind, where: number === '' ? 'letter' : `part ${number}` });
}

/**
 * What a letter's body gives to read. Unreadable is a value: a body with bytes of which nothing can be shown to be
 * text or a known attachment is held for an inside author, never taken for a letter that says nothing.
 */
import { createHash } from 'node:crypto';
import type { Anomaly, Body, Enclosure, Quotation, TextPart } from '../../rules/letter.ts';
import { mailboxesOf } from './header/addresses.ts';
import { decodeWords } from './header/encoded-words.ts';
import { firstValue, type Header } from './header/headers.ts';
import { type PartReading, readPartText } from './parts/part-text.ts';
import { type Seal, sealOf } from './parts/seal.ts';
import { isBlank, leavesOf, type Part, type Structure, scanStructure } from './parts/structure.ts';
import { undoEncoding } from './parts/transfer-encoding.ts';
import { seenInHtml } from './text/html-text.ts';
import { speakersIn, type Writer } from './text/stretches.ts';

export type BodyReading = {
  readonly body: Body;
  readonly seal: Seal;
  readonly anomalies: readonly Anomaly[];
};

/** Bytes of text in all parts together, still encoded. No letter that a person wrote comes near it. */
const MOST_TEXT = 4 * 1024 * 1024;

export async function readBody(bytes: Buffer, header: Header): Promise<BodyReading> {
  const structure = scanStructure(bytes, header);
  const leaves = leavesOf(structure.root);
  const readable = leaves.filter((part) => part.type.startsWith('text/') && !part.attached);
  const why = tooMuch(structure, readable);
  if (why !== null)
    return { body: { kind: 'unreadable', why }, seal: sealOf(structure.root, []), anomalies: structure.anomalies };
  const read = await Promise.all(readable.map(async (part) => ({ part, ...(await readPartText(bytes, part)) })));
  const anomalies = [
    ...structure.anomalies,
    ...read.flatMap(oddities),
    ...read.flatMap((each) => vanished(bytes, each)),
  ];
  const seal = sealOf(
    structure.root,
    read.map(({ text }) => text),
  );
  const unread = nothingRead(bytes, { root: structure.root, leaves, read, seal });
  if (unread !== null) return { body: { kind: 'unreadable', why: unread }, seal, anomalies };
  return { body: bodyOf(bytes, { read, leaves, writer: writerOf(header) }), seal, anomalies };
}

type Read = PartReading & { readonly part: Part };

function tooMuch(structure: Structure, readable: readonly Part[]): string | null {
  if (structure.tooMuch !== null) return structure.tooMuch;
  const size = readable.reduce((sum, { body }) => sum + body.to - body.from, 0);
  return size > MOST_TEXT ? 'it holds more than 4 MB of text' : null;
}

/** Fail closed: why nothing can be said to have been read; `null` for an empty letter, an attachment alone, and an encrypted one. */
function nothingRead(
  bytes: Buffer,
  {
    root,
    leaves,
    read,
    seal,
  }: { readonly root: Part; readonly leaves: readonly Part[]; readonly read: readonly Read[]; readonly seal: Seal },
): string | null {
  if (seal.opaque) return 'its text lies inside an S/MIME signature';
  if (read.some(({ text }) => text.trim() !== '') || leaves.some((part) => isKnownOpaque(bytes, part))) return null;
  if ([root, ...leaves].some((part) => part.headless && isBlank(bytes, part.body)))
    return 'its text cannot be told from its header';
  if (isBlank(bytes, root.body)) return null;
  // An empty text part is only an empty letter.
  if (read.length > 0 && read.every(({ part }) => isBlank(bytes, part.body))) return null;
  return leaves.some((part) => part.type.startsWith('multipart/'))
    ? 'it says that it has parts, and none can be found'
    : 'its text cannot be decoded';
}

/** An attachment that another program would open: it has bytes, and is no failed multipart. */
function isKnownOpaque(bytes: Buffer, part: Part): boolean {
  const text = part.type.startsWith('text/') && !part.attached;
  return !text && !part.type.startsWith('multipart/') && !isBlank(bytes, part.body);
}

function oddities({ part, odd }: Read): readonly Anomaly[] {
  return odd.map((kind) => ({ kind, where: `part ${part.number}` }));
}

/** Bytes that decode to nothing: whoever decodes them otherwise sees something. */
function vanished(bytes: Buffer, { part, text }: Read): readonly Anomaly[] {
  const gone =
    part.type === 'text/plain' && text.trim() === '' && !isBlank(bytes, part.body) && part.encoding === 'base64';
  return gone ? [{ kind: 'mime-empty-text', where: `part ${part.number}` }] : [];
}

/** What the header says that helps to tell whose words are whose. */
function writerOf(header: Header): Writer {
  const { mailboxes } = mailboxesOf(header, 'from', 'sender');
  return {
    names: mailboxes.flatMap(({ name, address }) => [name, address]),
    subject: decodeWords(firstValue(header, 'subject') ?? ''),
  };
}

type ToHear = { readonly read: readonly Read[]; readonly leaves: readonly Part[]; readonly writer: Writer };

function bodyOf(bytes: Buffer, { read, leaves, writer }: ToHear): Body {
  const heard = read.map((each) => hear(each, writer));
  return {
    kind: 'read',
    texts: heard.map(({ text }) => text),
    quotations: [...heard.flatMap(({ quotations }) => quotations), ...leaves.filter(isLetter).map(enclosed)],
    enclosures: leaves.filter((part) => part.attached).map((part) => enclosureOf(bytes, part)),
    signature: [...new Set(heard.flatMap(({ signature }) => signature))],
  };
}

type Heard = {
  readonly text: TextPart;
  readonly quotations: readonly Quotation[];
  readonly signature: readonly string[];
};

function hear({ part, text }: Read, writer: Writer): Heard {
  const kind = part.type === 'text/html' ? 'html' : part.type === 'text/plain' ? 'plain' : 'other';
  const seen = kind === 'html' ? seenInHtml(text) : { text, hidden: [], regions: [] };
  const { stretches, quotations, signature } = speakersIn(seen, writer);
  return {
    text: { part: part.number, kind, stands: 'body', text: seen.text, hidden: seen.hidden, stretches },
    quotations: quotations.map((quotation) => ({ ...quotation, part: part.number })),
    signature,
  };
}

function isLetter({ type }: Part): boolean {
  return type === 'message/rfc822';
}

function enclosed({ number }: Part): Quotation {
  const unsaid = { author: null, recipients: [], date: null, subject: null, messageId: null };
  return { kind: 'enclosed', part: number, from: 0, to: 0, depth: 1, ...unsaid };
}

function enclosureOf(bytes: Buffer, part: Part): Enclosure {
  const decoded = undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding).bytes;
  return {
    part: part.number,
    name: part.parameters.get('name') ?? null,
    type: part.type,
    sha256: createHash('sha256').update(decoded).digest('hex'),
    size: decoded.length,
    inline: false,
  };
}

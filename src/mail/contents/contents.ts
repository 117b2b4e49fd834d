/**
 * Everything in a letter, through to the last letter inside it: each leaf is read as a text, opened, or listed as a
 * file; what can be none of these is told. Bounded in depth, number and bytes for all of it together.
 */
import type { Quotation } from '../../../rules/letter.ts';
import { type Header, scanHeader } from '../header/headers.ts';
import { filesInText } from '../parts/files-in-text.ts';
import { isBlank, leavesOf, type Part, type Structure, scanStructure } from '../parts/structure.ts';
import { undoEncoding } from '../parts/transfer-encoding.ts';

import { enclosureOf, showPictures } from './enclosures.ts';
import { type Gathered, report, type Setting, spend, within, withinLetter } from './gathered.ts';
import { headOfLetter, writerIn, writerOf } from './head.ts';
import { type Leaf, leafOfFile, leafOfPart } from './leaf.ts';
import { type LeafKind, leafKind } from './leaf-kind.ts';
import { fromHtml, fromPlain, readLeafText } from './leaf-text.ts';
import { headOf, unpackItem } from './outlook-item.ts';
import { readOutlookMessage } from './outlook-message.ts';
import { contentOfSigned } from './signed-data.ts';
import { compareBranches, readLoose, readStrays, reportStructure } from './structure-report.ts';
import { readTnef } from './tnef.ts';
import type { EnclosedHead, Unpacked } from './unpacked.ts';
import { addWords, standsOf } from './words.ts';

/** How a leaf came out. `unopened`: it should hold texts, and they cannot be got at. */
export type Outcome = 'read' | 'file' | 'unopened';
export type LeafReading = { readonly part: Part; readonly outcome: Outcome; readonly blank: boolean };
export type Entity = { readonly structure: Structure; readonly leaves: readonly LeafReading[] };

/** Bytes of the header of a letter inside the letter. */
const MOST_HEADER = 512 * 1024;

/** One MIME entity: the letter, a letter in it, or what a signature wraps. */
export async function readEntity(gathered: Gathered, bytes: Buffer, header: Header, setting: Setting): Promise<Entity> {
  const structure = scanStructure(bytes, header);
  reportStructure(gathered, bytes, structure, setting);
  if (structure.tooMuch !== null) return { structure, leaves: [] };
  const parts = leavesOf(structure.root);
  const leaves: LeafReading[] = [];
  for (const part of parts) {
    const outcome = await readPart(gathered, bytes, part, setting);
    leaves.push({ part, outcome, blank: isBlank(bytes, part.body) });
  }
  readLoose(gathered, bytes, structure.root, setting);
  if (setting.stands === 'enclosed') readStrays(gathered, bytes, structure.root, setting);
  compareBranches(gathered, structure.root, setting);
  showPictures(gathered, bytes, parts, setting);
  return { structure, leaves };
}

async function readPart(gathered: Gathered, bytes: Buffer, part: Part, setting: Setting): Promise<Outcome> {
  if (part.type.startsWith('multipart/')) return readPacked(gathered, bytes, part, setting);
  const leaf = leafOfPart(bytes, part, setting.prefix);
  const kind = leafKind(leaf, leaf.bytes);
  if (leaf.odd !== null && kind !== 'opaque') report(gathered, leaf.odd, leaf.number);
  if (isBlank(bytes, part.body) && !isWords(kind)) return 'file';
  return readLeaf(gathered, leaf, kind, setting);
}

/** A multipart must not be encoded (RFC 2045 §6.4); where it is, some programs undo it first. */
async function readPacked(gathered: Gathered, bytes: Buffer, part: Part, setting: Setting): Promise<Outcome> {
  const inside = within(setting, `${setting.prefix}${part.number === '' ? '1' : part.number}:`);
  if (inside === null || !/^(base64|quoted-printable)$/.test(part.encoding)) return 'unopened';
  const field = scanHeader(bytes.subarray(0, part.header.to), part.header.from).fields.find(
    ({ name }) => name.toLowerCase() === 'content-type',
  );
  const undone = undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding).bytes;
  if (field === undefined || !spend(gathered, 'bytes', undone.length)) return 'unopened';
  const plain = Buffer.concat([bytes.subarray(field.from, field.to), Buffer.from('\r\n'), undone]);
  const { leaves } = await readEntity(gathered, plain, scanHeader(plain), inside);
  return leaves.some(({ outcome }) => outcome === 'read') ? 'read' : 'unopened';
}

function isWords(kind: LeafKind): boolean {
  return !['letter', 'tnef', 'outlook', 'signed', 'opaque'].includes(kind);
}

async function readLeaf(gathered: Gathered, leaf: Leaf, kind: LeafKind, setting: Setting): Promise<Outcome> {
  // By its name a letter or a bundle, by its type a text: some programs go by the one, some by the other.
  if (!isWords(kind) && leaf.type.startsWith('text/')) await readBeside(gathered, leaf, setting);
  switch (kind) {
    case 'letter':
      return readLetter(gathered, leaf, setting);
    case 'outlook':
      return readSavedLetter(gathered, leaf, setting);
    case 'tnef':
      return readBundle(gathered, leaf, setting);
    case 'signed':
      return readSigned(gathered, leaf, setting);
    case 'opaque':
      return list(gathered, leaf);
    default:
      return readWords(gathered, leaf, kind, setting);
  }
}

function list(gathered: Gathered, leaf: Leaf): 'file' {
  gathered.enclosures.push(enclosureOf(leaf));
  return 'file';
}

/** Types that say: the text is elsewhere. What is here is read all the same. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'message/partial': 'mime-partial',
  'message/external-body': 'mime-external-body',
};

async function readWords(gathered: Gathered, leaf: Leaf, kind: LeafKind, setting: Setting): Promise<Outcome> {
  const elsewhere = ELSEWHERE[leaf.type];
  if (elsewhere !== undefined) report(gathered, elsewhere, leaf.number);
  if (!spend(gathered, 'text', leaf.bytes.length)) return unread(gathered, leaf);
  const read = await readLeafText(leaf, kind);
  const stands = standsOf(leaf, kind, setting);
  // Of a file beside the letter we say that it is there; what of it is read is more than that.
  for (const odd of stands === 'attached' ? [] : read.odd) report(gathered, odd, leaf.number);
  const shown = kind === 'plain' || kind === 'html' || kind === 'calendar' ? kind : 'other';
  addWords(gathered, { number: leaf.number, kind: shown, stands, read }, setting);
  if (stands === 'attached' || (leaf.disposition !== '' && leaf.name !== null)) list(gathered, leaf);
  if (kind === 'plain' || kind === 'words') await readFilesInText(gathered, leaf, setting);
  return 'read';
}

/** What is opened as something else is read as it stands, too. */
async function readBeside(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<void> {
  if (!spend(gathered, 'text', leaf.bytes.length)) return;
  const stands = setting.stands === 'enclosed' ? 'enclosed' : 'attached';
  const read = await readLeafText(leaf, 'words');
  addWords(gathered, { number: leaf.number, kind: 'other', stands, read }, setting);
}

/** uuencode and yEnc; the text itself stays as it is. */
async function readFilesInText(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<void> {
  const inside = within(setting, `${leaf.number}:`);
  for (const { name, bytes } of inside === null ? [] : filesInText(leaf.bytes)) {
    const file = { kind: 'file', name, type: '', contentId: null, bytes } as const;
    if (inside !== null) await readUnpacked(gathered, file, inside);
  }
}

async function readLetter(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<Outcome> {
  list(gathered, leaf);
  const bytes = withLineFeeds(leaf.bytes);
  const header = scanHeader(bytes.subarray(0, MOST_HEADER));
  const inside = withinLetter(setting, `${leaf.number}/`, writerIn(header));
  const endless = !header.ended && bytes.length > MOST_HEADER;
  if (inside === null || endless || !spend(gathered, 'letters', 1)) return unread(gathered, leaf);
  const done = enclose(gathered, headOfLetter(header), inside);
  const { structure } = await readEntity(gathered, bytes, header, inside);
  done();
  return structure.tooMuch === null ? 'read' : 'unopened';
}

/** Packed in base64, it may have line ends that no letter on its way has: of old Macintoshes, a carriage return alone. */
function withLineFeeds(bytes: Buffer): Buffer {
  const bare = bytes.includes('\r') && /\r(?!\n)/.test(bytes.toString('latin1'));
  return bare ? Buffer.from(bytes.toString('latin1').replace(/\r\n|\r/g, '\r\n'), 'latin1') : bytes;
}

async function readSavedLetter(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<Outcome> {
  const item = readOutlookMessage(leaf.bytes);
  list(gathered, leaf);
  // Of a file that only Outlook opens, as of any other, we say no more than that it is there.
  if (item === null) return 'file';
  const head = headOf(item);
  const inside = withinLetter(setting, `${leaf.number}/`, writerOf(head));
  if (inside === null || !spend(gathered, 'letters', 1)) return unread(gathered, leaf);
  await readItem(gathered, head, unpackItem(item), inside);
  return 'read';
}

async function readBundle(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<Outcome> {
  const item = readTnef(leaf.bytes);
  const inside = within(setting, `${leaf.number}:`);
  if (item === null || inside === null) {
    report(gathered, 'mime-tnef', leaf.number);
    list(gathered, leaf);
    return 'unopened';
  }
  for (const piece of unpackItem(item)) await readUnpacked(gathered, piece, inside);
  return 'read';
}

async function readSigned(gathered: Gathered, leaf: Leaf, setting: Setting): Promise<Outcome> {
  const content = contentOfSigned(leaf.bytes);
  const inside = within(setting, `${leaf.number}:`);
  if (content === null || inside === null) {
    list(gathered, leaf);
    return leaf.attached || !leaf.parameters.has('smime-type') ? 'file' : 'unopened';
  }
  if (/^[ \t]*(content|mime)-[a-z-]{1,60}[ \t]*:/i.test(content.toString('latin1', 0, 200))) {
    await readEntity(gathered, content, scanHeader(content), inside);
    return 'read';
  }
  // A document that was signed and not sent as mail: `report.pdf.p7m`.
  list(gathered, leaf);
  const name = leaf.name?.replace(/\.p7m$/i, '') ?? null;
  await readUnpacked(gathered, { kind: 'file', name, type: '', contentId: null, bytes: content }, inside);
  return 'read';
}

async function readUnpacked(gathered: Gathered, piece: Unpacked, inside: Setting): Promise<void> {
  const number = `${inside.prefix}${named(piece.name)}`;
  switch (piece.kind) {
    case 'text':
      readOwnText(gathered, piece, number, inside);
      break;
    case 'file':
      await readFile(gathered, leafOfFile(piece, number), inside);
      break;
    case 'letter': {
      const deeper = withinLetter(inside, `${number}/`, writerOf(piece.head));
      if (deeper === null || !spend(gathered, 'letters', 1)) report(gathered, 'mime-unread', number);
      else await readItem(gathered, piece.head, piece.within, deeper);
    }
  }
}

function readOwnText(
  gathered: Gathered,
  { type, text }: Extract<Unpacked, { readonly kind: 'text' }>,
  number: string,
  inside: Setting,
): void {
  const html = type === 'text/html';
  const read = html ? fromHtml(text) : fromPlain(text.replaceAll('\r\n', '\n'));
  for (const odd of read.odd) report(gathered, odd, number);
  addWords(gathered, { number, kind: html ? 'html' : 'plain', stands: inside.stands, read }, inside);
}

async function readFile(gathered: Gathered, leaf: Leaf, inside: Setting): Promise<void> {
  if (!spend(gathered, 'files', 1) || !spend(gathered, 'bytes', leaf.bytes.length)) unread(gathered, leaf);
  else await readLeaf(gathered, leaf, leafKind(leaf, leaf.bytes), inside);
}

async function readItem(
  gathered: Gathered,
  head: EnclosedHead,
  pieces: readonly Unpacked[],
  inside: Setting,
): Promise<void> {
  const done = enclose(gathered, head, inside);
  for (const piece of pieces) await readUnpacked(gathered, piece, inside);
  done();
}

/** Begins a letter inside the letter, before what it quotes; the function it gives ends it. */
function enclose(gathered: Gathered, head: EnclosedHead, { prefix, depth }: Setting): () => void {
  const [at, first] = [gathered.quotations.length, gathered.texts.length];
  return () => {
    const words = gathered.texts.slice(first).find(({ part, text }) => isDirectly(part, prefix) && text.trim() !== '');
    const place = { part: words?.part ?? prefix.slice(0, -1), from: 0, to: words?.text.length ?? 0 };
    const quotation: Quotation = { kind: 'enclosed', ...place, depth, ...head };
    gathered.quotations.splice(at, 0, quotation);
  };
}

/** A text of that letter, and not of one inside it. */
function isDirectly(part: string, prefix: string): boolean {
  return part.startsWith(prefix) && !part.includes('/', prefix.length);
}

/** What a part is called in the number of what it holds: short, and without the signs that numbers are made of. */
function named(name: string | null): string {
  const plain = (name ?? '')
    .replace(/[\p{Cc}\p{Cf}/:\s]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return plain === '' ? 'file' : plain;
}

function unread(gathered: Gathered, leaf: Leaf): 'unopened' {
  report(gathered, 'mime-unread', leaf.number);
  return 'unopened';
}

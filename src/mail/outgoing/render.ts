/**
 * The bytes that a copy leaves with, described against the letter on disk: our lines on top, then the letter as it
 * came, but for `Bcc:` (which never travels on), header fields of our own namespace that somebody else wrote, and what a
 * rule changes: mailboxes added to `Cc`, a marking, words of the council's. Nothing is refolded, reordered or decoded, so
 * that signatures over the rest stay good.
 */
import { Readable } from 'node:stream';
import type { Piece, Rendering } from '../../../queue/register/records.ts';
import type { Mailbox } from '../../../rules/letter.ts';
import { readParameters } from '../header/content-type.ts';
import { type Head, readHead } from '../header/head-of-file.ts';
import { firstValue, type Header, type HeaderField } from '../header/headers.ts';
import type { Edit } from '../insertion/added-words.ts';
import { type Marking, markingLines } from './marking-lines.ts';
import { openCopies } from './open-copies.ts';
import { bytesOf, measure } from './pieces.ts';
import { openSource, type Source } from './source.ts';

export type Changes = {
  /** Whole header lines of ours, each with its CRLF; may be empty. */
  readonly head: string;
  readonly addCc: readonly Mailbox[];
  readonly marking?: Marking | null;
  /** Words added to its text, as the reader found places for them in this very file. */
  readonly words?: readonly Edit[];
};

export function render(messagePath: string, changes: Changes): Promise<Rendering> {
  return reading(messagePath, async (source) =>
    measure(source, piecesOf(await readHead(source), source.size, changes)),
  );
}

/** Exactly the bytes of the rendering. Fails where the letter's file is gone or too short; its hash is the caller's to compare. */
export function openRendering(messagePath: string, rendering: Rendering): Readable {
  return Readable.from(bytesOf(messagePath, rendering.pieces), { objectMode: false });
}

/** Whether the file still gives the bytes that were decided. */
export async function isIntact(messagePath: string, rendering: Rendering): Promise<boolean> {
  const { sha256, size } = await reading(messagePath, (source) => measure(source, rendering.pieces));
  return sha256 === rendering.sha256 && size === rendering.size;
}

async function reading<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const source = await openSource(path);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

function piecesOf(head: Head, size: number, changes: Changes): readonly Piece[] {
  const cuts = head.header.fields.filter(isCut).map(({ from, to }): Edit => ({ from, to, text: '' }));
  const pieces: Piece[] = [{ text: changes.head }];
  let at = 0;
  for (const { from, to, ...added } of inOrder(head.header, [...cuts, ...changesOf(head, changes)])) {
    // INVARIANT: no byte of the letter is changed twice.
    if (from < at) throw new Error(`two changes of a letter lie across each other at byte ${from}`);
    pieces.push({ from: at, to: from }, added);
    at = to;
  }
  return [...pieces, { from: at, to: size }].filter((piece) =>
    'text' in piece ? piece.text !== '' : 'base64' in piece || piece.from < piece.to,
  );
}

function changesOf(head: Head, { addCc, marking = null, words = [] }: Changes): readonly Edit[] {
  const edits = [
    ...(addCc.length === 0 ? [] : [openCopies(head, addCc)]),
    ...(marking === null ? [] : markingLines(head, marking)),
    ...words,
  ];
  // INVARIANT: what is signed is not altered. The rules see to that; whoever gets here has passed them by.
  if (edits.length > 0 && isSigned(head.header)) throw new Error('a signed letter must not be altered');
  return edits;
}

function isSigned(header: Header): boolean {
  const { value, parameters } = readParameters(firstValue(header, 'content-type') ?? '');
  const opaque = /^application\/(?:x-)?pkcs7-mime$/.test(value) && /^signed/i.test(parameters.get('smime-type') ?? '');
  return opaque || value === 'multipart/signed';
}

/** Of two new lines where a header is cut off, the first ends what stood there. */
function inOrder({ end, ended }: Header, edits: readonly Edit[]): readonly Edit[] {
  const sorted = edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return sorted.map((edit, n) => {
    const before = sorted[n - 1];
    const again = !ended && edit.from === end && before?.from === end && 'text' in before && before.text.endsWith('\n');
    return again && 'text' in edit ? { ...edit, text: edit.text.replace(/^\r\n/, '') } : edit;
  });
}

/** RFC 5322 §3.6.3, §3.6.6; and what only we may say, which others would believe. */
function isCut({ name }: HeaderField): boolean {
  return /^(resent-)?bcc$|^x-postroom-/i.test(name);
}

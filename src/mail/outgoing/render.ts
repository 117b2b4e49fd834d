/**
 * The bytes that a copy leaves with, described against the letter on disk: our lines on top, then the letter as it
 * came, but for `Bcc:` (which never travels on), header fields of our own namespace that somebody else wrote, and
 * mailboxes added to `Cc`. Nothing is refolded, reordered or decoded, so that signatures over the rest stay good.
 */
import { Readable } from 'node:stream';
import type { Piece, Rendering } from '../../../queue/register/records.ts';
import type { Mailbox } from '../../../rules/letter.ts';
import { type Head, readHead } from '../header/head-of-file.ts';
import type { HeaderField } from '../header/headers.ts';
import { type Insertion, openCopies } from './open-copies.ts';
import { bytesOf, measure } from './pieces.ts';
import { openSource, type Source } from './source.ts';

export type Changes = {
  /** Whole header lines of ours, each with its CRLF; may be empty. */
  readonly head: string;
  readonly addCc: readonly Mailbox[];
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

function piecesOf(head: Head, size: number, { head: lines, addCc }: Changes): readonly Piece[] {
  const cuts = head.header.fields.filter(isCut);
  const insertion = addCc.length === 0 ? null : openCopies(head, addCc);
  const pieces: Piece[] = [{ text: lines }];
  let at = 0;
  for (const edit of inOrder(cuts, insertion)) {
    pieces.push({ from: at, to: edit.from }, { text: edit.text });
    at = edit.to;
  }
  return [...pieces, { from: at, to: size }].filter((piece) =>
    'text' in piece ? piece.text !== '' : piece.from < piece.to,
  );
}

type Edit = { readonly from: number; readonly to: number; readonly text: string };

function inOrder(cuts: readonly HeaderField[], insertion: Insertion | null): readonly Edit[] {
  const edits: Edit[] = cuts.map(({ from, to }) => ({ from, to, text: '' }));
  if (insertion) edits.push({ from: insertion.at, to: insertion.at, text: insertion.text });
  return edits.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** RFC 5322 §3.6.3, §3.6.6; and what only we may say, which others would believe. */
function isCut({ name }: HeaderField): boolean {
  return /^(resent-)?bcc$|^x-postroom-/i.test(name);
}

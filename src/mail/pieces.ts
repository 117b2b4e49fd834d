/** Outgoing bytes piece by piece: our own text, and ranges of the letter as it came. Never a whole large letter in memory. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Piece, Rendering } from '../../queue/register/records.ts';
import { readRange } from './head-of-file.ts';

const CHUNK = 128 * 1024;

/** `known` begins the file and saves reading it again. */
export async function measure(file: FileHandle, known: Buffer, pieces: readonly Piece[]): Promise<Rendering> {
  const hash = createHash('sha256');
  let size = 0;
  for (const piece of pieces) {
    for await (const chunk of chunksOf(file, known, piece)) {
      hash.update(chunk);
      size += chunk.length;
    }
  }
  return { pieces, sha256: hash.digest('hex'), size };
}

/** Opens the file when the first byte is asked for, and closes it however the reading ends. */
export async function* bytesOf(path: string, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (const piece of pieces) yield* chunksOf(file, Buffer.alloc(0), piece);
  } finally {
    await file.close();
  }
}

async function* chunksOf(file: FileHandle, known: Buffer, piece: Piece): AsyncGenerator<Buffer> {
  if ('text' in piece) {
    yield Buffer.from(piece.text, 'utf8');
    return;
  }
  const { from, to } = piece;
  if (from < known.length) yield known.subarray(from, Math.min(to, known.length));
  for (let at = Math.max(from, known.length); at < to; at += CHUNK)
    yield await readRange(file, at, Math.min(at + CHUNK, to));
}

/** Outgoing bytes piece by piece: our own text, and ranges of the letter as it came. Never a whole large letter in memory. */
import { createHash } from 'node:crypto';
import type { Piece, Rendering } from '../../../queue/register/records.ts';
import { openSource, type Source } from './source.ts';

const CHUNK = 128 * 1024;

export async function measure(source: Source, pieces: readonly Piece[]): Promise<Rendering> {
  const hash = createHash('sha256');
  let size = 0;
  for (const piece of pieces) {
    for await (const chunk of chunksOf(source, piece)) {
      hash.update(chunk);
      size += chunk.length;
    }
  }
  return { pieces, sha256: hash.digest('hex'), size };
}

/** Opens the file when the first byte is asked for, and closes it however the reading ends. */
export async function* bytesOf(path: string, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  const source = await openSource(path);
  try {
    for (const piece of pieces) yield* chunksOf(source, piece);
  } finally {
    await source.close();
  }
}

async function* chunksOf({ range }: Source, piece: Piece): AsyncGenerator<Buffer> {
  if ('text' in piece) {
    yield Buffer.from(piece.text, 'utf8');
    return;
  }
  if ('base64' in piece) {
    yield Buffer.from(piece.base64, 'base64');
    return;
  }
  for (let at = piece.from; at < piece.to; at += CHUNK) yield await range(at, Math.min(at + CHUNK, piece.to));
}

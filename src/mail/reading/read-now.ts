/** Reading a letter in this very process, for commands that somebody waits for. */
import { readFile } from 'node:fs/promises';
import type { Letter } from '../../../rules/letter.ts';
import { type LetterEnvelope, letterFrom } from '../letter.ts';

/** Rejects only where the file cannot be read. Unbounded in memory and time: bytes from strangers belong in `reader.ts`. */
export async function readNow(source: string | Buffer, envelope: LetterEnvelope): Promise<Letter> {
  return letterFrom(typeof source === 'string' ? await readFile(source) : source, envelope);
}

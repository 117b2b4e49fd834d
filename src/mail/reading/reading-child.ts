/**
 * The process that reads letters: hostile bytes meet a parser here and nowhere else. It gets a path, answers with
 * plain data, has one letter at a time, and ends when its channel to the reader closes. Entry point; see `reader.ts`.
 */
import { readFile } from 'node:fs/promises';
import type { Letter } from '../../../rules/letter.ts';
import { type LetterEnvelope, letterFrom } from '../letter.ts';

export type Assignment = { readonly path: string; readonly envelope: LetterEnvelope };
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'letter'; readonly letter: Letter; readonly size: number }
  /** The file could not be read: no fault of the letter. */
  | { readonly kind: 'no-file'; readonly why: string }
  /** Reading threw: a fault of ours, which must not pass for a letter without a body. */
  | { readonly kind: 'threw'; readonly why: string };

async function answer({ path, envelope }: Assignment): Promise<Answer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { kind: 'no-file', why: String(error) };
  }
  try {
    return { kind: 'letter', letter: await letterFrom(bytes, envelope), size: bytes.length };
  } catch (error) {
    return { kind: 'threw', why: String(error) };
  }
}

// Only an entry point when it was forked: then it has a channel.
if (process.send !== undefined) {
  // A terminal's Ctrl-C reaches the whole process group; the letter in hand must not pass for unreadable because of it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (assignment: Assignment) => {
    void answer(assignment).then((reply) => process.send?.(reply));
  });
  process.send({ kind: 'ready' } satisfies Answer);
}

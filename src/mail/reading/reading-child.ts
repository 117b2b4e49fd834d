/**
 * The process that reads letters: hostile bytes meet a parser here and nowhere else. It gets a path, answers with
 * plain data, has one letter at a time, and ends when its channel to the reader closes. Entry point; see `reader.ts`.
 */
import { readFile } from 'node:fs/promises';
import type { Letter } from '../../../rules/letter.ts';
import type { AddedWords, Additions } from '../insertion/added-words.ts';
import { additionsTo } from '../insertion/additions.ts';
import { type LetterEnvelope, letterFrom } from '../letter.ts';

/** To read a letter, or to find where words of ours go in one. */
export type Assignment =
  | { readonly path: string; readonly envelope: LetterEnvelope }
  | { readonly path: string; readonly words: AddedWords };
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'letter'; readonly letter: Letter; readonly size: number }
  | { readonly kind: 'additions'; readonly additions: Additions; readonly size: number }
  /** The file could not be read: no fault of the letter. */
  | { readonly kind: 'no-file'; readonly why: string }
  /** Reading threw: a fault of ours, which must not pass for a letter without a body. */
  | { readonly kind: 'threw'; readonly why: string };

async function answer(assignment: Assignment): Promise<Answer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(assignment.path);
  } catch (error) {
    return { kind: 'no-file', why: String(error) };
  }
  try {
    const size = bytes.length;
    if ('words' in assignment) return { kind: 'additions', additions: additionsTo(bytes, assignment.words), size };
    return { kind: 'letter', letter: await letterFrom(bytes, assignment.envelope), size };
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

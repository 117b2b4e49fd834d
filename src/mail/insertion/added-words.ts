/** What is asked to be written into a letter's text, and what came of it. */
import type { ByteRange } from '../header/headers.ts';

/** Line ends are kept, other white space folds. `''`: none. */
export type AddedWords = {
  /** At the top of every text. */
  readonly banner: string;
  /** Below the author's words and signature in every text. */
  readonly statement: string;
};

/** `from` to `to` of the letter's bytes are replaced. `base64`: bytes that are no UTF-8. */
export type Edit = ByteRange & ({ readonly text: string } | { readonly base64: string });

export type Additions =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  /** Nothing is changed: `why` is a clause, in words for the author. */
  | { readonly kind: 'cannot'; readonly why: string };

/** A place in a part's text as it was decoded, line ends as they came, and what goes there. */
export type Insertion = {
  readonly at: number;
  readonly text: string;
  /** What may follow it once or twice and not be noticed: base64 has groups of three bytes. */
  readonly filler: '\r\n' | ' ';
};

/** Thrown within this folder alone, and caught at its door. */
export class CannotAdd extends Error {}

export function editOf({ from, to }: ByteRange, bytes: Buffer): Edit {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { from, to, text } : { from, to, base64: bytes.toString('base64') };
}

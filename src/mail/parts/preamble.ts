/**
 * What stands before the parts of a letter: in nearly all, the one sentence that programs write there for readers of
 * 1993, and that no reader sees.
 */

/** Characters of a preamble of which a program, and no person, may be thought to be the author. */
export const LONGEST_PREAMBLE = 500;

/** “This is a multi-part message in MIME format.” and its like: whoever adds a word to it adds it for somebody. */
export function isStockPreamble(text: string): boolean {
  const words = text.length > 200 ? [text] : text.toLowerCase().split(/[\s.,:]+/);
  return words.every((word) => STOCK.has(word));
}

const STOCK = new Set([
  '',
  ...'this is a an in nested multi-part multipart message mime mime-encapsulated format'.split(' '),
  ...'cryptographically signed s/mime'.split(' '),
]);

/** The same in other words, or in another language. */
export function isUsualPreamble(text: string): boolean {
  return text.length <= LONGEST_PREAMBLE && /\bMIME\b|multi-?part/i.test(text);
}

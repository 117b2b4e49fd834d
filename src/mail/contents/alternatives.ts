/**
 * Whether the branches of a multipart/alternative say the same (RFC 2046 §5.1.4): every one is read and judged, so
 * where they do not it is told and nothing is held. Blind to order, addresses of pages, and what a plain rendering
 * leaves out: a few words more or less are no other letter.
 */

/** Words that one branch may hold and the other not, and their share of its words. */
const FEW = 8;
const SHARE = 0.25;
/** Characters that are compared. */
const MOST = 200_000;

export function differ(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return a.size > 0 && b.size > 0 && (lacks(a, b) || lacks(b, a));
}

function lacks(words: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  let missing = 0;
  for (const word of words) if (!other.has(word)) missing++;
  return missing > FEW && missing > words.size * SHARE;
}

/** Each word as a number (FNV-1a of its letters and digits, without case): every letter passes here. */
function wordsOf(text: string): ReadonlySet<number> {
  const words = new Set<number>();
  const most = Math.min(text.length, MOST);
  let hash = OFFSET;
  let length = 0;
  for (let at = 0; at <= most; at++) {
    const code = at < most ? text.charCodeAt(at) : SPACE;
    const folded = code < 0x80 ? (FOLDED[code] ?? 0) : code;
    if (folded > ADDRESS) {
      hash = Math.imul(hash ^ folded, PRIME);
      length++;
    } else if (folded === END || code === NO_BREAK) {
      if (length > 2) words.add(hash);
      hash = OFFSET;
      length = 0;
      // What holds one of these is a page's or a person's address, and no word.
    } else if (folded === ADDRESS) length = Number.NEGATIVE_INFINITY;
  }
  return words;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const SPACE = 0x20;
const NO_BREAK = 0xa0;
const END = 1;
const ADDRESS = 2;

/** Of each ASCII sign: itself in lower case, or what it means; 0 is passed over. */
const FOLDED = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code <= SPACE) return END;
  const char = String.fromCharCode(code).toLowerCase();
  if (/[a-z0-9]/.test(char)) return char.charCodeAt(0);
  return char === '/' || char === '@' ? ADDRESS : 0;
});

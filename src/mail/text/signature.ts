/**
 * The block that closes what somebody wrote: a closing, a name, an office, a telephone. Where it is doubtful whether a
 * line belongs to it, the line is the author's own words.
 */

import {
  fits,
  isAuthor,
  isClosing,
  isContact,
  isKnown,
  isName,
  isOffice,
  isOwnSentence,
  isPlace,
  isWhollyKnown,
  mayClose,
} from './signature-lines.ts';

/** A block found in a passage: its first line, and where it ends. */
export type Closing = { readonly from: number; readonly to: number };

export type Passage = {
  /** The lines of one passage of own words, footers and banners left out at its end. */
  readonly texts: readonly string[];
  /** Which of them HTML marks as a signature. */
  readonly marked: readonly boolean[];
  /** Words of the author's names and address, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Nothing of the author's words stands between quoted ones on both sides: a short last line may be a name. */
  readonly outer: boolean;
};

const MOST_LINES = 14;

/** Where the passage's signature stands; `null` where it has none. */
export function closingOf(passage: Passage): Closing | null {
  const to = trimmedEnd(passage.texts, passage.texts.length);
  if (to === 0) return null;
  const separated = belowSeparator(passage, to);
  if (separated !== null) return separated;
  const end = beforePostscript(passage.texts, to);
  const marked = markedBlock(passage, end);
  return marked ?? closingBlock(passage, end) ?? (end === to ? null : closingBlock(passage, to));
}

/** RFC 3676 §4.3: dash dash space. It counts down to where somebody goes on writing. */
function belowSeparator(passage: Passage, to: number): Closing | null {
  const { texts } = passage;
  const at = texts.lastIndexOf('--', to - 1);
  if (at < 0 || to - at > 30) return null;
  const own = texts.findIndex((text, n) => n > at && n < to && isOwnSentence(text));
  const end = trimmedEnd(texts, own < 0 ? to : own);
  return end <= at + 1 && own >= 0 ? null : { from: withClosing(passage, at), to: end };
}

function markedBlock(passage: Passage, to: number): Closing | null {
  const { texts, marked } = passage;
  if (!marked[to - 1]) return null;
  let from = to;
  while (from > 0 && (marked[from - 1] || texts[from - 1] === '')) from--;
  while (from < to && texts[from] === '') from++;
  if (texts.slice(from, to).some(isOwnSentence) || to - from > 40) return null;
  return { from: withClosing(passage, lastText(texts, from) === '--' ? lastAt(texts, from) : from), to };
}

/** `PS the hall is booked` below the name is the author's again. */
function beforePostscript(texts: readonly string[], to: number): number {
  const from = Math.max(0, to - 12);
  for (let at = to - 1; at > from; at--) {
    if (/^P\.? ?S\.?\b(?!\w)/.test(texts[at] ?? '')) return trimmedEnd(texts, at);
  }
  return to;
}

/** From the end upwards, while the lines are no sentences; then down to where the name stands. */
function closingBlock(passage: Passage, to: number): Closing | null {
  const { texts, outer } = passage;
  const { top, closing } = shortLines(passage, to);
  if (closing !== null && top < to) return closes(passage, { from: top, to }) ? { from: closing, to } : null;
  if (closing !== null) return hasWords(texts.slice(0, closing)) && outer ? { from: closing, to } : null;
  const from = top < to ? nameIn(passage, { from: top, to }) : null;
  return from === null ? closingAndName(passage, to) : { from: withClosing(passage, from), to };
}

/** The short lines that end a passage, and the `Kind regards` above them. */
function shortLines({ texts, names }: Passage, to: number): { readonly top: number; readonly closing: number | null } {
  let top = to;
  let count = 0;
  for (let at = to - 1; at >= 0 && count < MOST_LINES; at--) {
    const text = texts[at] ?? '';
    if (text === '') continue;
    if (isClosing(text)) return { top, closing: at };
    if (!fits(text) && !isWhollyKnown(text, names)) break;
    top = at;
    count++;
  }
  return { top, closing: null };
}

/** Below `Regards` anything of a few short lines is a signature, if it begins with what may be a name. */
function closes({ texts }: Passage, { from, to }: Closing): boolean {
  const block = texts.slice(from, to).filter((text) => text !== '');
  return (
    block.length > 0 &&
    block.length <= MOST_LINES &&
    /^[\p{L}("'–—-]/u.test(block[0] ?? '') &&
    (block[0] ?? '').length <= 80
  );
}

/** `Thanks, Jane` in one line. */
function closingAndName({ texts, names }: Passage, to: number): Closing | null {
  const text = texts[to - 1] ?? '';
  const parts = /^(.{2,40}?)[,.!–—-]? (?:[–—-] )?(\p{Lu}[\p{L}.'’-]{0,20}(?: \p{Lu}[\p{L}.'’-]{1,20})?)$/u.exec(text);
  if (!parts?.[1] || !parts[2] || !isClosing(parts[1])) return null;
  return isKnown(parts[2], names) ? { from: to - 1, to } : null;
}

/** The line with the name that opens the block; `null` where nobody's stands there. */
function nameIn(passage: Passage, { from, to }: Closing): number | null {
  const { texts, names, outer } = passage;
  const places = texts.slice(from, to).flatMap((text, n) => (text === '' ? [] : [from + n]));
  const known = places.find((at) => isAuthor(texts[at] ?? '', names));
  if (known !== undefined) return withNameAbove(texts, known, from);
  if (!outer) return null;
  const supported = places.find(
    (at) => opensParagraph(texts, at) && isName(texts[at] ?? '') && isSupported(texts.slice(at + 1, to)),
  );
  if (supported !== undefined) return supported;
  const last = places.findLast((at) => opensParagraph(texts, at));
  if (last !== undefined && hasWords(texts.slice(0, last)) && isLikelyName(texts, { from: last, to })) return last;
  return places.find((at) => opensParagraph(texts, at) && isLetterhead(texts.slice(at, to))) ?? null;
}

function opensParagraph(texts: readonly string[], at: number): boolean {
  const above = texts[at - 1] ?? '';
  return above === '' || !fits(above);
}

/** `Darren Pike` above `Estates`, where the mailbox is called Estates. */
function withNameAbove(texts: readonly string[], at: number, floor: number): number {
  let first = at;
  while (first > floor && isName(texts[first - 1] ?? '')) first--;
  return first;
}

/** An office, a council, a telephone below the name. */
function isSupported(below: readonly string[]): boolean {
  const lines = below.filter((text) => text !== '');
  return lines.length > 0 && lines.some((text) => isContact(text) || isOffice(text));
}

/** Without a name: at least two lines, with a telephone or an address. */
function isLetterhead(block: readonly string[]): boolean {
  const lines = block.filter((text) => text !== '');
  return (
    lines.length >= 2 &&
    lines.some((text) => isContact(text)) &&
    lines.every((text) => isContact(text) || isOffice(text))
  );
}

/** A name alone, last, below words of the author's that are finished. */
function isLikelyName(texts: readonly string[], { from, to }: Closing): boolean {
  const text = texts[from] ?? '';
  const before = lastText(texts, from);
  if (to - from > 1 && texts.slice(from + 1, to).some((line) => line !== '')) return false;
  return isName(text) && !isPlace(text) && texts[from - 1] === '' && /[.!?…)"”’:;,xX]$|\p{L}$/u.test(before);
}

function hasWords(texts: readonly string[]): boolean {
  return texts.some((text) => text !== '');
}

/** `Kind regards` above a block, and the first name that somebody typed between the two. */
function withClosing({ texts, names }: Pick<Passage, 'texts' | 'names'>, from: number): number {
  const at = lastAt(texts, from);
  if (at < 0) return from;
  if (mayClose(texts[at] ?? '')) return at;
  if (!isAuthor(texts[at] ?? '', names)) return from;
  const above = lastAt(texts, at);
  return above >= 0 && isClosing(texts[above] ?? '') ? above : at;
}

function lastAt(texts: readonly string[], before: number): number {
  let at = before - 1;
  while (at >= 0 && texts[at] === '') at--;
  return at;
}

function lastText(texts: readonly string[], before: number): string {
  return texts[lastAt(texts, before)] ?? '';
}

function trimmedEnd(texts: readonly string[], to: number): number {
  let end = to;
  while (end > 0 && texts[end - 1] === '') end--;
  return end;
}

/** Where the author's name begins behind the last sentence of a line (`Go ahead. Jane`); `null` where it does not. */
export function nameAtEnd(line: string, names: ReadonlySet<string>): number | null {
  const found = /[.!?…)]["'”’]?\s{1,5}[–—-]?\s?((?:\p{Lu}[\p{L}.'’-]{0,30}\s?){1,4}[xX]{0,3})\s{0,20}$/u.exec(
    line.slice(-200),
  );
  const name = found?.[1]?.trim();
  if (!name || !isKnown(name, names)) return null;
  return line.trimEnd().length - name.length;
}

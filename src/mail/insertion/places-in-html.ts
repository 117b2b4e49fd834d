/**
 * Where our words go in a page. A browser's reading of HTML cannot be traced back to its source with certainty, so each
 * place is tried: the page is read again with our words in it, and they must be seen there, on lines of their own,
 * and nothing else be seen otherwise.
 */

import { seenInHtml } from '../text/html-text.ts';
import type { SeenText } from '../text/seen.ts';
import type { Writer } from '../text/stretches.ts';
import { speakersIn } from '../text/stretches.ts';
import { type AddedWords, CannotAdd, type Insertion } from './added-words.ts';
import { htmlBlock } from './dress.ts';
import { type Opening, openingsIn } from './html-openings.ts';
import { endOfOwn, hasBanner, saidAlready, withReturns } from './places-in-plain.ts';
import { bare } from './same-words.ts';

/** Characters; beyond, reading it again and again would take too long. */
const MOST_HTML = 2 * 1024 * 1024;
/** Places, of a long page fewer. */
const MOST_TRIED = 6;
const LONG = 256 * 1024;

/** An opening, and how many characters but white space are seen before it. */
type Placed = Opening & { readonly seen: number };

export function placesInHtml(text: string, words: AddedWords, writer: Writer): readonly Insertion[] {
  if (text.length > MOST_HTML) throw new CannotAdd('its text is too long to be changed safely');
  const html = text.replace(/\r\n?/g, '\n');
  const seen = seenInHtml(html);
  const { stretches } = speakersIn(seen, writer);
  const end = solid(seen.text.slice(0, endOfOwn(stretches, seen.text)));
  const wanted = [
    ...(words.banner === '' || hasBanner(seen.text, words.banner) ? [] : [{ words: words.banner, after: 0 }]),
    ...(words.statement === '' || saidAlready(seen.text, stretches, words.statement)
      ? []
      : [{ words: words.statement, after: end }]),
  ];
  if (wanted.length === 0) return [];
  const openings = placed(html, seen);
  return wanted.map((each) => {
    const at = firstThatShows(html, seen, { ...each, openings, writer });
    return { at: withReturns(text, at), text: blockAt(html, at, each.words, '\r\n'), filler: ' ' };
  });
}

type Wanted = {
  readonly words: string;
  readonly after: number;
  readonly openings: readonly Placed[];
  readonly writer: Writer;
};

function firstThatShows(html: string, seen: SeenText, wanted: Wanted): number {
  for (const { at } of inOrder(wanted, solid(seen.text)).slice(0, html.length > LONG ? 2 : MOST_TRIED)) {
    const block = blockAt(html, at, wanted.words, '\n');
    if (isSeen(seenInHtml(html.slice(0, at) + block + html.slice(at)), seen, { ...wanted, at })) return at;
  }
  throw new CannotAdd('no place in its HTML was found where added words would surely be seen');
}

/**
 * Behind the author's words and before whatever comes next: outside of all that holds that next, directly behind the
 * words. Failing that, and where nothing comes next, the end of the page.
 */
function inOrder({ after, openings }: Wanted, all: number): readonly Placed[] {
  const ends = openings.filter(({ end, seen }) => end && seen === all);
  const here = openings.filter(({ end, seen }) => !end && seen === after);
  const least = Math.min(...here.map(({ depth }) => depth));
  const outer = here.filter(({ depth }) => depth === least);
  const inner = here.filter(({ depth }) => depth !== least);
  if (after === 0) return [...outer, ...inner];
  return after === all ? [...ends, ...outer] : [...outer.slice(0, 3), ...inner.slice(0, 1), ...ends];
}

function isSeen(
  now: SeenText,
  before: SeenText,
  { words, after, openings, writer, at }: Wanted & { readonly at: number },
): boolean {
  const place = openings.find((each) => each.at === at)?.seen ?? after;
  const [was, is, added] = [strict(before.text), strict(now.text), strict(words)];
  if (is !== was.slice(0, place) + added + was.slice(place)) return false;
  if (strict(now.hidden.join('')) !== strict(before.hidden.join('')) || !linesHold(now.text, words)) return false;
  // Programs fold away what is quoted.
  return saidAlready(now.text, speakersIn(now, writer).stretches, words);
}

/** White space aside, and nothing else. */
function strict(text: string): string {
  return text.replace(/\s+/g, '');
}

function solid(text: string): number {
  return strict(text).length;
}

/** No line is both ours and somebody else's. */
function linesHold(text: string, words: string): boolean {
  const lines = words
    .trim()
    .split(/\r?\n/)
    .map(bare)
    .filter((line) => line !== '');
  const seen = new Set(text.split('\n').map(bare));
  return lines.every((line) => seen.has(line));
}

function blockAt(html: string, at: number, words: string, newline: string): string {
  const before = at === 0 || html[at - 1] === '\n' ? '' : newline;
  return `${before}${htmlBlock(words, newline)}${newline}`;
}

/** The first character of the last plane, which means nothing and stands in no letter. */
const FIRST_MARK = 0x100000;
const IN_LAST_PLANES = /[\udbc0-\udbff]/;

/** Each opening is marked in the source, and what is seen before the mark is counted: one reading for all of them. */
function placed(html: string, seen: SeenText): readonly Placed[] {
  const openings = openingsIn(html);
  const usable = IN_LAST_PLANES.test(seen.text) ? [] : openings;
  const marked: string[] = [];
  let from = 0;
  for (const [n, { at }] of usable.entries()) {
    marked.push(html.slice(from, at), String.fromCodePoint(FIRST_MARK + n));
    from = at;
  }
  const counts = countsBeforeMarks(seenInHtml(marked.join('') + html.slice(from)).text);
  return usable.flatMap((opening, n) => {
    const count = counts.get(n);
    return count === undefined ? [] : [{ ...opening, seen: count }];
  });
}

function countsBeforeMarks(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let count = 0;
  for (const char of text) {
    const mark = (char.codePointAt(0) ?? 0) - FIRST_MARK;
    if (mark >= 0) counts.set(mark, count);
    else if (!/\s/.test(char)) count += char.length;
  }
  return counts;
}

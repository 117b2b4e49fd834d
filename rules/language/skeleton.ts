/**
 * Words as their reader's eye takes them, for matching beside the original, which alone is shown: letters of another
 * alphabet that pass for Latin ones become them, what shows nothing (zero-width, soft hyphens, bidi controls) is
 * dropped, accents heaped on a letter come off. Blind to letters turned round by an override, and to pictures of words.
 */
import { inLatin, letterOfSign } from './look-alikes.ts';
import { mark, newPlaces, type Places, placeIn } from './places.ts';

export type Skeleton = {
  readonly text: string;
  /**
   * Where in the original stands what is at this offset here. The end of a match is found as the place of its end: what
   * shows nothing behind a word belongs to it.
   */
  readonly at: (offset: number) => number;
};

/** Capitals, accents and punctuation stay. */
export function skeleton(text: string): string {
  return /^[\x01-\x7f]*$/.test(text) ? text : inLatin(plain(text).text);
}

/**
 * In lower case, with straight quotes and hyphens for all their kinds, and one space for any white space; an empty line
 * between paragraphs stays one. The skeleton of a skeleton is itself.
 */
export function skeletonOf(original: string): Skeleton {
  // Most letters are ASCII throughout.
  const seen = UNPLAIN.test(original) ? plain(original) : null;
  const latin = seen === null ? original : inLatin(seen.text).replace(QUOTES, (sign) => ASCII.get(sign) ?? sign);
  const closed = withoutWideSpace(lower(latin));
  return {
    text: closed.text,
    at: (offset) => {
      const inSeen = placeIn(closed.places, offset, latin.length);
      return seen === null ? inSeen : placeIn(seen.places, inSeen, original.length);
    },
  };
}

const UNPLAIN = /[^\t-\r\x20-\x7e]/;
const UNPLAIN_RUNS = /[^\t-\r\x20-\x7e]+/g;

const ASCII: ReadonlyMap<string, string> = new Map(
  ["'‘’‚‛′ʹʼˈ‹›＇", '"“”„‟″«»', '-‐‑‒–—―⁃−'].flatMap(([ascii = '', ...kinds]) =>
    kinds.map((kind) => [kind, ascii] as const),
  ),
);
const QUOTES = new RegExp(`[${[...ASCII.keys()].join('')}]`, 'g');

/** `confidentiaI` and `wiII`: no word is written so, and in most type a capital `I` is a small `l`. */
function lower(text: string): string {
  const mended = /[a-z]I/.test(text)
    ? text.replace(/(?<![\p{L}])(?:[a-z]{1,40}I[a-zI]{0,40}|[A-Z][a-z]{1,40}I{1,3})(?!\p{L})/gu, (word) =>
        word.replace(/(?<=[a-z])I+/g, (run) => 'l'.repeat(run.length)),
      )
    : text;
  const small = mended.toLowerCase();
  return small.length === text.length ? small : mended.replace(/[\0-\x7f]+|./gsu, lowerOne);
}

/** A place for a place. */
function lowerOne(letter: string): string {
  const small = letter.toLowerCase();
  return small.length === letter.length ? small : letter;
}

function withoutWideSpace(text: string): Plain {
  const places = newPlaces();
  const pieces: string[] = [];
  const wide = /\s{2,}/g;
  let length = 0;
  let from = 0;
  for (let found = wide.exec(text); found !== null; found = wide.exec(text)) {
    const space = /\n[^\S\n]*\n/.test(found[0]) ? '\n\n' : ' ';
    pieces.push(narrow(text.slice(from, found.index)), space);
    length += found.index - from + space.length;
    from = wide.lastIndex;
    mark(places, length, from);
  }
  pieces.push(narrow(text.slice(from)));
  return { text: pieces.join(''), places };
}

/** Each for one. */
function narrow(text: string): string {
  return text.replace(/[^\S ]/g, ' ');
}

type Plain = { readonly text: string; readonly places: Places };
type Making = { readonly pieces: string[]; readonly places: Places; readonly signs: Map<string, Sign>; length: number };
/** What a sign comes to; letter by letter a text has few. */
type Sign = { readonly kind: 'unseen' | 'mark' | 'letter'; readonly normal: string };

/** Each letter with its marks as NFKC has it; what shows nothing is dropped. */
function plain(text: string): Plain {
  const making: Making = { pieces: [], places: newPlaces(), signs: new Map(), length: 0 };
  let from = 0;
  for (const run of text.matchAll(UNPLAIN_RUNS)) {
    // The letter before may have its marks in here.
    const begin = Math.max(from, run.index - 1);
    add(making, text.slice(from, begin), from);
    from = run.index + run[0].length;
    addLetters(making, text.slice(begin, from), begin);
  }
  add(making, text.slice(from), from);
  mark(making.places, making.length, text.length);
  return { text: making.pieces.join(''), places: making.places };
}

/** `from`: where it stands in the original. Where one letter became several, they end where it ends. */
function add(making: Making, piece: string, from: number): void {
  if (piece === '') return;
  mark(making.places, making.length, from);
  making.pieces.push(piece);
  making.length += piece.length;
}

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/gu;
const IS_UNSEEN = new RegExp(UNSEEN.source, 'u');

function readSign({ signs }: Making, sign: string): Sign {
  const known = signs.get(sign);
  if (known !== undefined) return known;
  const kind = IS_UNSEEN.test(sign) ? 'unseen' : /^\p{M}/u.test(sign) ? 'mark' : 'letter';
  const read: Sign = { kind, normal: kind === 'letter' ? normal(sign) : sign };
  signs.set(sign, read);
  return read;
}

function addLetters(making: Making, run: string, from: number): void {
  let letter = '';
  let begin = from;
  let at = from;
  for (const sign of run) {
    const { kind } = readSign(making, sign);
    if (kind === 'mark' && letter !== '') letter += sign;
    else if (kind !== 'unseen') {
      addLetter(making, letter, begin);
      letter = sign;
      begin = at;
    }
    at += sign.length;
  }
  addLetter(making, letter, begin);
}

function addLetter(making: Making, letter: string, from: number): void {
  if (letter !== '') add(making, making.signs.get(letter)?.normal ?? normal(letter), from);
}

/** Nobody writes more on one letter. */
const MOST_MARKS = 2;
const MOST_FOREIGN_MARKS = 4;

/** In these no mark is a letter: what does not join its letter is an ornament. */
const ORNAMENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}])\p{M}+/gu;
const TAKES_ORNAMENTS = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u;

function normal(letter: string): string {
  const [base = '', ...marks] = letter;
  const heaped = marks.length > MOST_MARKS && TAKES_ORNAMENTS.test(base);
  const kept = heaped ? [] : marks.slice(0, MOST_FOREIGN_MARKS);
  const whole = [letterOfSign(base), ...kept].join('').normalize('NFKC').replace(UNSEEN, '');
  // In lower case the Turkish capital with a dot would be two.
  return whole.replace(ORNAMENTS, '').replaceAll('\u0130', 'I');
}

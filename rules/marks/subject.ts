/**
 * Whether a subject marks its letter: `[CONFIDENTIAL] Depot`, `Confidential: depot`, `Depot – in confidence`. A
 * subject that only speaks of something confidential (`Confidential waste collection`) does not.
 * Blind to a marking that is a part of a sentence.
 */
import { folded, isInCapitals, wordsOf } from './folded.ts';
import { type Level, leadingMark, levelOf, markAlone } from './phrase.ts';

export type SubjectMark = { readonly words: string; readonly offset: number; readonly level: Level };

const LONGEST = 400;
/** `Re:`, `FW:`, `Re[2]:` and what gateways put before a subject. */
const PREFIX =
  /^\s{0,9}(?:(?:re|fw|fwd|aw|wg|sv|tr|antw|vs)\s?(?:\[\d{1,3}\])?\s?[:：]|\[(?:external|ext|extern|spam)[^\]]{0,40}\])\s{0,9}/i;

/** A subject without `Re:` and its like, and whether it had any. */
export function bareSubject(subject: string): {
  readonly bare: string;
  readonly offset: number;
  readonly isAnswer: boolean;
} {
  let [offset, isAnswer] = [0, false];
  for (let turn = 0; turn < 12; turn++) {
    const found = PREFIX.exec(subject.slice(offset, offset + LONGEST));
    if (found === null) break;
    offset += found[0].length;
    isAnswer ||= !found[0].trimStart().startsWith('[');
  }
  return { bare: subject.slice(offset), offset, isAnswer };
}

export function markOfSubject(subject: string): SubjectMark | null {
  const { bare, offset } = bareSubject(subject);
  const text = bare.slice(0, LONGEST);
  if (/^[^?]{0,60}\?\s*$/.test(text)) return null;
  const level = taggedLevel(text) ?? openingLevel(text) ?? closingLevel(text);
  return level === null
    ? null
    : { words: text.trim(), offset: offset + (text.length - text.trimStart().length), level };
}

/** `[CONFIDENTIAL]`, `(confidential)`, `**Confidential**`, `[SEC=OFFICIAL:Sensitive]`, wherever it stands. */
function taggedLevel(text: string): Level | null {
  for (const [tag] of text.matchAll(
    /\[[^[\]]{1,80}\]|\([^()]{1,80}\)|\{[^{}]{1,80}\}|<{1,3}[^<>]{1,80}>{1,3}|\*{1,5}[^*]{1,80}\*{1,5}/g,
  )) {
    const words = wordsOf(folded(tag)).replace(/^sec /, '');
    const level = markAlone(words);
    if (level !== null && isSaidSo(level, tag)) return level;
  }
  return null;
}

/** What may be confidential itself, as opposed to confidential waste, advice lines and surveys. */
const DOCUMENT =
  /^ (?:(?:and exempt|legal|briefing|draft|staff(?:ing)?|personnel|planning|committee|council) ){0,2}(?:annex(?:es)?|appendix|appendices|report|papers?|briefing|notes?|memo|items?|minutes?|matter|update|information|documents?|business|letter|valuation|tenders?|bids|advice note|legal advice)(?: [a-z]?\d{1,3}[a-z]?)?(?= ?$| ?[-–—:.,(/]| (?:for|on|re|about|to|from|of|attached|enclosed|regarding|in)\b)/;

function openingLevel(text: string): Level | null {
  const line = folded(text).replace(/^[\s*#!~_=<>«»"'“”‘’•-]+/, '');
  const alone = markAlone(wordsOf(line));
  if (alone !== null) return isSaidSo(alone, text) ? alone : null;
  const shouted = /^(private|exempt)\s?[-–—:|]/.exec(line)?.[1];
  if (shouted !== undefined && isInCapitals(firstWords(text, 1))) return shouted === 'exempt' ? 'exempt' : 'private';
  const lead = leadingMark(line);
  if (lead === null) return null;
  const rest = line.slice(lead.length);
  if (/^\s{0,3}[-–—:;.!|/~*#_=)\]>]/.test(rest) && !isHyphenated(rest)) return lead.level;
  if (/^ until | only$/.test(rest) || DOCUMENT.test(rest)) return lead.level;
  if (lead.level === 'official-sensitive' && !ABOUT_MARKINGS.test(rest)) return lead.level;
  const marking = firstWords(text, wordsOf(line.slice(0, lead.length)).split(' ').length);
  return isInCapitals(marking) && !ORDINARY.test(rest) ? lead.level : null;
}

const ABOUT_MARKINGS = /^ (?:training|guidance|guides?|labels?|labelling|markings?|handling|polic(?:y|ies)|course)\b/;

/** `confidential-waste bins`. */
function isHyphenated(rest: string): boolean {
  return /^[-/](?=[\p{L}])/u.test(rest);
}

/** What is confidential in everyday speech, in capitals or not. */
export const ORDINARY =
  /^ (?:waste|paper waste|shredding|bins?|sacks?|collections?|services?|helpline|hotline|advice|support|counselling|reporting|surveys?|draw|clinic|drop in|line|training|disposal|debt)\b/;

function closingLevel(text: string): Level | null {
  return tail(text) ?? capitalTail(text);
}

/** What follows the last dash, colon or stop, where that is a marking and nothing more. */
function tail(text: string): Level | null {
  const pieces = text.split(/\s[-–—|:/]{1,3}\s|[–—:|!.;,~*]+\s*/).filter((piece) => piece.trim() !== '');
  const last = pieces.at(-1) ?? '';
  const level = pieces.length > 1 ? markAlone(wordsOf(folded(last))) : null;
  return level !== null && isSaidSo(level, last) ? level : null;
}

/** `Depot valuation CONFIDENTIAL`: capitals where the rest has none. */
function capitalTail(text: string): Level | null {
  const found = /(?:^|\s)((?:[\p{Lu}&/-]{1,15}\s?){1,5})[\s.!*]*$/u.exec(text.slice(-100));
  const words = found?.[1] ?? '';
  if (words === '' || isInCapitals(text)) return null;
  const level = markAlone(wordsOf(folded(words)));
  return level === 'private' ? null : level;
}

/** `Private`, `Restricted` and their like are everyday words, and markings only where they are shouted. */
export function isSaidSo(level: Level, text: string): boolean {
  return (level !== 'private' && level !== 'restricted') || isInCapitals(text);
}

export function firstWords(text: string, count: number): string {
  return (text.match(/[\p{L}&]+/gu) ?? []).slice(0, count).join(' ');
}

/** Whether two subjects are the same but for `Re:` and case. */
export function isSameSubject(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => wordsOf(folded(bareSubject(each).bare.slice(0, LONGEST))));
  return a !== '' && a === b;
}

/** For a label's value, as a heading `Classification: Confidential` or a header field states one. */
export function levelOfValue(value: string): Level | null {
  const words = wordsOf(folded(value.slice(0, LONGEST)));
  return markAlone(words) ?? (words.split(' ').length <= 12 ? levelOf(words) : null);
}

/**
 * Whether a line of a text marks it: a heading (`STRICTLY CONFIDENTIAL – members only`), a label (`Classification:
 * Confidential`), an instruction that stands by itself. What is said inside a paragraph is talk, and marks nothing.
 */
import { folded, isInCapitals, wordsOf } from './folded.ts';
import { type Level, leadingMark, markAlone } from './phrase.ts';
import { firstWords, isSaidSo, levelOfValue, markOfSubject, ORDINARY } from './subject.ts';

export type LineMark = { readonly where: 'heading' | 'label'; readonly level: Level };
/** `top`: among the first lines of what somebody wrote; `foot`: among the last; `nth` of those, from 0. */
export type Place = { readonly place: 'top' | 'foot'; readonly nth: number; readonly isAlone: boolean };

const LONGEST = 300;

export function markOfLine(line: string, { place, nth, isAlone }: Place): LineMark | null {
  const text = line.slice(0, LONGEST).trim();
  if (text === '' || text.endsWith('?')) return null;
  const label = labelOf(text);
  if (label !== null) return label;
  const level =
    alone(text) ??
    (isAlone ? standing(text, place === 'top' && nth < 2) : null) ??
    (place === 'top' && nth < 3 ? opening(text, line.length) : null);
  return level === null ? null : { where: 'heading', level };
}

function alone(text: string): Level | null {
  const level = markAlone(wordsOf(folded(text)));
  return level !== null && isSaidSo(level, text) ? level : null;
}

const LABEL =
  /^(?:(?:information|document|data|security|government|protective|council|report|e-?mail|message) )?(?:classification|protective marking|marking|sensitivity(?: label)?|security|handling|caveat|gsc|class|status|privacy marking|confidentiality|publication)(?: (?:level|label|status|marking|class))?\s?(?:[:=]|[-–—]{1,2}\s)\s?(.{2,150})$/;
const YES_OR_NO =
  /^(?:this (?:item|report|paper) is )?(?:strictly )?(confidential|exempt|not for publication)(?: (?:item|report|information|paper))?\s?[:?=]\s?(?:yes|y|true|x|☒|✓|✔)(?![\p{L}\p{N}])/u;

function labelOf(text: string): LineMark | null {
  const line = folded(text).replace(/[*_]{1,3}/g, '');
  if (YES_OR_NO.test(line)) return { where: 'label', level: line.startsWith('confid') ? 'confidential' : 'exempt' };
  const level = levelOfValue(LABEL.exec(line)?.[1] ?? '');
  return level === null ? null : { where: 'label', level };
}

const THIS =
  '(?:this|these|it|(?:all of )?(?:this|the) (?:e ?mail|message|letter|note|paper|report|information|document|matter|following|above|attached|enclosed|contents?)(?: (?:paper|report|note|document|e ?mail|message)s?)?)';
const HOW =
  '(?:as |in )?(?:(?:strictly|highly|absolutely|completely|entirely|private and|private &|very) ){0,2}(?:confidential|(?:the )?(?:strict |strictest )?confidence)';
const STANDING: readonly RegExp[] = [
  new RegExp(
    `^(?:please |kindly )?(?:treat|keep|regard|consider|handle) (?:${THIS} )(?:(?:and its|with|together with) [a-z]{3,12} )?${HOW}(?: please)?(?: (?:until|till|for now|for the time being|at present|and do not|and not)(?: .{1,80})?)?$`,
  ),
  /^(?:strictly |highly )?(?:private and |private & )?(?:confidential|in (?:the )?(?:strict |strictest )?confidence)(?: please)? (?:until|till|pending|because|since|as|please|and not|not to|not for|to|for (?:your|members|councillors|the|addressee|recipient))(?: .{1,120})?$/,
];

/** But above what was written it is what a mail system adds. */
const STANDING_ABOVE = new RegExp(
  `^(?:please note (?:that )?)?${THIS} (?:is|are) ${HOW}(?: (?:until|till|and not for|and must not|and should not|and is not for|and for)(?: .{1,80})?)?$`,
);

/** `Please treat this as confidential.` as a paragraph of its own. */
function standing(text: string, isAbove: boolean): Level | null {
  const words = wordsOf(folded(text));
  const said = isAbove ? [...STANDING, STANDING_ABOVE] : STANDING;
  return words.length <= 200 && said.some((form) => form.test(words)) ? 'confidential' : null;
}

/** `CONFIDENTIAL: the figures that you asked for …`, after a salutation or before one. */
function opening(text: string, length: number): Level | null {
  return lead(text, length) ?? lead(text.replace(/^[\p{L}’'. ]{1,40}[,:–—-]\s{0,3}(?=\p{Lu}{3})/u, ''), length);
}

function lead(text: string, length: number): Level | null {
  const line = folded(text).replace(/^[\s*#!~_=<>«»"'“”‘’•[({-]+/, '');
  const mark = leadingMark(line);
  if (mark === null) return null;
  const rest = line.slice(mark.length);
  const shouted = isInCapitals(firstWords(text, wordsOf(line.slice(0, mark.length)).split(' ').length));
  if (/^\s?[\])}*_]{0,3}\s?(?:[:|!]|[-–—]{1,3}(?![\p{L}]))/u.test(rest)) return mark.level;
  if (!shouted || ORDINARY.test(rest)) return null;
  // A line of a list of things, or one all in capitals, says nothing by its capitals.
  return /^\s?[\])}*_]{0,3}\s?[./;(]/.test(rest) || (!isInCapitals(text) && length < LONGEST) ? mark.level : null;
}

/** A head of fields in quoted correspondence, or an appointment's: what its subject says. */
export function markOfField(line: string): Level | null {
  const found = /^[\s>*_|]{0,20}(?:subject|summary|title|re)[*_]{0,2}\s?:[*_]{0,2}\s?(.{2,300})$/i.exec(
    line.slice(0, 400),
  );
  return found === null ? null : (markOfSubject((found[1] ?? '').replace(/[*_\s]{1,4}$/, ''))?.level ?? null);
}

const ABOUT_ITSELF =
  /\b(?:this|the) (?:e ?mail|message|communication|transmission|correspondence|document|letter)\b|\binformation (?:contained )?in this\b|\bany (?:files|attachments)\b/;
const LEGAL =
  /\bintended (?:solely|only|recipients?|for)\b|\baddressees?\b|\brecipients?\b|\bin error\b|\bprivileged\b|\bunauthori[sz]ed\b|\bdisseminat|\bmay contain\b|\bcontains? confidential\b|\bliability\b|\bfreedom of information\b/;

/** The stock notice that mail systems put under every letter, whatever it says. */
export function isStockFooter(paragraph: string): boolean {
  const words = wordsOf(folded(paragraph.slice(0, 1_500).replaceAll('\n', ' ')));
  return ABOUT_ITSELF.test(words) && LEGAL.test(words);
}

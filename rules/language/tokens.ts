/**
 * A sentence as words that mean the same whoever writes them: sums, dates, times, addresses and names are told by kind
 * alone, so that what was learned of one contractor's quotation holds for the next.
 */
import { skeleton } from './skeleton.ts';

/** Lower-case words, or a kind in angle brackets: `<sum>`, `<n>`, `<time>`, `<day>`, `<addr>`, `<name>`; `?` and `!`. */
export type Token = string;

const PIECES =
  /[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?:\/\/|www\.)\S+|£\s?\d[\d,.]*\s?(?:k|m|bn)?\b|\d[\d,]*(?:\.\d+)?\s?(?:pounds|quid|k)\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\b|\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?|\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}+)*|[?!]/giu;

const DAY =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)$/;

/** Words that council people write with a capital and that are no names. */
const TITLES = new Set(
  `i council councillor councillors cllr cllrs clerk mayor deputy town parish committee ward hall chair chairman member members officer officers
  ok okay vat po po's foi eir dpa gdpr sar if yes no not please the we you it this that my our your and but so mr mrs ms dr sir madam street road
  lane close park church school office office's manager group party conservative labour liberal independent green reform dear hi hello thanks regards
  planning finance personnel policy full standing orders order act county district borough government ltd limited english british christmas easter`
    .trim()
    .split(/\s+/),
);

export function tokensOf(sentence: string): readonly Token[] {
  const plain = skeleton(sentence);
  const shouted = isShouted(plain);
  const tokens: Token[] = [];
  for (const match of plain.matchAll(PIECES)) {
    const token = kindOf(match[0], tokens.length === 0 || shouted);
    // “Hollins & Sons Fencing” is one name.
    if (token === '<name>' && tokens.at(-1) === '<name>') continue;
    tokens.push(token);
    if (tokens.length === 400) break;
  }
  return tokens;
}

function kindOf(piece: string, anyCase: boolean): Token {
  if (piece.includes('@') || /^(?:https?:|www\.)/i.test(piece)) return '<addr>';
  if (/^£|(?:pounds|quid|\dk)$/i.test(piece)) return '<sum>';
  if (/^\d/.test(piece)) return numberKind(piece);
  const word = piece.toLowerCase().replaceAll('’', "'");
  // “May” is a month only with a capital inside the sentence; as a verb it is far more frequent.
  if (DAY.test(word)) return '<day>';
  if (anyCase || TITLES.has(word.replace(/'s$/, '')) || !/^\p{Lu}/u.test(piece)) return word;
  return '<name>';
}

function numberKind(piece: string): Token {
  if (/[/-]|^\d{1,2}\.\d{1,2}\.\d/.test(piece)) return '<day>';
  if (/[:]|[ap]\.?m/i.test(piece) || /^\d{1,2}\.\d{2}$/.test(piece)) return '<time>';
  return '<n>';
}

/** Where everything is in capitals they tell no names. */
function isShouted(text: string): boolean {
  const upper = text.replace(/[^\p{Lu}]/gu, '').length;
  const lower = text.replace(/[^\p{Ll}]/gu, '').length;
  return upper > 3 && upper > lower;
}

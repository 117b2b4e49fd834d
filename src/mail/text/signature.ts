/**
 * The lines that close the author's own words: name, office, telephone. Taken from above any quotation, with legal
 * footers and what telephones add left out. A first reading: what looks like a sentence ends it.
 */
import { quoteBegins } from './quotes.ts';

const MOST_LINES = 6;
/** Characters; nobody signs below more of their own. */
const LONGEST_TEXT = 500_000;

const RULE = /^[\s*_=#~-]{5,200}$/;
const ADDED = /^(sent from (my|outlook|yahoo|mail)|get outlook for|sent via|sent with)\b/i;
const CLOSING =
  /^(kind|best|warm|many|with)?\s?(kind |best |warm |kindest )?(regards|wishes|thanks|thank you|cheers|yours (sincerely|faithfully|truly|ever)|sincerely|best|all the best|ta)[\s,.!-]*$/i;
const LEGAL =
  /confidential|disclaimer|intended (solely|only|for)|legally privileged|in error|viruses|liability|privacy notice|unsubscribe|before printing/i;

export function signatureOf(text: string): readonly string[] {
  const lines = text
    .slice(0, LONGEST_TEXT)
    .split('\n')
    .map((line) => line.slice(0, 2_000).trimEnd());
  const own = withoutFooters(lines.slice(0, quoteBegins(lines)));
  // RFC 3676 §4.3: the signature separator, dash dash space.
  const separator = own.lastIndexOf('--');
  const block = separator >= 0 ? own.slice(separator + 1) : closingLines(own);
  return block
    .map((line) => line.trim())
    .filter((line) => line !== '' && !ADDED.test(line))
    .slice(0, MOST_LINES * 2);
}

/** Legal notices, the council's letterhead in one long line, rows of stars: paragraph by paragraph from the end. */
function withoutFooters(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  for (;;) {
    while (end > 0 && lines[end - 1] === '') end--;
    const start = lines.lastIndexOf('', end - 1) + 1;
    if (end === 0 || start === 0 || !isFooter(lines.slice(start, end))) return lines.slice(0, end);
    end = start;
  }
}

function isFooter(paragraph: readonly string[]): boolean {
  const whole = paragraph.join(' ').slice(0, 4_000);
  const letterhead = paragraph.length === 1 && whole.length > 80 && /\bwww\.|\|/.test(whole);
  return (
    (whole.length > 60 && LEGAL.test(whole)) ||
    letterhead ||
    paragraph.every((line) => RULE.test(line) || ADDED.test(line))
  );
}

/** From the end upwards, while the lines are short and no sentences. */
function closingLines(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const line of lines.toReversed()) {
    const plain = line.trim();
    if (plain === '' || ADDED.test(plain)) continue;
    if (found.length === MOST_LINES || CLOSING.test(plain) || isSentence(plain)) break;
    found.unshift(plain);
  }
  return found;
}

function isSentence(line: string): boolean {
  const long = line.length > 90 || (line.split(' ').length > 10 && !line.includes('|'));
  return long || /[.?!:;,…]["'”’)]?$|[?!] /.test(line);
}

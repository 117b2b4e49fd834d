/**
 * The lines that close the author's own words: name, office, telephone. Taken from above any quotation, with legal
 * footers and what telephones add left out. A first reading: what looks like a sentence ends it.
 */
import { quoteBegins } from './quotes.ts';

const MOST_LINES = 6;
const LONGEST = 90;

const RULE = /^[\s*_=#~-]{5,200}$/;
const ADDED = /^(sent from (my|outlook|yahoo|mail)|get outlook for|sent via|sent with)\b/i;
const CLOSING =
  /^(kind|best|warm|many|with)?\s?(kind |best |warm |kindest )?(regards|wishes|thanks|thank you|cheers|yours (sincerely|faithfully|truly|ever)|sincerely|best|all the best|ta)[\s,.!-]*$/i;

export function signatureOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const own = withoutFooter(lines.slice(0, quoteBegins(lines)).map((line) => line.slice(0, 1_000)));
  // RFC 3676 §4.3: the signature separator, dash dash space.
  const separator = own.findLastIndex((line) => /^-- ?$/.test(line));
  const block = separator >= 0 ? own.slice(separator + 1) : closingLines(own);
  return block
    .map((line) => line.trim())
    .filter((line) => line !== '' && !ADDED.test(line))
    .slice(0, MOST_LINES * 2);
}

/** A row of stars or dashes with a paragraph below it, at the end, is a legal notice. */
function withoutFooter(lines: readonly string[]): readonly string[] {
  const rule = lines.findIndex(
    (line, n) => RULE.test(line) && line.trim() !== '--' && lines.slice(n + 1).some((below) => below.length > 60),
  );
  return rule < 0 ? lines : lines.slice(0, rule);
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
  return line.length > LONGEST || /[.?!:;,…]["'”’)]?$/.test(line);
}

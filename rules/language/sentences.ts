/**
 * Own words cut into the sentences that their author wrote, each with its place, so that what is found can be shown in
 * the letter. A line of a list, a cell of a table and a heading count as sentences; a line that a mail program broke
 * is joined to the next. Linear in the text.
 */

/** `from` and `to` in UTF-16 units of the text given, without white space at either end. */
export type Sentence = { readonly text: string; readonly from: number; readonly to: number };

/** Characters: what is longer is no sentence that a person wrote, and is cut. */
const LONGEST = 2_000;

export function sentencesOf(text: string): readonly Sentence[] {
  return blocksOf(text).flatMap((block) => cut(text, block.from, block.to));
}

type Run = { readonly from: number; readonly to: number };

/** Lines joined where the first was broken for width alone. */
function blocksOf(text: string): readonly Run[] {
  const lines = linesOf(text);
  const blocks: Run[] = [];
  let from = -1;
  lines.forEach((line, n) => {
    const blank = line.from === line.to;
    if (from >= 0 && (blank || startsAnew(text, lines[n - 1] as Run, line))) {
      blocks.push({ from, to: (lines[n - 1] as Run).to });
      from = -1;
    }
    if (!blank && from < 0) from = line.from;
  });
  const last = lines.at(-1);
  if (from >= 0 && last) blocks.push({ from, to: last.to });
  return blocks;
}

/** Trimmed; a line of white space alone is empty. */
function linesOf(text: string): readonly Run[] {
  const lines: Run[] = [];
  for (let start = 0; start <= text.length; ) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf;
    lines.push(trimmed(text, start, end));
    start = end + 1;
  }
  return lines;
}

/** A mail program breaks between 55 and 100 columns; a shorter line was ended by whoever wrote it. */
const SHORT = 48;
const ITEM = /^(?:[-*•·–—o]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)/i;

function startsAnew(text: string, before: Run, line: Run): boolean {
  if (ITEM.test(text.slice(line.from, line.from + 8))) return true;
  const ended = /[.!?:;]$/.test(text.charAt(before.to - 1));
  const short = before.to - before.from < SHORT;
  const upper = /[\p{Lu}\d"“‘']/u.test(text.charAt(line.from));
  return short && (ended || upper);
}

/** The number before a line of a list. */
const NUMBERED = /^\s*\d{1,2}\.$/;
const ABBREVIATED =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|cllr|cllrs|rev|revd|hon|st|no|nos|prof|sgt|insp|jr|sr|vs|etc|approx|est|inc|ltd|co|dept|tel|ext|ref|para|paras|min|mins|e\.g|i\.e|a\.m|p\.m|\p{L})\.$/iu;

function cut(text: string, start: number, end: number): readonly Sentence[] {
  const found: Sentence[] = [];
  let from = start;
  // Within its own block alone: a search that ran on would pass over the rest of the text once for each line.
  for (const mark of text.slice(start, end).matchAll(/[.!?…;]+["”’')\]]{0,3}(?=\s)/gu)) {
    const at = start + mark.index;
    const after = at + mark[0].length;
    if (!ends(text, { from, at }, mark[0])) continue;
    push(found, text, from, after);
    from = after;
  }
  push(found, text, from, end);
  return found;
}

type Place = { readonly from: number; readonly at: number };

function ends(text: string, { from, at }: Place, mark: string): boolean {
  const before = text.slice(Math.max(from, at - 10), at + 1);
  return mark !== '.' || !(ABBREVIATED.test(before) || NUMBERED.test(text.slice(from, at + 1)));
}

function push(found: Sentence[], text: string, start: number, end: number): void {
  for (let at = start; at < end; at += LONGEST) {
    const { from, to } = trimmed(text, at, Math.min(end, at + LONGEST));
    if (to > from) found.push({ text: text.slice(from, to), from, to });
  }
}

function trimmed(text: string, start: number, end: number): Run {
  let [from, to] = [start, end];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return { from, to };
}

function isSpace(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0x200b || code === 0x3000;
}

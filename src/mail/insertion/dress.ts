/** Our words as each kind of text wants them: lines of plain text, paragraphs of HTML, text/enriched. */

export type PlainDress =
  | { readonly kind: 'fixed'; readonly width: number }
  /** RFC 3676; `delSp`: the space that marks a soft break is no part of the text. */
  | { readonly kind: 'flowed'; readonly delSp: boolean };

/** RFC 3676 §4.2 asks for 78 and less. */
const WIDTH = 72;
/** RFC 5322 §2.1.1 allows 998. */
export const LONGEST = 900;

/** In lines that fit, none of which ends with a line end. */
export function plainLines(words: string, dress: PlainDress): readonly string[] {
  if (dress.kind === 'fixed') return paragraphsOf(words).flatMap((each) => wrapped(each, dress.width));
  return paragraphsOf(words).flatMap((each) => flowed(wrapped(each, WIDTH), dress.delSp ? '  ' : ' '));
}

export function htmlBlock(words: string, newline: string): string {
  const lines = paragraphsOf(words).map((each) => wrapped(escaped(each), LONGEST).join(newline));
  return `<p>${lines.join(`<br>${newline}`)}</p>`;
}

/** RFC 1896 §3: of two line ends one is shown. */
export function enrichedLines(words: string): readonly string[] {
  return paragraphsOf(words).flatMap((each) => ['', ...wrapped(each.replaceAll('<', '<<'), WIDTH)]);
}

function paragraphsOf(words: string): readonly string[] {
  return words.trim().split(/\r?\n/).map(onOneLine);
}

export function onOneLine(words: string): string {
  return words.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** ASCII whatever the character set of the page. */
function escaped(text: string): string {
  return text.replace(/[&<>"]|[^\x20-\x7e]/gu, (char) => NAMED[char] ?? `&#${char.codePointAt(0)};`);
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function wrapped(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ').flatMap(bounded)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** No word is longer than a line may be. */
function bounded(word: string): readonly string[] {
  return word.match(/.{1,900}/gsu) ?? [word];
}

/** §4.4: a space before what would else be a quotation, a mark of mail stores, or a space of ours. */
function flowed(lines: readonly string[], soft: string): readonly string[] {
  return lines.map((line, n) => {
    const stuffed = /^(?: |>|From )/.test(line) ? ` ${line}` : line;
    return n < lines.length - 1 ? stuffed + soft : stuffed;
  });
}

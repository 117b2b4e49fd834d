/** Where our words go in plain text and text/enriched: by lines, as who speaks in them. */
import type { Stretch } from '../../../rules/letter.ts';
import { speakersIn, type Writer } from '../text/stretches.ts';
import type { AddedWords, Insertion } from './added-words.ts';
import { enrichedLines, type PlainDress, plainLines } from './dress.ts';
import { bare } from './same-words.ts';

/** `text` as it was decoded. A text that has the words already, where they belong, gets none. */
export function placesInPlain(
  text: string,
  words: AddedWords,
  dress: PlainDress,
  writer: Writer,
): readonly Insertion[] {
  const lf = text.replaceAll('\r\n', '\n');
  const { stretches } = speakersIn({ text: lf, hidden: [], regions: [] }, writer);
  const end = lineEnd(lf, endOfOwn(stretches, lf));
  const places: Insertion[] = [];
  if (words.banner !== '' && !hasBanner(lf, words.banner))
    places.push({ at: 0, text: linesBelow('', plainLines(words.banner, dress), lf), filler: '\r\n' });
  if (words.statement !== '' && !saidAlready(lf, stretches, words.statement)) {
    const lines = plainLines(words.statement, dress);
    const block = linesBelow(lf.slice(0, end), lines, lf.slice(end));
    places.push({ at: withReturns(text, end), text: block, filler: '\r\n' });
  }
  return places;
}

/** Two line ends are one there, and what is quoted is not told apart: our words stand at the top and at the end. */
export function placesInEnriched(text: string, words: AddedWords): readonly Insertion[] {
  const places: Insertion[] = [];
  if (words.banner !== '')
    places.push({ at: 0, text: `${enrichedLines(words.banner).slice(1).join('\r\n')}\r\n\r\n`, filler: '\r\n' });
  if (words.statement !== '') {
    const block = `${enrichedLines(words.statement).join('\r\n')}\r\n`;
    places.push({ at: text.length, text: text.endsWith('\n') ? block : `\r\n${block}`, filler: '\r\n' });
  }
  return places;
}

/** Behind the last of the author's words and signatures; the text's beginning where there are none. */
export function endOfOwn(stretches: readonly Stretch[], text: string): number {
  const own = stretches.findLast(
    ({ kind, from, to }) => (kind === 'own' || kind === 'signature') && text.slice(from, to).trim() !== '',
  );
  return own?.to ?? 0;
}

/** In the author's own lines, not in what is quoted: a thread repeats what was said to somebody else. */
export function saidAlready(text: string, stretches: readonly Stretch[], words: string): boolean {
  const spoken = stretches.filter(({ kind }) => kind !== 'quoted' && kind !== 'forwarded');
  return bare(spoken.map(({ from, to }) => text.slice(from, to)).join('')).includes(bare(words));
}

export function hasBanner(text: string, banner: string): boolean {
  return bare(text.slice(0, 4 * banner.length + 1_000)).startsWith(bare(banner));
}

/** Own lines, an empty one above and below where something stands there. */
function linesBelow(above: string, lines: readonly string[], below: string): string {
  const before =
    above.trim() === '' || /\n[ \t]*\n$/.test(above.slice(-200)) ? '' : above.endsWith('\n') ? '\r\n' : '\r\n\r\n';
  const after = below.trim() === '' || /^[ \t]*\n/.test(below.slice(0, 200)) ? '' : '\r\n';
  // A part's last line end belongs to the boundary line below it.
  const last = below === '' && above !== '' && !above.endsWith('\n') ? '' : '\r\n';
  return `${before}${lines.join('\r\n')}${last}${after}`;
}

/** Passages in quotation marks end within a line; our words begin on one of their own. */
function lineEnd(text: string, at: number): number {
  if (at === 0 || text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The same place where line ends are CRLF, or some of them. */
export function withReturns(text: string, at: number): number {
  let returns = 0;
  for (let found = text.indexOf('\r\n'); found >= 0 && found - returns < at; found = text.indexOf('\r\n', found + 2))
    returns++;
  return at + returns;
}

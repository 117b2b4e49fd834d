/**
 * What a stranger wrote, made fit for a terminal: it must not move the reader's cursor, hide what follows or pass for
 * another line of ours; and what is there without being seen is shown by its number, `‹U+202E›`.
 */

/** Besides controls and format characters, fillers that count as letters or marks; emoji's own selectors stay. */
const FILLERS =
  '\\u{34f}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{180b}-\\u{180f}\\u{2028}\\u{2029}\\u{2800}\\u{3164}\\u{fe00}-\\u{fe0d}\\u{ffa0}\\u{e0100}-\\u{e01ef}';
const UNPRINTABLE = new RegExp(`[\\p{C}${FILLERS}]`, 'gu');
const UNPRINTABLE_IN_TEXT = new RegExp(`[^\\n\\t\\P{C}]|[${FILLERS}]`, 'gu');

/** One line, whatever it was. */
export function printableLine(text: string): string {
  return text.replace(UNPRINTABLE, revealed);
}

/** Keeps line ends and tabs. */
export function printableText(text: string): string {
  return text.replace(UNPRINTABLE_IN_TEXT, revealed);
}

function revealed(mark: string): string {
  return `‹U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** JSON escapes C0 itself; C1, bidi controls and line separators would pass it and act on a terminal or a viewer. */
const PASSES_JSON = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** For JSON: each such mark as `\u….`, so that nothing of what was written is lost. */
export function escapedForJson(text: string): string {
  return text.replace(PASSES_JSON, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * What a stranger wrote, made fit for a terminal: it must not move the reader's cursor, hide what follows or pass for
 * another line of ours.
 */

const UNPRINTABLE = /[\p{C}\u2028\u2029]/gu;
const UNPRINTABLE_IN_TEXT = /[^\n\t\P{C}]|[\u2028\u2029]/gu;
const SUBSTITUTE = '\u{fffd}';

/** One line, whatever it was. */
export function printableLine(text: string): string {
  return text.replace(UNPRINTABLE, SUBSTITUTE);
}

/** Keeps line ends and tabs. */
export function printableText(text: string): string {
  return text.replace(UNPRINTABLE_IN_TEXT, SUBSTITUTE);
}

/** JSON escapes C0 itself; C1, bidi controls and line separators would pass it and act on a terminal or a viewer. */
const PASSES_JSON = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** For JSON: each such mark as `\u….`, so that nothing of what was written is lost. */
export function escapedForJson(text: string): string {
  return text.replace(PASSES_JSON, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

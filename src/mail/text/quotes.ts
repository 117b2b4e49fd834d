/**
 * Where earlier correspondence begins in a text, and whether a letter holds any, by the marks that mail programs leave.
 * A first reading: blind to quotations that were typed by hand, and to those that stand above the author's words.
 */

/** Each on a line of its own. Bounded repetition only: these meet hostile lines. */
const MARKS: readonly RegExp[] = [
  /^\s{0,3}>/,
  /^\s{0,10}-{2,20}\s{0,3}(original|forwarded|original forwarded) (message|e-?mail|appointment|meeting)\s{0,3}-{2,20}\s{0,10}$/i,
  /^\s{0,10}begin forwarded message:\s{0,10}$/i,
  /^\s{0,3}on .{5,200}\bwrote:\s{0,10}$/i,
];

/** `On Mon, 23 Nov 2026 at 10:15, Jane Marsh <jane@x>` with `wrote:` on one of the next two lines. */
const WROTE_BEGINS = /^\s{0,3}on .{5,200}$/i;
const WROTE_ENDS = /\bwrote:\s{0,10}$/i;

const FROM = /^\s{0,3}\*?from:\*?\s/i;
const BESIDES = /^\s{0,3}\*?(sent|date|to|cc|subject):\*?\s/i;

/** The line with which earlier correspondence begins; the number of lines where there is none. */
export function quoteBegins(lines: readonly string[]): number {
  const found = lines.findIndex((line, n) => line !== '' && begins(lines, n, line.slice(0, 400)));
  return found < 0 ? lines.length : found;
}

function begins(lines: readonly string[], n: number, line: string): boolean {
  return MARKS.some((mark) => mark.test(line)) || isWrote(lines, n, line) || isHeaderBlock(lines, n, line);
}

/** Some programs break the line within the attribution. */
function isWrote(lines: readonly string[], n: number, line: string): boolean {
  if (!WROTE_BEGINS.test(line)) return false;
  return [1, 2].some((more) => WROTE_ENDS.test((lines[n + more] ?? '').slice(0, 400)));
}

/** Outlook's head of a quoted letter: `From:` and at least two of its companions in the next lines. */
function isHeaderBlock(lines: readonly string[], n: number, line: string): boolean {
  if (!FROM.test(line)) return false;
  return lines.slice(n + 1, n + 7).filter((line) => BESIDES.test(line.slice(0, 400))).length >= 2;
}

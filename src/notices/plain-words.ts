/**
 * Makes text that others wrote (subjects, names, replies of other systems) fit to stand in a notice: one line, no
 * control characters, nothing that turns the reading direction of our own words or hides among them.
 */

/** C0 and C1 controls, and the two Unicode line ends. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Bidi controls, zero-width fillers and tag characters: they show nothing and can change what the rest shows. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** More than four marks on one letter climb over the lines above it. */
const PILED_MARKS = /(\p{Mark}{4})\p{Mark}+/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** One line of at most `limit` characters, cut with `...`. */
export function plainWords(text: string, limit = 120): string {
  const shown = text
    .slice(0, limit * 20)
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(UNSEEN, '')
    .replace(CONTROLS, ' ')
    .replace(PILED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return isolate(cut(shown, limit));
}

function cut(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 3)
        .join('')
        .trimEnd()}...`;
}

/** Text read from right to left keeps its order to itself (Unicode UAX #9, isolates), so that ours stays readable. */
function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Printable ASCII on one line, for fields that may hold nothing else; everything foreign becomes `?`. */
export function asciiWords(text: string, limit = 400): string {
  return text
    .slice(0, limit * 4)
    .replace(/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g, ' ')
    .replace(/[^\u0020-\u007e]/gu, '?')
    .trim()
    .slice(0, limit);
}

/**
 * A text cut into lines, each with how deep in quotation it stands: by the `>` marks of plain text and by the regions
 * of HTML together.
 */
import type { Region, SeenText } from './seen.ts';

export type Line = {
  /** Offsets in the text; `to` without the line's end. */
  readonly from: number;
  readonly to: number;
  /** How many quotations it stands in, by marks and regions together. */
  readonly depth: number;
  /** Of them, how many a program marked in HTML. */
  readonly regions: number;
  /** What stands behind the marks, for matching: invisible characters dropped, spaces plain, trimmed, cut. */
  readonly text: string;
  readonly indented: boolean;
  /** What HTML says of it besides. */
  readonly says: 'introduction' | 'signature' | null;
  /** A line is drawn across the page just above it. */
  readonly ruled: boolean;
};

/** No letter that a person reads comes near; what lies beyond is the author's until somebody says otherwise. */
const MOST_LINES = 100_000;
const LONGEST = 2_000;
const DEEPEST = 30;

const MARKS = /^[ \t]{0,3}(?:[A-Z]{2,3}>[ \t]|>[ \t]?)(?:>[ \t]?){0,60}/;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Apple's and Google's dates hold narrow no-break spaces. */
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;

export function linesOf({ text, regions }: SeenText): readonly Line[] {
  const edges = edgesOf(regions, text.length);
  const open = { quote: 0, introduction: 0, signature: 0 };
  const lines: Line[] = [];
  let edge = 0;
  let start = 0;
  let ruled = false;
  while (start <= text.length && lines.length < MOST_LINES) {
    const end = endOfLine(text, start);
    for (let from = start; ; ) {
      for (let next = edges[edge]; next && next.at <= from; next = edges[++edge]) {
        if (next.kind === 'rule') ruled = true;
        else open[next.kind] += next.step;
      }
      const next = edges[edge];
      const to = next && next.at < end ? next.at : end;
      const line = lineOf(text, { from, to, first: from === start, open, ruled });
      lines.push(line);
      if (line.text !== '') ruled = false;
      if (to === end) break;
      from = to;
    }
    start = end + 1;
  }
  return glued(lines);
}

type Edge = { readonly at: number; readonly kind: Region['kind']; readonly step: 1 | -1 };

function edgesOf(regions: readonly Region[], length: number): readonly Edge[] {
  const edges = regions.flatMap(({ kind, from, to }): Edge[] =>
    kind === 'rule'
      ? [{ at: from, kind, step: 1 }]
      : to > from && from < length
        ? [
            { at: from, kind, step: 1 },
            { at: to, kind, step: -1 },
          ]
        : [],
  );
  return edges.sort((a, b) => a.at - b.at || a.step - b.step);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

type Cut = {
  readonly from: number;
  readonly to: number;
  readonly first: boolean;
  readonly open: Readonly<Record<'quote' | 'introduction' | 'signature', number>>;
  readonly ruled: boolean;
};

function lineOf(text: string, { from, to, first, open, ruled }: Cut): Line {
  const raw = text.slice(from, Math.min(to, from + LONGEST));
  const marks = first && !isGroupWise(raw) ? (MARKS.exec(raw)?.[0] ?? '') : '';
  const said = raw.slice(marks.length);
  return {
    from,
    to,
    depth: Math.min(DEEPEST, open.quote + countMarks(marks)),
    regions: Math.min(DEEPEST, open.quote),
    text: plain(said),
    indented: /^(\t| {3})/.test(said),
    says: open.introduction > 0 ? 'introduction' : open.signature > 0 ? 'signature' : null,
    ruled,
  };
}

/** `>>> Jane Marsh <jane@x> 23/11/2026 10:15 >>>` introduces, and quotes nothing itself. */
function isGroupWise(raw: string): boolean {
  return /^>>> .{3,300}>>>\s{0,5}$/.test(raw);
}

function countMarks(marks: string): number {
  return marks.split('>').length - 1;
}

function plain(text: string): string {
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim();
}

/**
 * `if the cost is` / `> 500 pounds then`: a line that wrapped before a sign of comparison; and `>From`, as mail stores
 * write a line that begins with `From` (RFC 4155). Neither is quoted.
 */
function glued(lines: readonly Line[]): readonly Line[] {
  return lines.map((line, n) => {
    const [before, after] = [lines[n - 1], lines[n + 1]];
    if (line.depth !== line.regions + 1 || !before || before.depth !== line.regions) return line;
    if (after && after.depth === line.depth && after.text !== '') return line;
    const compares =
      /^[=£$€]?\s?[\d£$€]/.test(line.text) &&
      /[\p{L}\d,)]$/u.test(before.text) &&
      (before.text.length >= 40 || after?.text !== '');
    const stored = /^From [a-z]/.test(line.text) && before.text !== '' && after?.text !== '';
    return compares || stored ? { ...line, depth: line.regions } : line;
  });
}

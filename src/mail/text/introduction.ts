/**
 * The lines that introduce earlier correspondence, wherever one begins: a separator, an attribution, a head of fields,
 * or several of them one below the other. What it governs is for `quotes.ts` to find.
 */
import { type Attribution, readAttribution } from './attribution.ts';
import { isDate } from './dates.ts';
import { readHead, readNotesHead } from './head-of-fields.ts';
import type { Line } from './lines.ts';
import { namedIn } from './named.ts';
import { readRunTogether } from './run-together-head.ts';
import { type Said, together, UNSAID } from './said.ts';
import { isDrawn, readSeparator } from './separator.ts';

export type Introduction = {
  /** The line behind it. */
  readonly to: number;
  readonly kind: 'quoted' | 'forwarded';
  readonly said: Said;
  /** `head`: all below is earlier mail. `attribution`: what is marked below, or else all. `doubtful`: only what is marked. */
  readonly form: 'head' | 'attribution' | 'doubtful';
};

type Place = { readonly lines: readonly Line[]; readonly end: number };

export function introductionAt(n: number, place: Place): Introduction | null {
  const text = place.lines[n]?.text ?? '';
  if (text === '') return null;
  return (
    runTogether(n, place) ??
    separated(n, place) ??
    drawn(n, place) ??
    attribution(n, place) ??
    head(n, place, false) ??
    notes(n, place) ??
    marked(n, place)
  );
}

function runTogether(n: number, { lines }: Place): Introduction | null {
  const found = readRunTogether(lines[n]?.text ?? '');
  return found ? { ...found, to: n + 1, form: 'head' } : null;
}

/** `-----Original Message-----`, then a head, an attribution, or nothing. */
function separated(n: number, place: Place): Introduction | null {
  const line = place.lines[n];
  const separator = line ? readSeparator(line.text) : null;
  if (separator === null) return null;
  const next = nextText(n + 1, place, 3);
  const under = next === null ? null : (head(next, place, true) ?? attribution(next, place) ?? notes(next, place));
  const author = separator.author === null ? null : namedIn(separator.author);
  if (under && (separator.sure || under.form !== 'doubtful')) {
    const form = under.form === 'doubtful' ? 'attribution' : under.form;
    const kind = separator.kind === 'forwarded' ? separator.kind : under.kind;
    return { ...under, form, kind, said: together(under.said, { ...UNSAID, author }) };
  }
  return separator.sure ? { to: n + 1, kind: separator.kind, said: { ...UNSAID, author }, form: 'attribution' } : null;
}

/** A line of underscores is one only above a head. */
function drawn(n: number, place: Place): Introduction | null {
  if (!isDrawn(place.lines[n]?.text ?? '')) return null;
  const next = nextText(n + 1, place, 2);
  return next === null ? null : head(next, place, true);
}

/** On one line, or on the up to four that a program broke it into; sometimes with a head below (old Yahoo, iNotes). */
function attribution(n: number, place: Place): Introduction | null {
  const found = attributionOver(n, place);
  if (found === null) return null;
  const next = nextText(found.to, place, 2);
  const below = next === null ? null : head(next, place, false);
  if (below) return { ...below, said: together(found.said, below.said) };
  return { to: found.to, kind: 'quoted', said: found.said, form: found.sure ? 'attribution' : 'doubtful' };
}

function attributionOver(n: number, { lines, end }: Place): (Attribution & { readonly to: number }) | null {
  const depth = lines[n]?.depth;
  let whole = '';
  for (let at = n; at < Math.min(end, n + 4); at++) {
    const line = lines[at];
    if (!line || line.text === '' || line.depth !== depth || line.text.length > 400) return null;
    whole = whole === '' ? line.text : `${whole} ${line.text}`;
    if (!/[:>\]][-–—\s]{0,12}$|\s-{3,10}$/.test(line.text)) continue;
    const found = readAttribution(whole);
    // What goes over several lines is a program's, which breaks lines; a person's words above it are not part of it.
    if (found && (at === n || startsLikeOne(lines[n]?.text ?? ''))) return { ...found, to: at + 1 };
    if (found || line.text.endsWith(':')) return null;
  }
  return null;
}

function startsLikeOne(text: string): boolean {
  return (
    /^[-–—* ]{0,8}(?:["']?(?:on|le|el|il|em|den|op|am|w dniu|ar|at|dnia|in a message)[ ,]|\d)/i.test(text) ||
    /^\p{L}+\.?,? \d/u.test(text) ||
    text.includes('@')
  );
}

function head(n: number, { lines, end }: Place, announced: boolean): Introduction | null {
  const found = readHead(n, { lines, end, announced });
  return found ? { ...found, kind: 'quoted', form: 'head' } : null;
}

/** Older Notes: a name, a date below it (in HTML a paragraph further), then `To:` and `Subject:`. */
function notes(n: number, place: Place): Introduction | null {
  const { lines, end } = place;
  const name = lines[n]?.text ?? '';
  const dated = name.length > 120 ? null : nextText(n + 1, place, 1);
  const date = dated === null ? '' : (lines[dated]?.text ?? '');
  if (dated === null || !isDate(date.replace(/^Sent by:.{0,80}$/i, ''))) return null;
  const next = nextText(dated + 1, place, 2);
  const below = next === null ? null : readNotesHead(next, { lines, end, announced: false });
  const author = namedIn(name);
  return below && author ? { to: below.to, kind: 'quoted', said: { ...below.said, author, date }, form: 'head' } : null;
}

/** What HTML marks as an introduction, in words that no pattern here knows. */
function marked(n: number, { lines, end }: Place): Introduction | null {
  const depth = lines[n]?.depth;
  let to = n;
  while (to < end && lines[to]?.says === 'introduction' && lines[to]?.depth === depth) to++;
  if (to === n || lines[n - 1]?.says === 'introduction') return null;
  const whole = lines.slice(n, Math.min(to, n + 20)).map(({ text }) => text);
  const found = readAttribution(whole.join(' ').trim());
  const said = found?.said ?? { ...UNSAID, author: personAmong(whole) };
  return { to, kind: 'quoted', said, form: 'attribution' };
}

function personAmong(texts: readonly string[]): Said['author'] {
  const addressed = texts.find((text) => /\S@\S/.test(text));
  return addressed === undefined ? null : namedIn(addressed.slice(0, 300));
}

/** The next line with anything on it, over at most so many blank ones, at the same depth. */
function nextText(from: number, { lines, end }: Place, blanks: number): number | null {
  for (let at = from; at < Math.min(end, from + blanks + 1); at++) {
    const line = lines[at];
    if (line && line.text !== '') return line.depth === lines[from - 1]?.depth ? at : null;
  }
  return null;
}

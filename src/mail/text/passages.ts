/**
 * The author's passages of a text, between what is quoted: what mail systems and telephones added to each, and the
 * signature that closes it.
 */
import type { Stretch } from '../../../rules/letter.ts';
import { bannerLines } from './banners.ts';
import { footerFrom, isAddedLine } from './footers.ts';
import type { Line } from './lines.ts';
import { closingOf } from './signature.ts';

export type Kind = Stretch['kind'];

/** Lines of a text, and who speaks in each; `kinds` is filled in here. */
export type Page = { readonly lines: readonly Line[]; readonly kinds: Kind[] };

/** From its first to behind its last line with anything on it. */
export type Passage = { readonly from: number; readonly to: number };

/** More lines than any footer's paragraph has. */
const LONGEST_PARAGRAPH = 60;
const LONGEST_BANNER = 8;

/** Where the notices begin that servers set below all, quotations included. */
export function beforeFooters(lines: readonly Line[]): number {
  const end = footersFrom({ lines, kinds: [] }, { from: 0, to: lines.length });
  return lines.slice(end).every(({ depth }) => depth === 0) ? end : lines.length;
}

export function passagesOf({ lines, kinds }: Page): readonly Passage[] {
  const passages: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | null = null;
  for (const [n, kind] of kinds.entries()) {
    if (kind !== 'own') open = null;
    else if (lines[n]?.text !== '') {
      if (open === null) {
        open = { from: n, to: n + 1 };
        passages.push(open);
      }
      open.to = n + 1;
    }
  }
  return passages;
}

/** Banner at its top, footers at its end, and the signature above them. `outer`: it is the first or the last. */
export function settle(page: Page, passage: Passage, writer: { names: ReadonlySet<string>; outer: boolean }): void {
  const from = settleBanners(page, passage);
  const to = footersFrom(page, { from, to: passage.to });
  name(page, { from: to, to: passage.to }, 'footer');
  const lines = page.lines.slice(from, to);
  const texts = lines.map(({ text }) => text);
  const closing = closingOf({ texts, marked: lines.map(({ says }) => says === 'signature'), ...writer });
  if (closing === null) return;
  name(page, { from: from + closing.from, to: from + closing.to }, 'signature');
  const added = texts.flatMap((text, n) => (n >= closing.from && isAddedLine(text) ? [from + n] : []));
  for (const at of added) page.kinds[at] = 'footer';
  const above = { from, to: from + closing.from };
  name(page, { from: footersFrom(page, above), to: above.to }, 'footer');
}

function name({ kinds }: Page, { from, to }: Passage, kind: Kind): void {
  for (let n = from; n < to; n++) if (kinds[n] !== 'banner') kinds[n] = kind;
}

/** Gives where the author's words begin. One may also stand right above a quotation. */
function settleBanners(page: Page, { from, to }: Passage): number {
  const texts = page.lines.slice(from, to).map(({ text }) => text);
  let start = 0;
  for (let at = 0; at < texts.length; at++) {
    if (texts[at] === '' || !opens(texts, at, start)) continue;
    const count = bannerLines(texts.slice(at, at + LONGEST_BANNER));
    if (count === 0) continue;
    name(page, { from: from + at, to: from + at + count }, 'banner');
    if (texts.slice(start, at).every((text) => text === '')) start = at + count;
    at += count - 1;
  }
  return from + start;
}

function opens(texts: readonly string[], at: number, start: number): boolean {
  return at === start || texts[at - 1] === '';
}

/** Where the footers begin that end a passage, paragraph by paragraph upwards; its end where there are none. */
function footersFrom({ lines, kinds }: Page, { from: floor, to: end }: Passage): number {
  let found = end;
  for (let to = end; ; ) {
    while (to > floor && (lines[to - 1]?.text === '' || kinds[to - 1] === 'banner')) to--;
    let from = to;
    while (from > floor && lines[from - 1]?.text !== '' && to - from < LONGEST_PARAGRAPH) from--;
    const footer = from + footerFrom(lines.slice(from, to).map(({ text }) => text));
    if (footer === to) return found;
    found = footer;
    if (footer > from) return found;
    to = footer;
  }
}

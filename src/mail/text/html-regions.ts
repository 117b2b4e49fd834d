/** What the marks of mail programs come to, once the text around them is known: quotations, what leads to them, signatures. */
import type { Region } from './seen.ts';

/**
 * `whole`: the element; `once`: the same, if no other mark says it already. `rest`: from here to the end of what it stands in. `wrapper`: around a quotation and the line
 * that leads to it, and perhaps around answers below. `forward or wrapper`: such, or a forwarded letter. `fields`: an
 * introduction, if it reads like one (`From:`, `Sent:`).
 */
export type Mark = {
  readonly kind: Region['kind'];
  readonly how: 'whole' | 'once' | 'rest' | 'wrapper' | 'forward or wrapper' | 'fields';
};

export type OpenRegion = { readonly mark: Mark; within: OpenRegion | null; from: number; to: number };

/** `from` until text comes. */
export const NOWHERE = Number.MAX_SAFE_INTEGER;

export function newRegion(mark: Mark): OpenRegion {
  return { mark, within: null, from: NOWHERE, to: 0 };
}

/** In characters: what stands before a quotation in its wrapper is no introduction if it is longer. */
const LONGEST_INTRODUCTION = 2_000;

export function settleRegions(text: string, found: readonly OpenRegion[]): readonly Region[] {
  const filled = found.filter(({ mark, from, to }) => mark.kind === 'rule' || to > from);
  const wrong = falseFields(text, filled);
  const first = firstQuotes(filled);
  const introduced = new Set(filled.flatMap(({ mark, within }) => (mark.kind === 'introduction' ? [within] : [])));
  const regions = filled.flatMap((region): readonly Region[] => {
    const { mark, from, to } = region;
    if (mark.kind === 'rule') return [{ kind: 'rule', from, to: from }];
    if (wrong.has(region)) return [];
    const inner = first.get(region);
    if (inner === undefined || !isWrapper(text, region)) return [{ kind: mark.kind, from, to }];
    return introduced.has(region) ? [] : introduction(text, from, inner.from);
  });
  return distinct(regions.toSorted((a, b) => a.from - b.from || b.to - a.to));
}

/** “---------- Forwarded message” above what it wraps: all of it is the forwarded letter. */
function isWrapper(text: string, { mark, from }: OpenRegion): boolean {
  return mark.how === 'wrapper' || (mark.how === 'forward or wrapper' && !text.startsWith('--', from));
}

/** The first quotation directly inside each. */
function firstQuotes(found: readonly OpenRegion[]): ReadonlyMap<OpenRegion, OpenRegion> {
  const first = new Map<OpenRegion, OpenRegion>();
  for (const region of found)
    if (region.mark.kind === 'quote' && region.within !== null && !first.has(region.within))
      first.set(region.within, region);
  return first;
}

function introduction(text: string, from: number, quoteFrom: number): readonly Region[] {
  const to = from + text.slice(from, quoteFrom).trimEnd().length;
  return to === from || to - from > LONGEST_INTRODUCTION ? [] : [{ kind: 'introduction', from, to }];
}

/** A drawn line is Outlook's only where its fields stand below; the quotation that begins with it falls with it. */
function falseFields(text: string, found: readonly OpenRegion[]): ReadonlySet<OpenRegion> {
  const wrong = new Set<OpenRegion>();
  for (const region of found) {
    if (region.mark.how !== 'fields' || readsAsFields(text.slice(region.from, Math.min(region.to, region.from + 600))))
      continue;
    wrong.add(region);
    if (region.within?.mark.how === 'rest' && region.within.from === region.from) wrong.add(region.within);
  }
  return wrong;
}

/** In any language: a word and a colon on at least two lines. */
function readsAsFields(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.filter((line) => /^[*\s]{0,4}[\p{L}\p{M}. -]{1,25}[\s*]{0,3}[:：]/u.test(line)).length >= 2;
}

function distinct(regions: readonly Region[]): readonly Region[] {
  return regions.filter(({ kind, from }, n) => {
    const before = regions[n - 1];
    return kind !== 'rule' || before?.kind !== 'rule' || before.from !== from;
  });
}

/** Where in a letter's bytes there is something to spoil. Good enough for letters that are whole; others are spoilt anyhow. */
import type { Chance } from './chance.ts';

/** One way to spoil a letter; `null` where it holds nothing to be spoilt so. Letters are in Latin-1. */
export type Mutation = (text: string, chance: Chance) => string | null;
export type Mutations = Readonly<Record<string, Mutation>>;

export type Place = { readonly from: number; readonly to: number; readonly text: string };

/** Header fields of the letter and its parts, folded lines included, without the last line end. */
export function fields(text: string, name: string): readonly Place[] {
  return matches(text, new RegExp(`^${name}[ \\t]*:[^\\r\\n]*(?:\\r\\n[ \\t][^\\r\\n]*)*`, 'gim'));
}

/** Of the letter itself. */
export function headFields(text: string, name = '[A-Za-z-]+'): readonly Place[] {
  const end = text.indexOf('\r\n\r\n');
  return fields(end < 0 ? text : text.slice(0, end + 2), name);
}

export function matches(text: string, pattern: RegExp): readonly Place[] {
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }));
}

export function replaced(text: string, place: Place | null, by: (old: string) => string): string | null {
  return place === null ? null : text.slice(0, place.from) + by(place.text) + text.slice(place.to);
}

/** Lines that divide parts, without their line ends. */
export function boundaryLines(text: string): readonly Place[] {
  return boundaries(text).flatMap((boundary) =>
    matches(text, new RegExp(`^--${boundary.replace(/[^\w]/g, '\\$&')}(--)?[ \\t]*(?=\\r?$)`, 'gm')),
  );
}

export function boundaries(text: string): readonly string[] {
  return [...text.matchAll(/\bboundary="?([^"\s;]{1,70})"?/gi)].map((match) => match[1] ?? '');
}

/** A part's body: from a blank line to the next boundary line, or to the end. */
export function bodies(text: string): readonly Place[] {
  const ends = boundaryLines(text)
    .map(({ from }) => from - 2)
    .sort((a, b) => a - b);
  return matches(text, /\r\n\r\n/g).map(({ to }) => {
    const end = Math.max(to, ends.find((each) => each >= to) ?? text.length);
    return { from: to, to: end, text: text.slice(to, end) };
  });
}

/** Somewhere. */
export function anywhere(text: string, chance: Chance): number {
  return chance.below(text.length + 1);
}

export function inserted(text: string, at: number, more: string): string {
  return text.slice(0, at) + more + text.slice(at);
}

/** Chance that can be had again: the same seed and number give the same choices (mulberry32). */

export type Chance = {
  /** A whole number from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
  /** From a list that may be empty. */
  readonly one: <T>(list: readonly T[]) => T | null;
  /** True so many times in a hundred. */
  readonly in100: (times: number) => boolean;
  /** A word that stands in no other letter, as good as surely. */
  readonly word: () => string;
};

export function chance(seed: number, number: number): Chance {
  const random = mulberry(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const below = (count: number) => Math.floor(random() * count);
  const one = <T>(list: readonly T[]): T | null => list[below(list.length)] ?? null;
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    one,
    in100: (times) => below(100) < times,
    word: () => Array.from({ length: 4 }, () => one(CONSONANTS) + (one(VOWELS) ?? '')).join(''),
  };
}

const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

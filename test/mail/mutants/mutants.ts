/**
 * Letters spoilt at random, in the ways in which senders have walked past filters: each can be made again from its
 * seed and its number.
 */
import { BOUNDARY_MUTATIONS } from './boundary-mutations.ts';
import { chance } from './chance.ts';
import { HEADER_MUTATIONS } from './header-mutations.ts';
import { PACKING_MUTATIONS } from './packing-mutations.ts';
import { type Seeds, seedLetter } from './seeds.ts';

export type Mutant = {
  readonly bytes: Buffer;
  /** The letter that it was, and what was done to it. */
  readonly made: readonly string[];
};

const KINDS = [BOUNDARY_MUTATIONS, HEADER_MUTATIONS, PACKING_MUTATIONS].map((kind) => Object.entries(kind));

export function mutant(seeds: Seeds, seed: number, number: number): Mutant {
  const by = chance(seed, number);
  const letter = seedLetter(seeds, by);
  const made = [letter.from];
  let { text } = letter;
  for (let left = 1 + by.below(3); left > 0; left--) {
    const [name, mutate] = by.one(by.one(KINDS) ?? []) ?? ['', () => null];
    const spoilt = mutate(text, by);
    if (spoilt === null) continue;
    text = spoilt;
    made.push(name);
  }
  return { bytes: Buffer.from(text, 'latin1'), made };
}

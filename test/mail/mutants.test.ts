/**
 * Letters spoilt in the ways in which senders walk past filters, held against a second parser. `SEED` makes others;
 * with `MUTANT` the one of that number is written to standard output, as it was made.
 */
import { describe, expect, it } from 'vitest';
import { heldAgainstSecondParser } from './mutants/held-against.ts';
import { mutant } from './mutants/mutants.ts';
import { MISSING, PYTHON } from './mutants/second-parser.ts';
import { findSeeds } from './mutants/seeds.ts';

const SEED = Number(process.env.SEED ?? 1);
const MUTANT = process.env.MUTANT;

if (MUTANT !== undefined) process.stdout.write(mutant(findSeeds(), SEED, Number(MUTANT)).bytes);
if (!PYTHON) console.warn(MISSING);

describe.skipIf(!PYTHON && process.env.CI !== 'true')('a letter that was spoilt', () => {
  it('holds nothing for a second parser that we have not read, or told of', async () => {
    expect(PYTHON, MISSING).toBe(true);
    const { lacking, compared } = await heldAgainstSecondParser({ seed: SEED, from: 0, count: 2_000 });
    expect(lacking).toEqual([]);
    // Else it would be enough to hold everything.
    expect(compared).toBeGreaterThan(600);
  }, 120_000);
});

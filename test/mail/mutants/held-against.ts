/** Many mutants, each read by us and, unless we say that it cannot be accounted for, by the second parser too. */
import { unaccounted } from '../../../rules/accounted.ts';
import { letterFrom } from '../../../src/mail/letter.ts';
import { envelopeTo } from '../envelope.ts';
import { type Lack, lacks } from './coverage.ts';
import { mutant } from './mutants.ts';
import { openSecondParser, type SecondParser } from './second-parser.ts';
import { findSeeds, type Seeds } from './seeds.ts';

export type Some = { readonly seed: number; readonly from: number; readonly count: number };

export type Account = {
  readonly unreadable: number;
  /** Read, and held where an inside author sent it. */
  readonly held: number;
  /** Read by both. */
  readonly compared: number;
  /** In which we lack something, each with what it takes to make it again. */
  readonly lacking: readonly string[];
};

/** How many letters the second parser may have before it. */
const AHEAD = 64;
/** Failures that are told. */
const TOLD = 20;

export async function heldAgainstSecondParser({ seed, from, count }: Some): Promise<Account> {
  const seeds = findSeeds();
  const parser = openSecondParser();
  const found = { unreadable: 0, held: 0, compared: 0, lacking: [] as string[] };
  const waiting: Promise<void>[] = [];
  try {
    for (let number = from; number < from + count; number++) {
      const { as, lacking } = await readOne({ seeds, parser }, seed, number);
      found[as]++;
      waiting.push(
        lacking.then((what) => void (what.length > 0 && found.lacking.push(told(seeds, seed, number, what)))),
      );
      if (waiting.length >= AHEAD) await waiting.shift();
    }
    await Promise.all(waiting);
  } finally {
    await parser.close();
  }
  return { ...found, lacking: found.lacking.slice(0, TOLD) };
}

type By = { readonly seeds: Seeds; readonly parser: SecondParser };
type Reading = { readonly as: 'unreadable' | 'held' | 'compared'; readonly lacking: Promise<readonly Lack[]> };

async function readOne({ seeds, parser }: By, seed: number, number: number): Promise<Reading> {
  const { bytes } = mutant(seeds, seed, number);
  const letter = await letterFrom(bytes, envelopeTo('b@x.example'));
  if (letter.body.kind === 'unreadable') return { as: 'unreadable', lacking: Promise.resolve([]) };
  if (unaccounted(letter) !== null) return { as: 'held', lacking: Promise.resolve([]) };
  return { as: 'compared', lacking: parser.read(bytes).then((theirs) => lacks(letter, bytes, theirs)) };
}

function told(seeds: Seeds, seed: number, number: number, what: readonly Lack[]): string {
  const lacking = what.slice(0, 5).map(({ of, what }) => `${of} ${what}`);
  return `SEED=${seed} MUTANT=${number} (${mutant(seeds, seed, number).made.join(', ')}) lacks ${lacking.join(', ')}`;
}

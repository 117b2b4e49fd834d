/** What mutants are made of: letters that are made up, the repository's own, and other parsers' tests where this machine has them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ROOT } from '../../source-tree.ts';
import type { Chance } from './chance.ts';
import { madeLetter } from './made-letters.ts';

const corpus = resolve(process.env.POSTROOM_SHARED ?? '../shared', 'corpus/parsers');
/** Long letters take python longer than they teach. */
const LONGEST = 16 * 1024;

export type Seeds = {
  readonly clients: readonly string[];
  readonly letters: readonly string[];
  readonly corpus: readonly string[];
};

export function findSeeds(): Seeds {
  const own = [...mailIn(join(ROOT, 'test/letters')), ...mailIn(join(ROOT, 'samples/letters'))];
  return {
    clients: own.filter((path) => path.includes('/clients/')),
    letters: own.filter((path) => !path.includes('/clients/')),
    corpus: existsSync(corpus) ? mailIn(corpus) : [],
  };
}

/** In Latin-1, lines ending in CRLF as SMTP brings them; and where it is from. */
export function seedLetter(
  { clients, letters, corpus }: Seeds,
  chance: Chance,
): { readonly text: string; readonly from: string } {
  const kind = chance.below(10);
  const path = chance.one(kind < 5 ? [] : kind < 7 ? clients : kind < 8 ? letters : corpus);
  if (path === null) return { text: madeLetter(chance), from: 'made' };
  const text = readFileSync(path, 'latin1').slice(0, LONGEST);
  return { text: text.replace(/\r?\n/g, '\r\n'), from: path };
}

function mailIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(eml|txt|msg|raw|bin)$/.test(name) && !/_decoded_|LICENSE/.test(basename(name)))
    .map((name) => join(folder, name))
    .sort();
}

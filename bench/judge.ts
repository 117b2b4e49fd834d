/**
 * How many letters a second the rules judge, alone, on one core: the letter of the bench is read once, then judged
 * over and over, by the sample council with all its rules enforced. Then a hostile megabyte, once.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Council } from '../rules/council.ts';
import { NO_HISTORY } from '../rules/history.ts';
import { judge } from '../rules/judge.ts';
import type { Letter } from '../rules/letter.ts';
import { readLetter } from '../src/cases/read-letter.ts';
import { loadPolicy } from '../src/config/load.ts';
import { asEnforced } from '../src/config/policy.ts';
import { LETTER } from './load.ts';
import { median, numberOption } from './options.ts';

const SECONDS = numberOption('seconds', 3);
const ROUNDS = numberOption('rounds', 5);
const NOW = Date.UTC(2026, 10, 16, 9, 12);
const COUNCIL = fileURLToPath(new URL('../samples/ashcombe/council.yaml', import.meta.url));

const council = asEnforced(sampleCouncil());
const letter = await read(LETTER);
rate(letter, 0.5);
const rates = Array.from({ length: ROUNDS }, () => rate(letter, SECONDS / ROUNDS));
console.log(
  `judging alone: ${median(rates).toFixed(0)} letters/s of ${readFileSync(LETTER).length} bytes (must 800, goal 2000)`,
);
const hostile = await hostileLetter();
const start = performance.now();
judge(hostile, council, NO_HISTORY, NOW);
console.log(`a hostile megabyte: ${(performance.now() - start).toFixed(0)} ms (must 1000)`);

function sampleCouncil(): Council {
  const read = loadPolicy({ councils: [COUNCIL] });
  if (read.kind === 'refused') throw new Error(read.faults.map((fault) => fault.says).join('; '));
  const [first] = read.policy.councils;
  if (first === undefined) throw new Error('the sample has no council');
  return first;
}

/** From and to whom its header names. */
async function read(file: string): Promise<Letter> {
  return readLetter(file, { envelope: { from: null, to: null }, proven: true }, council);
}

function rate(judged: Letter, seconds: number): number {
  const begin = performance.now();
  let letters = 0;
  while (performance.now() - begin < seconds * 1000) {
    judge(judged, council, NO_HISTORY, NOW);
    letters += 1;
  }
  return letters / ((performance.now() - begin) / 1000);
}

/** One endless line of what makes careless patterns backtrack. */
async function hostileLetter(): Promise<Letter> {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-bench-'));
  try {
    const head = readFileSync(LETTER, 'utf8').split('\nMIME-Version')[0];
    const text = 'a@a.a, '.repeat(40_000) + '<'.repeat(100_000) + '- '.repeat(100_000) + 'aaaaaaaaaa '.repeat(40_000);
    const file = join(folder, 'hostile.eml');
    writeFileSync(file, `${head}\n\n${text.slice(0, 1_000_000)}\n`.replace(/\n/g, '\r\n'));
    return await read(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

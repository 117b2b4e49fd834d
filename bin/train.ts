/**
 * `npm run train`: learns each detector's weights from the sentences in `rules/language/training/DETECTOR/*.tsv` and
 * writes them to `rules/language/models/DETECTOR.ts`. The same sentences give the same weights. Prints how well each
 * file's sentences are told by what was learned from the other files alone.
 *
 * A line is `yes` or `no`, what the letter answers (`offer`, `other`, `none`), and the sentence, parted by tabs.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectorFrom, logistic, type Model, scaleOf } from '../rules/language/detector.ts';
import { featuresOf, type Occasion } from '../rules/language/features.ts';

type Example = { readonly yes: boolean; readonly occasion: Occasion; readonly sentence: string; readonly file: string };

const TRAINING = new URL('../rules/language/training/', import.meta.url).pathname;
const MODELS = new URL('../rules/language/models/', import.meta.url).pathname;
const ROUNDS = 25;
const RATE = 0.3;
/** Pulls weights towards zero, so that one odd sentence teaches little. */
const RESTRAINT = 2e-5;
/** A feature of fewer sentences than this is chance. */
const SEEN = 2;
/** Below this a weight changes no verdict. */
const LEAST = 0.06;
/** What another detector is to tell, this one is not. */
const CONTRASTS: Readonly<Record<string, readonly string[]>> = { binds: ['speaks-for-council'] };

function examplesOf(detector: string): readonly Example[] {
  const folder = join(TRAINING, detector);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap((line, n) => (line.trim() === '' || line.startsWith('#') ? [] : [example(line, `${file}:${n + 1}`)])),
    );
}

function contrasting(detector: string): readonly Example[] {
  return examplesOf(detector).map((each) => ({ ...each, yes: false, file: `${detector}/${each.file}` }));
}

function example(line: string, place: string): Example {
  const [answer, occasion, sentence, ...more] = line.split('\t');
  const known = (answer === 'yes' || answer === 'no') && /^(offer|other|none)$/.test(occasion ?? '');
  if (!known || !sentence || more.length > 0) throw new Error(`${place}: a line is yes|no, offer|other|none, sentence`);
  return { yes: answer === 'yes', occasion: occasion as Occasion, sentence, file: place.replace(/:\d+$/, '') };
}

/** Logistic regression by AdaGrad, in an order that is shuffled the same way each time. */
function learn(examples: readonly Example[]): Model {
  const seen = new Map<string, number>();
  const prepared = examples.map(({ yes, occasion, sentence }) => ({ yes, features: featuresOf(sentence, occasion) }));
  for (const { features } of prepared) for (const each of features) seen.set(each, (seen.get(each) ?? 0) + 1);
  const kept = prepared.map(({ yes, features }) => ({
    yes,
    scale: scaleOf(features.length),
    features: features.filter((each) => (seen.get(each) ?? 0) >= SEEN),
  }));
  const weights = new Map<string, number>();
  const squares = new Map<string, number>();
  const chance = randomFrom(1_974);
  const positives = kept.filter(({ yes }) => yes).length;
  const rare = Math.log((positives + 1) / (kept.length - positives + 1));
  let bias = Math.min(rare, -1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { yes, scale, features } of shuffled(kept, chance)) {
      const sum = features.reduce((total, each) => total + (weights.get(each) ?? 0) * scale, bias);
      const off = logistic(sum) - (yes ? 1 : 0);
      bias = Math.min(bias - 0.01 * off, -1);
      for (const each of features) {
        const weight = weights.get(each) ?? 0;
        const slope = off * scale + RESTRAINT * kept.length * weight * 0.01;
        const square = (squares.get(each) ?? 1) + slope * slope;
        squares.set(each, square);
        weights.set(each, weight - (RATE * slope) / Math.sqrt(square));
      }
    }
  }
  const rounded = [...weights]
    .filter(([, weight]) => Math.abs(weight) >= LEAST)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, weight]) => [feature, Math.round(weight * 1_000) / 1_000]);
  return { bias: Math.round(bias * 1_000) / 1_000, weights: Object.fromEntries(rounded) };
}

function shuffled<T>(all: readonly T[], chance: () => number): readonly T[] {
  return all
    .map((each) => [chance(), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}

/** xorshift32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function assess(examples: readonly Example[], say: (line: string) => void, wrong: boolean): void {
  const files = [...new Set(examples.map(({ file }) => file))];
  const folds = files.length > 1 ? files : [];
  for (const left of folds) {
    const detector = detectorFrom(learn(examples.filter(({ file }) => file !== left)));
    const tried = examples
      .filter(({ file }) => file === left)
      .map((each) => ({ ...each, chance: detector.chance(each.sentence, each.occasion) }));
    for (const at of [0.3, 0.5, 0.7, 0.9]) {
      const told = tried.filter(({ chance }) => chance >= at);
      const right = told.filter(({ yes }) => yes).length;
      const all = tried.filter(({ yes }) => yes).length;
      say(
        `  ${left} at ${at}: precision ${(right / Math.max(1, told.length)).toFixed(3)}, recall ${(right / Math.max(1, all)).toFixed(3)}, ${tried.length} sentences`,
      );
    }
    if (!wrong) continue;
    for (const each of tried)
      if (each.yes !== each.chance >= 0.5)
        say(`    ${each.yes ? 'MISSED' : 'FALSE '} ${each.chance.toFixed(2)} ${each.sentence}`);
  }
}

const [only] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const wrong = process.argv.includes('--wrong');
for (const detector of readdirSync(TRAINING).filter(
  (name) => !name.includes('.') && (only === undefined || name === only),
)) {
  const examples = [...examplesOf(detector), ...(CONTRASTS[detector] ?? []).flatMap(contrasting)];
  const model = learn(examples);
  console.log(`${detector}: ${examples.length} sentences, ${Object.keys(model.weights).length} weights`);
  assess(examples, console.log, wrong);
  writeFileSync(join(MODELS, `${detector}.ts`), sourceOf(detector, model));
}

function sourceOf(detector: string, { bias, weights }: Model): string {
  const lines = Object.entries(weights).map(([feature, weight]) => `    ${quoted(feature)}: ${weight},`);
  return [
    `/** Learned from \`training/${detector}/\` by \`npm run train\`: not to be edited by hand. */`,
    "import type { Model } from '../detector.ts';",
    '',
    `export const ${detector.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}: Model = {`,
    `  bias: ${bias},`,
    '  weights: {',
    ...lines,
    '  },',
    '};',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  if (/^[a-z_$][\w$]*$/i.test(text)) return text;
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

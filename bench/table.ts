/** The table of `relay.ts`: medians, their spread, and the gateway's ratio to each peer with what is asked of it. */
import type { Measured } from './load.ts';
import { median } from './options.ts';

type Row = { readonly name: string; readonly rounds: readonly Measured[] };

const ASKED: Readonly<Record<string, readonly [must: number, goal: number]>> = {
  Postfix: [0.8, 1.5],
  'Postfix, second pass': [1.6, 3],
  Haraka: [1, 2],
};

export function table(rows: readonly Row[]): string {
  const ours = rows.find((row) => row.name === 'Postroom');
  const head = ['', 'accepted/s', 'delivered/s', 'least', 'most', 'Postroom ×', 'must', 'goal'];
  const lines = rows.map(({ name, rounds }) => {
    const delivered = rounds.map((one) => one.delivered);
    const ratio = ours === undefined || name === ours.name ? null : ratioOf(ours, delivered);
    const [must, goal] = ASKED[name] ?? [null, null];
    const rates = [
      median(rounds.map((one) => one.accepted)),
      median(delivered),
      Math.min(...delivered),
      Math.max(...delivered),
    ];
    return [name, ...rates.map((rate) => rate.toFixed(0)), ratio?.toFixed(2) ?? '', must ?? '', goal ?? ''].map(String);
  });
  return [head, ...lines]
    .map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(12))).join(''))
    .join('\n');
}

function ratioOf(ours: Row, theirs: readonly number[]): number {
  return median(ours.rounds.map((one) => one.delivered)) / median(theirs);
}

/** The coverage table of rules/README.md says what `postroom clauses` says. `vitest -u` brings it up to date. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUILT } from '../../rules/catalogue.ts';
import { RULE_IDS, type RuleId } from '../../rules/protocol.ts';
import { findCases } from '../../src/cases/find-cases.ts';
import { readCaseFile } from '../../src/config/case-file.ts';
import { run } from '../commands/run-command.ts';
import { ROOT } from '../source-tree.ts';

const README = join(ROOT, 'rules/README.md');
const PACKS = ['halstead', 'wonderland', 'ottery-st-mary', 'halewood', 'knutsford'];

type Row = {
  readonly protocol: string;
  readonly clause: string;
  readonly rules: readonly RuleId[];
};

test('the coverage table is in step with the packs, the catalogue and the cases', async () => {
  const rows: readonly Row[] = JSON.parse((await run(['clauses', '--json'])).out);
  const cases = await labelledCases();
  const readme = readFileSync(README, 'utf8');
  const inStep = readme.replace(
    /(<!-- coverage: [^\n]*-->\n)[\s\S]*(<!-- end of coverage -->)/,
    (_, begin: string, end: string) => `${begin}\n${table(rows, cases)}\n\n${end}`,
  );
  await expect(inStep).toMatchFileSnapshot(README);
});

function table(rows: readonly Row[], cases: readonly LabelledCase[]): string {
  const lines = RULE_IDS.map((rule) => {
    const clauses = (pack: string) =>
      rows.filter(({ protocol, rules }) => protocol === pack && rules.includes(rule)).map(({ clause }) => clause);
    const state = BUILT.some(({ id }) => id === rule) ? 'built' : 'pending';
    return [`\`${rule}\``, state, shown(rule, cases), ...PACKS.map((pack) => clauses(pack).join(', '))];
  });
  const head = ['rule', 'state', 'cases: acts on / leaves alone', ...PACKS];
  const width = head.map((_, n) => Math.max(...[head, ...lines].map((cells) => cells[n]?.length ?? 0)));
  const row = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(width[n] ?? 0)).join(' | ')} |`;
  return [row(head), row(width.map((wide) => '-'.repeat(wide))), ...lines.map(row)].join('\n');
}

function shown(rule: RuleId, cases: readonly LabelledCase[]): string {
  const acts = cases.filter(({ rules }) => rules.includes(rule)).length;
  const alone = cases.filter(({ folder, rules }) => folder === rule && !rules.includes(rule)).length;
  return `${acts} / ${alone}`;
}

type LabelledCase = { readonly folder: string; readonly rules: readonly RuleId[] };

async function labelledCases(): Promise<readonly LabelledCase[]> {
  const found = await findCases(join(ROOT, 'test/letters'));
  return found.flatMap(({ path, yaml }) => {
    const reading = readCaseFile(readFileSync(yaml, 'utf8'), yaml);
    return reading.kind === 'read' ? [{ folder: path.split('/')[0] ?? '', rules: reading.case.expect.rules }] : [];
  });
}

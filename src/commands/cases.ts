/** `postroom cases`: judges every labelled case below a folder, and says which are not as labelled. */

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findCases } from '../cases/find-cases.ts';
import { type CaseResult, runCase } from '../cases/run-case.ts';
import { sampleCouncil } from '../config/find-config.ts';
import { openVariants, type Variants } from '../config/variants.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';
import { refuse } from './refuse.ts';

export const cases: Command = { usage: 'DIR [--council FILE] [--json]', run };

/** 0 all pass; 1 one fails, or there is none to judge. */
async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { council: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('name one folder of cases');
  const council = values.council === undefined ? sampleCouncil() : resolve(io.cwd, values.council);
  const variants = openVariants(council);
  if (variants.kind === 'refused') return refuse(variants.faults, io);
  const below = resolve(io.cwd, folder);
  if (!(await isFolder(below))) return refuse([`there is no folder \`${folder}\``], io);
  const results = await judgeAll(below, variants.variant);
  io.out(values.json ? asJson(results) : inWords(results, folder));
  return results.length === 0 || results.some(isFailure) ? 1 : 0;
}

async function judgeAll(folder: string, variant: Variants): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const found of await findCases(folder)) results.push(await runCase(found, variant));
  return results;
}

function isFailure({ kind }: CaseResult): boolean {
  return kind === 'failed' || kind === 'unusable';
}

function count(results: readonly CaseResult[], is: (result: CaseResult) => boolean): number {
  return results.filter(is).length;
}

/** `path`, `pass`, `actual` as in the format of labelled cases; what is pending is neither passed nor failed. */
function asJson(results: readonly CaseResult[]): string {
  const judged = results.filter((result) => result.kind !== 'pending');
  const pending = results.filter((result) => result.kind === 'pending');
  return `${JSON.stringify({
    cases: judged.map(caseAsJson),
    passed: count(results, ({ kind }) => kind === 'passed'),
    failed: count(results, isFailure),
    pending: pending.map(({ path, waitsFor }) => ({ path, waitsFor })),
  })}\n`;
}

function caseAsJson(result: CaseResult): object {
  const { path, kind } = result;
  const actual = 'actual' in result ? result.actual : null;
  const why = kind === 'failed' ? result.differences : kind === 'unusable' ? [result.why] : [];
  return { path, pass: kind === 'passed', actual, ...(why.length === 0 ? {} : { why }) };
}

function inWords(results: readonly CaseResult[], folder: string): string {
  if (results.length === 0) return `no cases below ${folder}: a case is NAME.yaml beside NAME.eml\n`;
  const failed = results.flatMap((result) => {
    if (result.kind === 'failed') return [`FAIL ${result.path}: ${result.differences.join('; ')}`];
    return result.kind === 'unusable' ? [`FAIL ${result.path}: cannot be judged: ${result.why}`] : [];
  });
  return `${[...failed, ...pendingLines(results), summary(results)].join('\n')}\n`;
}

/** One line for each thing that cases wait for, so that what is not built does not hide what fails. */
function pendingLines(results: readonly CaseResult[]): readonly string[] {
  const waiting = new Map<string, number>();
  for (const result of results) {
    if (result.kind !== 'pending') continue;
    for (const each of result.waitsFor) waiting.set(each, (waiting.get(each) ?? 0) + 1);
  }
  const lines = [...waiting].sort(([a], [b]) => a.localeCompare(b));
  return lines.map(([each, cases]) => `pending ${each}: ${cases} ${cases === 1 ? 'case' : 'cases'} left out`);
}

function summary(results: readonly CaseResult[]): string {
  const passed = count(results, ({ kind }) => kind === 'passed');
  const pending = count(results, ({ kind }) => kind === 'pending');
  return `${results.length} cases: ${passed} passed, ${count(results, isFailure)} failed, ${pending} pending`;
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

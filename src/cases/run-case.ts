/** One labelled case: its message judged as if every rule of the pack were enforced, beside what it expects. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Council } from '../../rules/council.ts';
import type { History } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { Letter } from '../../rules/letter.ts';
import type { RuleId } from '../../rules/protocol.ts';
import { type Case, readCaseFile } from '../config/case-file.ts';
import { describe, type Fault } from '../config/fault.ts';
import { asEnforced } from '../config/policy.ts';
import type { Variants } from '../config/variants.ts';
import { type Actual, actualOf } from './actual.ts';
import { differences } from './compare.ts';
import type { FoundCase } from './find-cases.ts';
import { historyOf } from './history.ts';
import { waitsFor } from './pending.ts';
import { dateOf, readLetter } from './read-letter.ts';

export type CaseResult = { readonly path: string } & (
  | { readonly kind: 'passed'; readonly actual: Actual }
  | { readonly kind: 'failed'; readonly actual: Actual; readonly differences: readonly string[] }
  | { readonly kind: 'pending'; readonly waitsFor: readonly string[] }
  /** The case itself is at fault. */
  | { readonly kind: 'unusable'; readonly why: string }
);

/** Never throws: a case that cannot be judged says why. */
export async function runCase(found: FoundCase, variant: Variants): Promise<CaseResult> {
  const { path } = found;
  try {
    const reading = readCaseFile(await readFile(found.yaml, 'utf8'), found.yaml);
    if (reading.kind === 'refused') return { path, kind: 'unusable', why: told(reading.faults, found) };
    const waiting = waitsFor(reading.case);
    if (waiting.length > 0) return { path, kind: 'pending', waitsFor: waiting };
    const council = variant({ file: found.yaml, protocol: reading.case.protocol, settings: reading.case.settings });
    if (council.kind === 'refused') return { path, kind: 'unusable', why: told(council.faults, found) };
    return { path, ...(await judgeCase(reading.case, found, asEnforced(council.council))) };
  } catch (error) {
    return { path, kind: 'unusable', why: error instanceof Error ? error.message : String(error) };
  }
}

async function judgeCase(labelled: Case, found: FoundCase, council: Council) {
  const letter = await readLetter(found.eml, labelled, council);
  const at = labelled.at ?? dateOf(letter);
  if (at === null) return { kind: 'unusable', why: 'its message has no date: give the moment under `at`' } as const;
  const history = await historyOf(labelled.history, found.yaml, letter, council);
  const actual = overlooking(labelled, letter, council, history, at);
  const differ = differences(labelled.expect, actual);
  if (differ.length === 0) return { kind: 'passed', actual } as const;
  return { kind: 'failed', actual, differences: differ } as const;
}

/** A tolerated rule may fire as well; then the letter is judged as if that rule were off. */
function overlooking(labelled: Case, letter: Letter, council: Council, history: History, at: number): Actual {
  const actual = actualOf(judge(letter, council, history, at));
  const { expect, tolerate } = labelled;
  const extra = actual.rules.filter((rule) => tolerate.includes(rule) && !expect.rules.includes(rule));
  return extra.length === 0 ? actual : actualOf(judge(letter, without(extra, council), history, at));
}

function without(rules: readonly RuleId[], council: Council): Council {
  const kept = [...council.rules].map(
    ([rule, setting]) => [rule, rules.includes(rule) ? { ...setting, mode: 'off' as const } : setting] as const,
  );
  return { ...council, rules: new Map(kept) };
}

function told(faults: readonly Fault[], { yaml }: FoundCase): string {
  return faults.map((fault) => describe(fault, dirname(yaml))).join(' ');
}

/** Whether a case is met: what it expects beside what came out, each difference in words. */
import type { Case, ExpectedNotices } from '../config/case-file.ts';
import type { Actual } from './actual.ts';

/** Empty where all of `expect` is met. */
export function differences(expect: Case['expect'], actual: Actual): readonly string[] {
  return [
    differs('outcome', expect.outcome, actual.outcome),
    differs('rules', listed(expect.rules), listed(actual.rules)),
    differs('recipients', copies(expect.recipients), copies(new Map(Object.entries(actual.recipients)))),
    differs('rewrites', listed(expect.rewrites), listed(actual.rewrites)),
    ...noticesDiffer(expect.notices, actual),
  ].filter((difference) => difference !== null);
}

function differs(what: string, expected: string, actual: string): string | null {
  return expected === actual ? null : `${what}: expected ${expected}, got ${actual}`;
}

/** Only what the case names is compared; nobody but the author is told of anything, so far. */
function noticesDiffer(expect: ExpectedNotices, { notices }: Actual): readonly (string | null)[] {
  const told = (whom: readonly string[] | undefined) => differs('members told', listed(whom ?? []), 'none');
  return [
    told(expect.wardMembers),
    told(expect.members),
    differs('clerk told', yes(expect.clerk === true), 'no'),
    differs('consent asked of', expect.consent ?? 'nobody', 'nobody'),
    expect.advise === undefined ? null : differs('advised', yes(expect.advise), yes(notices.advise === true)),
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...new Set(names)].sort().join(', ');
}

function copies(recipients: ReadonlyMap<string, string>): string {
  return listed([...recipients].map(([to, outcome]) => `${to} ${outcome}`));
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no';
}

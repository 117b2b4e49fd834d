/** A letter that the register has forgotten, judged a second time: what its outcomes tell stands. */
import { expect, test } from 'vitest';
import { decideAgain } from '../../../queue/recovery/decide-again.ts';
import type { OutcomeLine } from '../../../queue/recovery/outcome-records.ts';
import type { Act, CopyResult } from '../../../queue/register/records.ts';
import { childId } from '../../../queue/spool/letter-id.ts';
import type { PersonId } from '../../../rules/council.ts';
import { copy, decision, delivered, heldCopy, PLAIN, START, TERMS } from '../register/letters.ts';

const AT = START + 60_000;
const CLERK = 'clerk@ashcombe.example';

const dot = (copies: { n: number; to?: string }[], attempt = 1, group = 1): OutcomeLine => ({
  dotMayGo: attempt,
  group,
  copies,
  epoch: 3,
});
const result = (results: (CopyResult & { to?: string })[], attempt = 1, group = 1): OutcomeLine => ({
  result: attempt,
  group,
  at: AT,
  results,
  effects: [],
  epoch: 3,
});
const act = (given: Pick<Act, 'kind' | 'copies'> & Partial<Act>): OutcomeLine => ({
  act: { letter: decision().id, actor: 'jane', reason: 'fine', effects: [], ...given },
  at: AT,
  epoch: 3,
});

function statesAfter(copies: Parameters<typeof decision>[0], lines: OutcomeLine[], doubted = false) {
  return decideAgain(decision(copies), { lines, doubted }).copies.map(({ address, state }) => [
    address.replace('@example.org', ''),
    state,
  ]);
}

test('a copy that was delivered is not sent again, whatever its group was called', () => {
  const copies = [copy(0), copy(1), copy(2)];
  const lines = [dot([{ n: 0 }, { n: 2 }], 1, 4), result([delivered(0), delivered(2)], 1, 4)];
  expect(statesAfter({ copies }, lines)).toEqual([
    ['resident0', 'delivered'],
    ['resident1', 'ready'],
    ['resident2', 'delivered'],
  ]);
});

test('a copy that was refused stays so; one that is in doubt is uncertain', () => {
  const refused = { n: 0, kind: 'failed', reply: '550 no', report: true } as const;
  const lines = [dot([{ n: 0 }]), result([refused]), dot([{ n: 1 }], 1, 2)];
  expect(statesAfter({ copies: [copy(0), copy(1)] }, lines)).toEqual([
    ['resident0', 'failed'],
    ['resident1', 'uncertain'],
  ]);
});

test('an attempt in doubt is forgotten where a later one was delivered', () => {
  const lines = [dot([{ n: 0 }]), dot([{ n: 0 }], 2), result([delivered(0)], 2)];
  expect(statesAfter({ copies: [copy(0)] }, lines)).toEqual([['resident0', 'delivered']]);
});

test('where nobody can say what else was sent, what would leave is uncertain; what is held is held', () => {
  expect(statesAfter({ copies: [copy(0), heldCopy(1)] }, [], true)).toEqual([
    ['resident0', 'uncertain'],
    ['resident1', 'held'],
  ]);
});

test('what a reviewer did is done, and what came of it', () => {
  const copies = [heldCopy(0), heldCopy(1), heldCopy(2)];
  const to = {
    person: 'clerk' as PersonId,
    address: CLERK,
    terms: TERMS,
    rendering: { ...PLAIN, sha256: 'ef'.repeat(32) },
  };
  const lines = [
    act({ kind: 'release', copies: [0] }),
    act({ kind: 'return', copies: [1] }),
    act({ kind: 'forward', copies: [2], to }),
    dot([{ n: 0 }]),
    result([delivered(0)]),
    dot([{ n: 3, to: CLERK }], 1, 2),
    result([{ ...delivered(3), to: CLERK }], 1, 2),
  ];
  const again = decideAgain(decision({ copies }), { lines, doubted: false });
  expect(again.copies.map(({ state }) => state)).toEqual(['delivered', 'returned', 'forwarded', 'delivered']);
  expect(again.copies[3]).toMatchObject({ address: CLERK, inPlaceOf: 2, rendering: 1 });
  expect(again.renderings).toHaveLength(2);
  expect(again.copies[0]).toMatchObject({ heldFor: null, reviewer: null });
});

test('a copy in another’s place is known by its address, also where it is no longer called for', () => {
  const lines = [dot([{ n: 7, to: CLERK }]), result([{ ...delivered(7), to: CLERK }])];
  const forwarded = [copy(0, { state: 'forwarded' }), copy(1, { address: CLERK, inPlaceOf: 0 })];
  expect(statesAfter({ copies: forwarded }, lines)).toEqual([
    ['resident0', 'forwarded'],
    [CLERK, 'delivered'],
  ]);
  expect(statesAfter({ copies: [copy(0)] }, lines)).toEqual([
    ['resident0', 'ready'],
    [CLERK, 'delivered'],
  ]);
});

test('a notice or report is required under the time that it was made by', () => {
  const again = decision({ effects: [{ key: 'notice:author:jane', kind: 'notice', payload: {} }] });
  const child = childId(again.id, 'notice:author:jane', AT - 5_000);
  const report = { key: 'report:1:1:0', kind: 'report', payload: { copies: [] } } as const;
  const lines: OutcomeLine[] = [
    { effect: 'notice:author:jane', child, epoch: 3 },
    { ...(result([]) as Extract<OutcomeLine, { result: number }>), effects: [report] },
  ];
  expect(decideAgain(again, { lines, doubted: false }).effects).toEqual([
    { key: 'notice:author:jane', kind: 'notice', payload: {}, at: AT - 5_000 },
    { ...report, at: AT },
  ]);
  expect(childId(again.id, 'notice:author:jane', AT - 5_000)).toBe(child);
});

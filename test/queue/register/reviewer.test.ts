import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import type { Act } from '../../../queue/register/records.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import type { PersonId } from '../../../rules/council.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { attempted, claimed, copy, decision, delivered, heldCopy, PLAIN, statesOf, TERMS } from './letters.ts';

let postgres: ThrowAwayStore;
let register: Register;

beforeAll(async () => {
  postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  register = openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.end();
});

function asked(letter: LetterId, kind: Act['kind'], copies: readonly number[], given: Partial<Act> = {}): Act {
  return { letter, copies, kind, actor: 'jane.clerk', reason: 'it may go', effects: [], ...given };
}
const CLERK = {
  person: 'clerk' as PersonId,
  address: 'clerk@ashcombe.example',
  terms: TERMS,
  rendering: { ...PLAIN, sha256: '12'.repeat(32) },
};

test('what is held is listed with who it waits for, and leaves with the bytes that were shown', async () => {
  const letter = decision({
    copies: [copy(0), heldCopy(1), heldCopy(2, { heldFor: 'review', reviewer: 'clerk' as PersonId })],
  });
  await register.recordDecision(letter);
  const listed = (await register.held()).find((one) => one.id === letter.id);
  expect(listed).toMatchObject({ from: 'clerk@ashcombe.example', subject: 'The bench in Mill Lane' });
  expect(listed?.copies).toEqual([
    { n: 1, to: 'resident1@example.org', rules: ['blind-copies'], for: 'author', reviewer: null },
    { n: 2, to: 'resident2@example.org', rules: ['blind-copies'], for: 'review', reviewer: 'clerk' },
  ]);
  expect(await register.act(asked(letter.id, 'release', [1, 2]), Date.now())).toEqual({ kind: 'done', groups: [2] });
  const attempt = await claimed(register, letter.id, 2);
  expect(attempt.rendering).toEqual(PLAIN);
  expect(attempt.copies.map((one) => one.n)).toEqual([1, 2]);
  const record = await register.letter(letter.id);
  expect(record?.events.map(({ kind, actor }) => [kind, actor])).toContainEqual(['release', 'jane.clerk']);
});

test('of two acts on one copy the second is refused, and told why', async () => {
  const letter = decision({ copies: [heldCopy(0), heldCopy(1)] });
  await register.recordDecision(letter);
  const acts = await Promise.all([
    register.act(asked(letter.id, 'release', [0]), Date.now()),
    register.act(asked(letter.id, 'return', [0, 1]), Date.now()),
  ]);
  expect(acts.map((one) => one.kind).sort()).toEqual(['done', 'refused']);
  const why = acts.flatMap((one) => (one.kind === 'refused' ? [one.why] : []));
  expect(why[0]).toMatch(/^the copy to `resident0@example.org` is no longer held: it is (ready|returned)$/);
  // All or none: the other copy was not touched by the refused one.
  const { copies } = await statesOf(register, letter.id);
  expect(copies?.[0] === 'ready' ? copies : ['ready', 'held']).toEqual(['ready', 'held']);
});

test('a return ends the copy, and the letter waits for its report', async () => {
  const letter = decision({ copies: [heldCopy(0)] });
  await register.recordDecision(letter);
  const report = { key: 'returned 0', kind: 'report', payload: { copies: [0] } } as const;
  await register.act(asked(letter.id, 'return', [0], { effects: [report] }), Date.now());
  expect(await statesOf(register, letter.id)).toEqual({ letter: 'active', copies: ['returned'] });
  await register.effectSpooled(letter.id, report.key, letter.id);
  expect((await statesOf(register, letter.id)).letter).toBe('settled');
});

test('a forward goes once to whom it is for, in the place of the copies it is for', async () => {
  const letter = decision({ copies: [heldCopy(0), heldCopy(1)] });
  await register.recordDecision(letter);
  expect(await register.act(asked(letter.id, 'forward', [0, 1], { to: CLERK }), Date.now())).toEqual({
    kind: 'done',
    groups: [1],
  });
  const record = await register.letter(letter.id);
  expect(record?.copies.map(({ n, to, state, inPlaceOf }) => ({ n, to, state, inPlaceOf }))).toEqual([
    { n: 0, to: 'resident0@example.org', state: 'forwarded', inPlaceOf: null },
    { n: 1, to: 'resident1@example.org', state: 'forwarded', inPlaceOf: null },
    { n: 2, to: 'clerk@ashcombe.example', state: 'ready', inPlaceOf: 0 },
  ]);
  expect((await claimed(register, letter.id)).rendering.sha256).toBe(CLERK.rendering.sha256);
});

test('whoever has the letter already gets no second copy by a forward', async () => {
  const letter = decision({ copies: [copy(0, { address: CLERK.address }), heldCopy(1)] });
  await register.recordDecision(letter);
  await attempted(register, letter.id, [delivered(0)]);
  expect(await register.act(asked(letter.id, 'forward', [1], { to: CLERK }), Date.now())).toEqual({
    kind: 'done',
    groups: [],
  });
  expect(await statesOf(register, letter.id)).toEqual({ letter: 'settled', copies: ['delivered', 'forwarded'] });
});

test('an act on what is not there, or not held, says so', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  const why = async (act: Act) => register.act(act, Date.now());
  expect(await why(asked('01ARZ3NDEKTSV4RRFFQ69G5FAV' as LetterId, 'release', [0]))).toMatchObject({
    why: 'there is no letter `01ARZ3NDEKTSV4RRFFQ69G5FAV`',
  });
  expect(await why(asked(letter.id, 'release', [7]))).toMatchObject({ why: 'the letter has no copy 7' });
  expect(await why(asked(letter.id, 'release', []))).toMatchObject({ why: 'no copy is named' });
  expect(await why(asked(letter.id, 'return', [0]))).toMatchObject({
    why: 'the copy to `resident0@example.org` is no longer held: it is ready',
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import type { Act, CopyResult, CopyState, LetterRecord } from '../../../queue/register/records.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import { hasEnded } from '../../../queue/register/states.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import type { PersonId } from '../../../rules/council.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { copy, decision, heldCopy, PLAIN, START, TERMS } from './letters.ts';

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

const COPIES = 3;
const n = fc.nat({ max: COPIES });
// Often the right one, so that most runs get somewhere.
const owner = fc.constantFrom('a', 'a', 'a', 'b');
const group = fc.constantFrom(1, 1, 1, 2, 3);
const attempt = fc.constantFrom(1, 1, 1, 2, 3);
const kind = fc.constantFrom('delivered', 'deferred', 'failed');
/** Anything that any process may ask, in any order, whether or not it has a right to. */
const step = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), group, owner }),
  fc.record({ do: fc.constant('dot' as const), group, owner, attempt }),
  fc.record({
    do: fc.constant('result' as const),
    group,
    owner,
    attempt,
    kinds: fc.array(kind, { minLength: COPIES + 1, maxLength: COPIES + 1 }),
  }),
  fc.record({ do: fc.constant('unknown' as const), group, owner, attempt }),
  fc.record({ do: fc.constant('abandon' as const), alive: fc.constantFrom([], ['a'], ['a', 'b']) }),
  fc.record({
    do: fc.constantFrom('release' as const, 'return' as const, 'forward' as const),
    copies: fc.uniqueArray(n, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ do: fc.constantFrom('missing' as const, 'told' as const, 'found' as const, 'spooled' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function take(one: Step, letter: LetterId): Promise<unknown> {
  const now = Date.now();
  switch (one.do) {
    case 'claim':
      return register.claimAttempt(letter, one.group, one.owner, now);
    case 'dot':
      return register.dotMayGo(letter, one.group, one.attempt, one.owner);
    case 'result':
      return register.recordResult({ letter, ...one, results: one.kinds.map(resultOf), effects: [], now });
    case 'unknown':
      return register.recordUncertain({ letter, ...one, now, nextAt: now, why: 'no reply' });
    case 'abandon':
      return register.abandoned({ alive: one.alive, openedBefore: 0, now });
    case 'missing':
      return register.bytesMissing(letter);
    case 'told':
      return register.tellOfLoss(letter, LOSS);
    case 'found':
      return register.bytesFound(letter);
    case 'spooled':
      for (const key of ['author', 'lost:author:1', 'found:author:1'])
        await register.effectSpooled(letter, key, letter);
      return;
    default:
      return register.act(actOf(one.do, one.copies, letter), now);
  }
}

const LOSS = [{ key: 'lost:author:1', kind: 'notice', payload: { loss: 'lost' } }] as const;

function resultOf(is: string, at: number): CopyResult {
  if (is === 'deferred') return { n: at, kind: is, reply: '451 4.7.1 later', nextAt: Date.now() - 1 };
  return is === 'failed'
    ? { n: at, kind: is, reply: '550 5.1.1 no', report: true }
    : { n: at, kind: 'delivered', reply: '250 ok' };
}

function actOf(does: Act['kind'], copies: readonly number[], letter: LetterId): Act {
  const to = { person: 'clerk' as PersonId, address: 'clerk@ashcombe.example', terms: TERMS, rendering: PLAIN };
  return {
    letter,
    copies,
    kind: does,
    actor: 'jane',
    reason: 'because',
    effects: [],
    ...(does === 'forward' ? { to } : {}),
  };
}

/** What a copy may become in one step; an ended one nothing. */
const NEXT: Partial<Record<CopyState, readonly CopyState[]>> = {
  held: ['ready', 'returned', 'forwarded'],
  ready: ['delivered', 'deferred', 'failed', 'uncertain'],
  deferred: ['delivered', 'failed', 'uncertain'],
  uncertain: ['delivered', 'deferred', 'failed'],
};

function compare(before: LetterRecord, after: LetterRecord): void {
  for (const copy of before.copies) {
    const now = after.copies.find((one) => one.n === copy.n);
    if (now?.state !== copy.state) expect(NEXT[copy.state] ?? []).toContain(now?.state);
  }
}

test('whatever is asked in whatever order, an ended copy stays as it ended, and settled means ended', async () => {
  const letters = fc.tuple(fc.array(fc.boolean(), { minLength: COPIES, maxLength: COPIES }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(letters, fc.array(step, { minLength: 4, maxLength: 14 }), async ([holds, notice], steps) => {
      const copies = holds.map((holdIt, at) => (holdIt ? heldCopy(at) : copy(at)));
      const effects = notice ? [{ key: 'author', kind: 'notice', payload: {} } as const] : [];
      const id = newLetterId(START);
      await register.recordDecision(decision({ id, copies, effects }));
      let before = await register.letter(id);
      for (const one of steps) {
        await take(one, id);
        const after = await register.letter(id);
        if (before === null || after === null) throw new Error('the letter is gone');
        compare(before, after);
        const due = await register.effectsOf(id);
        expect(after.state === 'settled').toBe(after.copies.every((each) => hasEnded(each.state)) && due.length === 0);
        before = after;
      }
      const { contradictions } = await register.audit(`${id.slice(0, -1)}`, 1_000);
      expect(contradictions.filter((one) => one.letter === id)).toEqual([]);
    }),
    { numRuns: 50 },
  );
}, 120_000);

test('a dot is allowed to one attempt alone, however many processes claim', async () => {
  const id = newLetterId(START);
  await register.recordDecision(decision({ id }));
  const owners = Array.from({ length: 12 }, (_, at) => `worker-${at}`);
  const others = openRegister(postgres.url);
  const claims = await Promise.all(
    owners.map((one, at) => (at % 2 === 0 ? register : others).claimAttempt(id, 1, one, Date.now())),
  );
  expect(claims.filter((one) => one !== null)).toHaveLength(1);
  const dots = await Promise.all(owners.map((one) => others.dotMayGo(id, 1, 1, one)));
  expect(dots.filter((one) => one)).toHaveLength(1);
  await others.close();
});

test('an attempt frozen while another took its place: its delivery counts, and stops the other before the dot', async () => {
  const id = newLetterId(START);
  await register.recordDecision(decision({ id }));
  const now = Date.now();
  await register.claimAttempt(id, 1, 'frozen', now);
  expect(await register.dotMayGo(id, 1, 1, 'frozen')).toBe(true);
  expect(await register.abandoned({ alive: ['other'], openedBefore: 0, now })).toContainEqual({
    letter: id,
    group: 1,
    uncertain: true,
  });
  expect(await register.claimAttempt(id, 1, 'other', now)).toMatchObject({ attempt: 2 });
  expect(await register.dotMayGo(id, 1, 1, 'frozen')).toBe(false);
  const late = {
    letter: id,
    group: 1,
    attempt: 1,
    owner: 'frozen',
    results: [resultOf('delivered', 0)],
    effects: [],
    now,
  };
  expect(await register.recordResult(late)).toEqual({ settled: true });
  expect(await register.dotMayGo(id, 1, 2, 'other')).toBe(false);
  const record = await register.letter(id);
  expect(record?.copies).toMatchObject([{ state: 'delivered', uncertain: 1 }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import {
  ASHCOMBE,
  attempted,
  claimed,
  copy,
  decision,
  delivered,
  heldCopy,
  PLAIN,
  START,
  statesOf,
  TERMS,
} from './letters.ts';

let postgres: ThrowAwayStore;
let register: Register;

beforeAll(async () => {
  postgres = await throwAwayPostgres();
  // Three processes that start at once.
  await Promise.all([migrate(postgres.url), migrate(postgres.url), migrate(postgres.url)]);
  register = openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.end();
});

test('a plain letter is settled by its delivery', async () => {
  const plain = decision();
  expect(await register.recordDecision(plain)).toMatchObject({ kind: 'recorded', groups: [1] });
  const attempt = await claimed(register, plain.id);
  expect(attempt).toMatchObject({ attempt: 1, group: 1, tries: 0, terms: TERMS, rendering: PLAIN, council: ASHCOMBE });
  expect(attempt.copies).toEqual([{ n: 0, address: 'resident0@example.org' }]);
  expect(await register.dotMayGo(plain.id, 1, 1, 'worker-1')).toBe(true);
  const result = {
    letter: plain.id,
    group: 1,
    attempt: 1,
    owner: 'worker-1',
    results: [delivered(0)],
    effects: [],
    now: Date.now(),
  };
  expect(await register.recordResult(result)).toEqual({ settled: true });
  expect(await statesOf(register, plain.id)).toEqual({ letter: 'settled', copies: ['delivered'] });
  expect(await register.claimAttempt(plain.id, 1, 'worker-1', Date.now())).toBeNull();
});

test('a second decision on one letter changes nothing', async () => {
  const first = decision();
  await register.recordDecision(first);
  const second = { ...first, subject: 'another', copies: [heldCopy(0), heldCopy(1)] };
  expect(await register.recordDecision(second)).toMatchObject({ kind: 'present', groups: [1] });
  const record = await register.letter(first.id);
  expect(record?.subject).toBe('The bench in Mill Lane');
  expect(record?.copies).toHaveLength(1);
});

test('copies with equal bytes and equal terms leave together, the others apart', async () => {
  const other = { ...PLAIN, sha256: 'ef'.repeat(32) };
  const asked = { ...TERMS, notify: ['NEVER'] };
  const letter = decision({
    renderings: [PLAIN, other],
    copies: [copy(0), copy(1, { rendering: 1 }), copy(2), copy(3, { transaction: asked })],
  });
  expect(await register.recordDecision(letter)).toMatchObject({ kind: 'recorded', groups: [1, 2, 3] });
  expect((await claimed(register, letter.id, 1)).copies.map((one) => one.n)).toEqual([0, 2]);
  expect((await claimed(register, letter.id, 3)).terms).toEqual(asked);
});

test('a group is claimed by one worker alone, and only the claim lets the dot go', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  const both = await Promise.all(['a', 'b'].map((owner) => register.claimAttempt(letter.id, 1, owner, Date.now())));
  expect(both.filter((one) => one !== null)).toHaveLength(1);
  const winner = both[0] === null ? 'b' : 'a';
  expect(await register.dotMayGo(letter.id, 1, 1, winner === 'a' ? 'b' : 'a')).toBe(false);
  expect(await register.dotMayGo(letter.id, 1, 2, winner)).toBe(false);
  expect(await register.dotMayGo(letter.id, 1, 1, winner)).toBe(true);
});

test('each recipient has exactly its own fate', async () => {
  const letter = decision({ copies: [copy(0), copy(1), copy(2)] });
  await register.recordDecision(letter);
  const nextAt = Date.now() + 60_000;
  const result = await attempted(register, letter.id, [
    delivered(0),
    { n: 1, kind: 'deferred', reply: '451 4.7.1 later', nextAt },
    { n: 2, kind: 'failed', reply: '550 5.1.1 nobody', report: true },
  ]);
  expect(result).toEqual({ settled: false });
  const record = await register.letter(letter.id);
  expect(record?.copies.map(({ state, lastReply, nextAt }) => ({ state, lastReply, nextAt }))).toEqual([
    { state: 'delivered', lastReply: '250 2.0.0 taken', nextAt: null },
    { state: 'deferred', lastReply: '451 4.7.1 later', nextAt },
    { state: 'failed', lastReply: '550 5.1.1 nobody', nextAt: null },
  ]);
  expect(await register.claimAttempt(letter.id, 1, 'worker-1', Date.now())).toBeNull();
  const again = await register.claimAttempt(letter.id, 1, 'worker-1', nextAt);
  expect(again).toMatchObject({ attempt: 2, tries: 1, copies: [{ n: 1, address: 'resident1@example.org' }] });
});

test('a letter is settled only when its reports and notices are letters too', async () => {
  const letter = decision({ effects: [{ key: 'author', kind: 'notice', payload: { about: 'it' } }] });
  await register.recordDecision(letter);
  expect(await attempted(register, letter.id, [delivered(0)])).toEqual({ settled: false });
  expect(await register.effectsOf(letter.id)).toMatchObject([
    { key: 'author', kind: 'notice', payload: { about: 'it' } },
  ]);
  const child = newLetterId(START);
  await register.effectSpooled(letter.id, 'author', child);
  await register.effectSpooled(letter.id, 'author', child);
  expect((await statesOf(register, letter.id)).letter).toBe('settled');
  expect(await register.effectsOf(letter.id)).toEqual([]);
});

test('a subject that no database keeps does not stop its letter, nor the others of its batch', async () => {
  const hostile = decision({ subject: 'a\u0000b\ud800c' });
  const broken = decision({ council: null as unknown as typeof ASHCOMBE });
  const sound = decision();
  const all = await Promise.allSettled([hostile, broken, sound].map((one) => register.recordDecision(one)));
  expect(all.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await register.letter(hostile.id))?.subject).toBe('a\ufffdb\ufffdc');
});

test('whoever decides may claim what is decided in the same commit', async () => {
  const letter = decision({
    copies: [copy(0), copy(1, { transaction: { ...TERMS, notify: ['NEVER'] } }), heldCopy(2)],
  });
  const { groups, attempts } = await register.recordDecision(letter, 'worker-1');
  expect(groups).toEqual([]);
  const { sha256, pieces, size } = PLAIN;
  expect(attempts).toMatchObject([
    { group: 1, attempt: 1, tries: 0, copies: [{ n: 0 }], rendering: { sha256, pieces, size }, terms: TERMS },
    { group: 2, attempt: 1, copies: [{ n: 1 }] },
  ]);
  expect(await register.claimAttempt(letter.id, 1, 'worker-2', Date.now())).toBeNull();
  expect(await register.dotMayGo(letter.id, 1, 1, 'worker-1')).toBe(true);
  await register.yieldClaim({ letter: letter.id, group: 2, attempt: 1, owner: 'worker-1', now: START, nextAt: START });
  expect(await register.claimAttempt(letter.id, 2, 'worker-2', Date.now())).toMatchObject({ attempt: 2, tries: 0 });
});

test('a Message-ID or an address of any length stops no letter, and its answers find it', async () => {
  const long = `${Array.from({ length: 998 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join('')}@x`;
  const key = `notice:author:${long}`;
  const letter = decision({ messageId: long, effects: [{ key, kind: 'notice', payload: {} }] });
  await register.recordDecision(letter);
  expect(await register.carried(ASHCOMBE, ['other@x', long, 'nul\u0000@x'])).toMatchObject([
    { id: letter.id, messageId: long },
  ]);
  const [effect] = await register.effectsOf(letter.id);
  expect(effect?.key.length).toBeLessThan(100);
  await register.effectSpooled(letter.id, effect?.key ?? '', newLetterId(START));
  expect(await register.effectsOf(letter.id)).toEqual([]);
});

test('a worker whose last sign of life is in the future is gone; its next one counts', async () => {
  const now = Date.now();
  await register.heartbeat('ahead', 'worker', now + 3_600_000);
  expect(await register.aliveWorkers(now)).not.toContain('ahead');
  await register.heartbeat('ahead', 'worker', now);
  expect(await register.aliveWorkers(now)).toContain('ahead');
});

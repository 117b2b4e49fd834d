import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import type { Attempt } from '../../../queue/register/records.ts';
import { openRegister, type Register, RegisterUnreachable } from '../../../queue/register/register.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { attempted, claimed, decision, delivered, statesOf } from './letters.ts';

let postgres: ThrowAwayStore;
let register: Register;

beforeEach(async () => {
  postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  register = openRegister(postgres.url);
});
afterEach(async () => {
  await register.close();
  await postgres.end();
});

/** Asks until the register answers, as a job that comes again does. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RegisterUnreachable)) throw error;
      await wait(50);
    }
  }
}

test('PostgreSQL killed in the midst of many letters: each is delivered, and twice only where that is on record', async () => {
  const letters = Array.from({ length: 300 }, () => decision());
  const sent = new Map<LetterId, number>();
  const send = async ({ letter, group, attempt, copies }: Attempt) => {
    if (!(await register.dotMayGo(letter, group, attempt, 'worker-1'))) return;
    sent.set(letter, (sent.get(letter) ?? 0) + 1);
    const results = copies.map((one) => delivered(one.n));
    await register.recordResult({ letter, group, attempt, owner: 'worker-1', results, effects: [], now: Date.now() });
  };
  const live = async (letter: LetterId): Promise<void> => {
    await patiently(() => register.recordDecision(letters.find((one) => one.id === letter) ?? decision()));
    while (!(await patiently(() => register.lettersIn([letter]))).get(letter)?.startsWith('settled')) {
      const attempt = await patiently(() => register.claimAttempt(letter, 1, 'worker-1', Date.now()));
      if (attempt === null) await patiently(() => register.heartbeat('worker-1', 'worker', Date.now()));
      else await send(attempt).catch((error: unknown) => giveUp(attempt, error));
    }
  };
  // The dot was not known to be allowed: nothing was sent, so the attempt is ended as one of which nothing is known.
  const giveUp = async ({ letter, group, attempt }: Attempt, error: unknown) => {
    expect(error).toBeInstanceOf(RegisterUnreachable);
    if (sent.has(letter)) return;
    const now = Date.now();
    await register
      .recordUncertain({ letter, group, attempt, owner: 'worker-1', now, nextAt: now, why: 'cut off' })
      .catch(() => {});
  };
  const queue = letters.map((one) => one.id).values();
  const callers = Array.from({ length: 20 }, async () => {
    for (const letter of queue) await live(letter);
  });
  for (let kills = 0; kills < 3; kills++) {
    await vi.waitUntil(() => sent.size > 60 * (kills + 1), { timeout: 60_000, interval: 2 });
    await postgres.kill();
    await postgres.start();
  }
  await Promise.all(callers);
  for (const { id } of letters) {
    const record = await register.letter(id);
    expect(record?.copies.map((one) => one.state)).toEqual(['delivered']);
    expect(sent.get(id)).toBeLessThanOrEqual(1 + (record?.copies[0]?.uncertain ?? 0));
  }
}, 120_000);

test('a result that could not be written is written when the register is back', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  await claimed(register, letter.id);
  await register.dotMayGo(letter.id, 1, 1, 'worker-1');
  await postgres.kill();
  const result = {
    letter: letter.id,
    group: 1,
    attempt: 1,
    owner: 'worker-1',
    results: [delivered(0)],
    effects: [],
    now: Date.now(),
  };
  await expect(register.recordResult(result)).rejects.toBeInstanceOf(RegisterUnreachable);
  await postgres.start();
  await register.heartbeat('worker-1', 'worker', Date.now());
  expect(await statesOf(register, letter.id)).toEqual({ letter: 'settled', copies: ['delivered'] });
});

test('everything rejects soon while PostgreSQL is down, or takes connections and does not answer', async () => {
  await postgres.kill();
  const began = performance.now();
  await expect(register.recordDecision(decision())).rejects.toBeInstanceOf(RegisterUnreachable);
  await expect(register.held()).rejects.toBeInstanceOf(RegisterUnreachable);
  await expect(register.ping()).rejects.toBeInstanceOf(RegisterUnreachable);
  await expect(register.alone('x', async () => 1)).rejects.toBeInstanceOf(RegisterUnreachable);
  await postgres.start();
  postgres.freeze();
  await expect(register.recordDecision(decision())).rejects.toBeInstanceOf(RegisterUnreachable);
  expect(performance.now() - began).toBeLessThan(15_000);
  postgres.thaw();
  const letter = decision();
  await patiently(() => register.recordDecision(letter));
  expect(await attempted(register, letter.id, [delivered(0)])).toEqual({ settled: true });
});

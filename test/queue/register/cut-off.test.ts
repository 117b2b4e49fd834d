/** What a process owes the register, or has of it without knowing, after its connection was cut off. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import { openRegister, type Register, RegisterUnreachable } from '../../../queue/register/register.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { claimed, copy, decision, delivered, statesOf, TERMS } from './letters.ts';

let postgres: ThrowAwayStore;
let register: Register;
/** Stands for the server, which finishes what we no longer wait for. */
let server: Register;

beforeEach(async () => {
  postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  register = openRegister(postgres.url);
  server = openRegister(postgres.url);
});
afterEach(async () => {
  await Promise.all([register.close(), server.close()]);
  await postgres.end();
});

const attempt = (letter: LetterId) => ({ letter, group: 1, attempt: 1, owner: 'worker-1', now: Date.now() });
const result = (letter: LetterId) => ({ ...attempt(letter), results: [delivered(0)], effects: [] });
const doubt = (letter: LetterId) => ({ ...attempt(letter), nextAt: Date.now(), why: 'a fault of ours' });
const beat = () => register.heartbeat('worker-1', 'worker', Date.now());

async function sentButUntold(letter = decision()): Promise<LetterId> {
  await register.recordDecision(letter);
  await claimed(register, letter.id);
  await register.dotMayGo(letter.id, 1, 1, 'worker-1');
  await postgres.kill();
  await expect(register.recordResult(result(letter.id))).rejects.toBeInstanceOf(RegisterUnreachable);
  return letter.id;
}

test('a known result is not replaced by a doubt about the same attempt, while the register is away', async () => {
  const letter = await sentButUntold();
  await expect(register.recordUncertain(doubt(letter))).rejects.toBeInstanceOf(RegisterUnreachable);
  await postgres.start();
  await beat();
  expect(await statesOf(register, letter)).toEqual({ letter: 'settled', copies: ['delivered'] });
});

test('nor when the register is back before anybody says so', async () => {
  const letter = await sentButUntold();
  await postgres.start();
  await register.recordUncertain(doubt(letter));
  const record = await register.letter(letter);
  expect(record?.copies).toMatchObject([{ state: 'delivered', uncertain: 0 }]);
});

test('a doubt that is said while the result is being written does not come before it', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  await claimed(register, letter.id);
  await register.dotMayGo(letter.id, 1, 1, 'worker-1');
  const nextAt = Date.now();
  const deferred = { ...result(letter.id), results: [{ n: 0, kind: 'deferred', reply: '451 later', nextAt } as const] };
  await Promise.all([register.recordResult(deferred), register.recordUncertain(doubt(letter.id))]);
  const record = await register.letter(letter.id);
  expect(record?.copies).toMatchObject([{ state: 'deferred', uncertain: 0 }]);
});

test('a result that the register never takes is dropped and told once; the worker goes on', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  await claimed(register, letter.id);
  await register.dotMayGo(letter.id, 1, 1, 'worker-1');
  await postgres.kill();
  const broken = { ...result(letter.id), results: [{ ...delivered(0), n: 1e12 }] };
  await expect(register.recordResult(broken)).rejects.toBeInstanceOf(RegisterUnreachable);
  await expect(register.recordUncertain(doubt(letter.id))).rejects.toBeInstanceOf(RegisterUnreachable);
  await postgres.start();
  await expect(beat()).rejects.toThrow('would not take');
  await beat();
  expect(await register.aliveWorkers(Date.now())).toContain('worker-1');
  // The doubt takes its place.
  expect((await statesOf(register, letter.id)).copies).toEqual(['uncertain']);
});

/** The commit of `ask` is cut off, and the server makes it when it is asked itself. */
async function cutOff(ask: () => Promise<unknown>): Promise<void> {
  await postgres.kill();
  await expect(ask()).rejects.toBeInstanceOf(RegisterUnreachable);
  await postgres.start();
  await beat();
}

test('a decision that the server made after it was cut off leaves no group that nobody attempts', async () => {
  const letter = decision();
  await cutOff(() => register.recordDecision(letter, 'worker-1'));
  await server.recordDecision(letter, 'worker-1');
  expect(await register.recordDecision(letter, 'worker-1')).toMatchObject({ kind: 'present', groups: [1] });
});

test('a claim that the server made after it was cut off is freed by the heartbeat, and due again', async () => {
  const letter = decision();
  await register.recordDecision(letter);
  await cutOff(() => register.claimAttempt(letter.id, 1, 'worker-1', Date.now()));
  await claimed(server, letter.id);
  const before = Date.now();
  await beat();
  expect(await register.dueGroups(Date.now(), 10)).toMatchObject([{ letter: letter.id, group: 1 }]);
  expect((await register.dueGroups(Date.now(), 10))[0]?.nextAt).toBeGreaterThanOrEqual(before);
});

test('what is in hand is not freed, whatever was cut off before', async () => {
  const letter = decision({ copies: [copy(0), copy(1, { transaction: { ...TERMS, notify: ['NEVER'] } })] });
  await cutOff(() => register.recordDecision(letter, 'worker-1'));
  const { attempts } = await register.recordDecision(letter, 'worker-1');
  expect(attempts).toHaveLength(2);
  await beat();
  expect(await register.recordDecision(letter, 'worker-1')).toMatchObject({ kind: 'present', groups: [] });
  for (const group of [1, 2]) expect(await register.dotMayGo(letter.id, group, 1, 'worker-1')).toBe(true);
});

test('a group whose bytes were missing is claimed when they are back; one past its dot stays in doubt', async () => {
  const letter = decision({ copies: [copy(0), copy(1, { transaction: { ...TERMS, notify: ['NEVER'] } })] });
  await register.recordDecision(letter, 'worker-1');
  await register.dotMayGo(letter.id, 2, 1, 'worker-1');
  await register.bytesMissing(letter.id);
  await register.bytesFound(letter.id);
  expect(await server.claimAttempt(letter.id, 1, 'worker-2', Date.now())).toMatchObject({ attempt: 2 });
  expect(await server.claimAttempt(letter.id, 2, 'worker-2', Date.now())).toBeNull();
  await register.abandoned({ alive: ['worker-2'], openedBefore: 0, now: Date.now() });
  expect((await statesOf(register, letter.id)).copies).toEqual(['ready', 'uncertain']);
});

test('protected letters are found for the purge without walking past those that are kept', async () => {
  const kept = decision({ copies: [copy(0, { state: 'withheld' })] });
  const secret = decision({ protected: true, copies: [] });
  for (const one of [kept, secret]) await register.recordDecision(one);
  const retention = { delivered: 9e8, ended: 9e8 };
  expect(await register.settledForPurge(Date.now(), retention)).toEqual([secret.id]);
  const later = await register.settledForPurge(Date.now() + 1e9, retention);
  expect(later.sort()).toEqual([kept.id, secret.id].sort());
});

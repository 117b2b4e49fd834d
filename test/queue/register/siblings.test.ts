import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../queue/register/migrate.ts';
import type { DecidedEffect, Decision } from '../../../queue/register/records.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import type { Sibling } from '../../../queue/register/siblings.ts';
import { childId, newLetterId } from '../../../queue/spool/letter-id.ts';
import type { EmailAddress } from '../../../rules/address.ts';
import type { CouncilId } from '../../../rules/council.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { ASHCOMBE, decision, START } from './letters.ts';

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

const TOM = { address: 'tom.hale@ashcombe.example' as EmailAddress, blind: true, delivered: true };
const CLERK = { address: 'clerk@ashcombe.example' as EmailAddress, blind: false, delivered: true };
const MINUTE = 60_000;

function transaction(key: string, given: Partial<Sibling> = {}, more: Partial<Decision> = {}): Decision {
  const at = more.receivedAt ?? START;
  return decision({ id: newLetterId(at), sibling: { key, handedIn: 'exchange', copies: [TOM], ...given }, ...more });
}

function asked(letter: Decision, key: string) {
  return { council: letter.council, key, letter: letter.id, at: letter.receivedAt };
}

function notice(once?: string): DecidedEffect {
  return { key: 'notice:author:jane', kind: 'notice', payload: {}, ...(once === undefined ? {} : { once }) };
}

async function eventsOf({ id }: Decision) {
  return ((await register.letter(id))?.events ?? []).map(({ kind, payload }) => ({ kind, payload }));
}

describe('one letter in two transactions', () => {
  test('each knows who else had it, and how', async () => {
    const first = transaction('allotments');
    await register.recordDecision(first);
    const second = transaction('allotments', { copies: [CLERK] }, { receivedAt: START + MINUTE });
    expect(await register.siblings(asked(second, 'allotments'))).toEqual([{ id: first.id, at: START, copies: [TOM] }]);
    await register.recordDecision(second);
    expect(await register.siblings(asked(second, 'allotments'))).toHaveLength(1);
    expect(await register.siblings(asked(first, 'allotments'))).toEqual([
      { id: second.id, at: START + MINUTE, copies: [CLERK] },
    ]);
  });

  test('another letter, another council and another day know nothing of it', async () => {
    const first = transaction('bins');
    await register.recordDecision(first);
    const later = transaction('bins', {}, { receivedAt: START + 25 * 60 * MINUTE });
    expect(await register.siblings(asked(later, 'bins'))).toEqual([]);
    expect(await register.siblings(asked(transaction('bin'), 'bin'))).toEqual([]);
    const abroad = transaction('bins', {}, { council: 'elsewhere' as CouncilId });
    expect(await register.siblings(asked(abroad, 'bins'))).toEqual([]);
  });

  test('a letter without anything in common, our own and a protected one leave nothing', async () => {
    await register.recordDecision(transaction('whistle', {}, { protected: true, effects: [notice('whistle-once')] }));
    await register.recordDecision(decision());
    expect(await register.siblings(asked(transaction('whistle'), 'whistle'))).toEqual([]);
    const other = transaction('whistle', {}, { effects: [notice('whistle-once')] });
    await register.recordDecision(other);
    expect(await register.toldElsewhere(other.id, 'notice:author:jane')).toBeNull();
  });
});

describe('the same transaction again', () => {
  test('within a day is linked to the first, and is a letter like any other', async () => {
    const first = transaction('slipway');
    const again = transaction('slipway', {}, { receivedAt: START + 23 * 60 * MINUTE });
    await register.recordDecision(first);
    expect(await register.recordDecision(again)).toMatchObject({ kind: 'recorded', groups: [1] });
    expect(await eventsOf(again)).toContainEqual({ kind: 'suspected-resubmission', payload: { of: first.id } });
    expect((await eventsOf(first)).map(({ kind }) => kind)).toEqual(['decided']);
  });

  test.each([
    ['after a day', { receivedAt: START + 25 * 60 * MINUTE }, {}],
    ['from another client or to others', {}, { handedIn: 'gmail' }],
  ])('%s is not', async (name, more, given) => {
    await register.recordDecision(transaction(name));
    const again = transaction(name, given, more);
    await register.recordDecision(again);
    expect((await eventsOf(again)).map(({ kind }) => kind)).toEqual(['decided']);
  });
});

describe('one notice for a letter in several transactions', () => {
  test('is the first one’s, however many are decided at the same moment', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map(() =>
      transaction('boiler', {}, { effects: [notice('boiler: opened')] }),
    );
    await Promise.all(all.map((each) => register.recordDecision(each)));
    const told = await Promise.all(all.map(({ id }) => register.toldElsewhere(id, 'notice:author:jane')));
    expect(told.filter((each) => each === null)).toHaveLength(1);
    const teller = all[told.indexOf(null)] as Decision;
    expect(new Set(told.flatMap((each) => each?.letter ?? []))).toEqual(new Set([teller.id]));
  });

  test('is required of all of them until it is made, and then of none', async () => {
    const [first, second] = [0, 1].map(() =>
      transaction('hall', { copies: [] }, { copies: [], effects: [notice('hall')] }),
    );
    for (const each of [first, second]) await register.recordDecision(each as Decision);
    const elsewhere = await register.toldElsewhere((second as Decision).id, 'notice:author:jane');
    expect(elsewhere?.letter).toBe(first?.id);
    const [due] = await register.effectsOf((first as Decision).id);
    const child = childId((first as Decision).id, 'notice:author:jane', due?.at ?? 0);
    expect(childId(elsewhere?.letter ?? newLetterId(0), elsewhere?.key ?? '', elsewhere?.at ?? 0)).toBe(child);
    for (const each of [first, second])
      await register.effectSpooled((each as Decision).id, 'notice:author:jane', child);
    expect((await register.letter((second as Decision).id))?.state).toBe('settled');
  });

  test('is none where the reason is another, nothing is said to be told once, or the first was long ago', async () => {
    await register.recordDecision(transaction('grant', {}, { effects: [notice('grant: opened')] }));
    const others = [
      transaction('grant', {}, { effects: [notice('grant: advised')] }),
      transaction('grant', {}, { effects: [notice()] }),
      transaction('grant', {}, { council: 'elsewhere' as CouncilId, effects: [notice('grant: opened')] }),
    ];
    for (const each of others) {
      await register.recordDecision(each);
      expect(await register.toldElsewhere(each.id, 'notice:author:jane')).toBeNull();
    }
  });

  test('a letter decided a second time leaves nothing more', async () => {
    const first = transaction('wreaths', {}, { effects: [notice('wreaths')] });
    await register.recordDecision(first);
    expect(await register.recordDecision({ ...first, council: ASHCOMBE })).toMatchObject({ kind: 'present' });
    expect(await register.toldElsewhere(first.id, 'notice:author:jane')).toBeNull();
    expect(await register.siblings(asked(transaction('wreaths'), 'wreaths'))).toHaveLength(1);
  });
});

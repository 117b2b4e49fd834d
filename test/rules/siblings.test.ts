/** One letter in several transactions: what the rules make of each, knowing the others. */
import { describe, expect, test } from 'vitest';
import type { SiblingLetter } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { LetterId } from '../../rules/letter.ts';
import { copiesForSiblings, siblingKey } from '../../rules/siblings.ts';
import { aLetter, NOON, type Written } from './a-letter.ts';
import { ashcombe, at, type Changes } from './ashcombe.ts';
import { verdict } from './verdict.ts';

const KNUTSFORD: Changes = { protocol: 'knutsford' };
const four = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'];

function sibling(written: Written, changes: Changes): SiblingLetter {
  const [letter, council] = [aLetter(written), ashcombe(changes)];
  const judgement = judge(letter, council, { carried: [], siblings: [] }, NOON);
  return { id: 'other' as LetterId, at: NOON, copies: copiesForSiblings(letter, council, judgement) };
}

/** Judged after the same letter came in `earlier` transactions. */
function following(earlier: readonly Written[], written: Written, changes: Changes = {}): string {
  const siblings = earlier.map((each) => sibling(each, changes));
  return verdict(judge(aLetter(written), ashcombe(changes), { carried: [], siblings }, NOON));
}

describe('a letter whose blind copy came before, in a transaction of its own', () => {
  const toClerk: Written = { from: 'tom', to: ['clerk'] };
  const toJane: Written = { ...toClerk, envelope: ['jane'] };

  test('shows it to those who are named', () => {
    expect(following([], toClerk)).toBe('deliver');
    expect(following([toJane], toClerk)).toBe('rewrite; Cc jane');
  });

  test('whichever transaction is the last, and however many there are', () => {
    expect(following([toClerk], toJane)).toBe('rewrite; Cc jane');
    expect(following([toJane, toJane, { ...toClerk, envelope: ['nadia'] }], toClerk)).toBe('rewrite; Cc jane, nadia');
  });

  test('does not show a copy that waits or was stopped', () => {
    const officers: Written = { from: 'devan', to: ['jane'] };
    expect(following([{ ...officers, envelope: ['tom'] }], officers, KNUTSFORD)).toBe('deliver');
    expect(following([{ ...toClerk, envelope: ['jane'] }], toClerk, { askFirst: true })).toBe('deliver');
  });

  test('never shows somebody outside, or somebody protected', () => {
    expect(following([{ ...toClerk, envelope: ['sue@x.example'] }], toClerk)).toBe('deliver');
    const copies = [{ address: at('auditor@audit.example'), blind: true, delivered: true }];
    const siblings = [{ id: 'other' as LetterId, at: NOON, copies }];
    const judgement = judge(aLetter(toClerk), ashcombe(), { carried: [], siblings }, NOON);
    expect(JSON.stringify(judgement)).not.toContain('auditor');
  });

  test('does not show again whom it shows, or its author', () => {
    expect(following([toJane], { ...toClerk, cc: ['jane'] })).toBe('deliver');
    expect(following([{ ...toClerk, envelope: ['tom'] }], toClerk)).toBe('deliver');
  });

  test('believes what the mail system said of the other transaction, not what it says of this one', () => {
    const handling = { ...aLetter().handling, fieldOfCopy: ['to' as const] };
    const letter = { proof: { kind: 'proven', by: 'upstream' } as const, handling };
    expect(following([toJane], { from: 'tom', to: ['clerk', 'everybody'], letter })).toBe('rewrite; Cc jane');
  });
});

describe('mail to many residents, in parts', () => {
  const newsletter = (to: readonly string[]): Written => ({ from: 'jane', to: ['jane', 'nadia'], envelope: to });

  test('is bulk mail as soon as five blind recipients of it are known', () => {
    expect(following([], newsletter(['e@x.example']))).toBe('hold; e@x.example: held for the author');
    expect(following([newsletter(four)], newsletter(['e@x.example']))).toBe('deliver');
  });

  test('is none because one resident got it twice', () => {
    const twice = [newsletter(four), newsletter(four)];
    expect(following(twice, newsletter(['a+b@x.example']))).toBe('hold; a+b@x.example: held for the author');
  });
});

describe('what makes two transactions one letter', () => {
  const letter = aLetter({ letter: { contentHash: 'c0ffee', date: 'Mon, 23 Nov 2026 10:00:00 +0000' } });
  const key = siblingKey(letter);

  test('is the same whoever it is for and whatever was written on the way', () => {
    const other = { ...letter, envelope: { from: null, to: [at('jane')] }, listId: '<x>', to: [] };
    expect(key).not.toBeNull();
    expect(siblingKey(other)).toBe(key);
  });

  test.each([
    ['another Message-ID', { messageId: 'two@ashcombe.example' }],
    ['other words', { contentHash: 'decaf' }],
    ['another date', { date: null }],
    ['another author', { from: [{ name: '', address: at('tom') }] }],
    ['nobody who proves it', { proof: { kind: 'unproven', why: 'it came from the world' } as const }],
  ])('is not so with %s', (_says, change) => {
    expect(siblingKey({ ...letter, ...change })).not.toBe(key);
  });

  test.each([
    ['no Message-ID', { messageId: null }],
    ['a body that nobody read', { contentHash: null }],
  ])('cannot be told with %s', (_says, change) => {
    expect(siblingKey({ ...letter, ...change })).toBeNull();
  });

  test('of a stranger’s letter nothing is kept of who else had it', () => {
    expect(sibling({ from: 'sue@x.example', to: ['clerk'], blind: ['jane'] }, {}).copies).toEqual([]);
  });
});

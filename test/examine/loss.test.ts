import { describe, expect, it } from 'vitest';
import type { LetterRecord } from '../../queue/register/records.ts';
import type { CouncilId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import { lossNotices } from '../../src/examine/loss.ts';
import type { LossPayload } from '../../src/examine/loss-payload.ts';
import { ashcombe, at, id } from '../rules/ashcombe.ts';

const NOW = Date.UTC(2026, 10, 23, 10, 15);
const LOST_AT = NOW - 600_000;
const council = ashcombe();

type Copy = LetterRecord['copies'][number];

function copy(n: number, to: string, changes: Partial<Copy> = {}): Copy {
  return {
    n,
    to: to.includes('@') || to.length > 30 ? to : at(to),
    state: 'ready',
    rules: [],
    heldFor: null,
    reviewer: null,
    inPlaceOf: null,
    lastReply: null,
    nextAt: null,
    uncertain: 0,
    rendering: { pieces: [], sha256: '', size: 0 },
    ...changes,
  };
}

function letter(changes: Partial<LetterRecord>): LetterRecord {
  return {
    id: '01KAKYZZZZ0000000000000000' as LetterId,
    council: 'ashcombe' as CouncilId,
    state: 'bytes-missing',
    origin: 'upstream',
    at: NOW - 3_600_000,
    from: at('jane'),
    author: at('jane'),
    subject: 'Boiler',
    messageId: 'boiler@ashcombe.example',
    sha256: '',
    policyVersion: 1,
    judgement: null,
    copies: [copy(0, 'tom')],
    events: [{ at: LOST_AT, actor: 'postroom', kind: 'bytes-missing', payload: {} }],
    ...changes,
  };
}

function told(changes: Partial<LetterRecord>): LossPayload[] {
  return lossNotices(letter(changes), council, NOW).map(({ payload }) => payload as LossPayload);
}

const readers = (changes: Partial<LetterRecord>) => told(changes).map(({ to, reader }) => [to.address, reader.kind]);

describe('who is told that a letter is lost', () => {
  it('its author, and whoever acts as proper officer', () => {
    expect(readers({})).toEqual([
      [at('jane'), 'author'],
      [council.people.get(council.properOfficer)?.email, 'proper-officer'],
    ]);
  });

  it('the reviewer for whom a copy waited, instead of the proper officer', () => {
    const held = copy(0, 'tom', { state: 'held', heldFor: 'review', reviewer: id('devan') });
    expect(readers({ copies: [held, copy(1, 'ruth')] })).toEqual([
      [at('jane'), 'author'],
      [council.people.get(id('devan'))?.email, 'reviewer'],
    ]);
  });

  it('nobody twice', () => {
    const clerk = council.people.get(council.properOfficer)?.email ?? '';
    expect(readers({ author: clerk, from: clerk })).toEqual([[clerk, 'author']]);
  });

  it.each([
    ['somebody outside', { author: 'gwen@postbox.example', from: 'gwen@postbox.example' }],
    ['whoever wrote from the world in a member’s name', { origin: 'inbound' }],
    ['a member in whose name another mail system’s user wrote', { from: 'spammer@elsewhere.example' }],
    ['a member in whose name nobody sent it', { from: '' }],
  ] as const)('not %s: the officer is asked to let them know', (_, changes) => {
    const all = told(changes);
    expect(all.map(({ reader }) => reader)).toEqual([
      { kind: 'proper-officer', author: expect.any(String), authorIsTold: false },
    ]);
  });
});

describe('what is told', () => {
  it('names to the author every copy and how it stands', () => {
    const copies = [
      copy(0, 'tom', { state: 'delivered' }),
      copy(1, 'ruth', { state: 'uncertain' }),
      copy(2, 'gwen@postbox.example', { state: 'held', heldFor: 'author' }),
      copy(3, 'devan', { state: 'forwarded' }),
      copy(4, 'nadia', { state: 'ready', inPlaceOf: 3 }),
    ];
    const [author] = told({ copies });
    expect(author?.copies.map(({ to, became }) => [to, became.kind])).toEqual([
      [at('tom'), 'sent'],
      [at('ruth'), 'unsure'],
      ['gwen@postbox.example', 'lost'],
      [at('devan'), 'lost'],
    ]);
  });

  it('leaves out what a report has told, and whoever is protected', () => {
    const [value] = council.protected.map((each) => each.value);
    const copies = [
      copy(0, 'tom', { state: 'failed' }),
      copy(1, 'a'.repeat(64)),
      ...(value === undefined ? [] : [copy(2, value.includes('@') ? value : `anybody@${value}`)]),
    ];
    expect(copies).toHaveLength(3);
    expect(told({ copies }).flatMap((each) => each.copies)).toEqual([]);
  });

  it('tells who does not review it neither its subject nor its recipients', () => {
    const [, officer] = told({});
    expect(officer).toMatchObject({ letter: { subject: '', messageId: null }, copies: [] });
  });

  it('is the same for the same loss, and another for another', () => {
    const keys = (changes: Partial<LetterRecord>) => lossNotices(letter(changes), council, NOW).map(({ key }) => key);
    expect(keys({})[0]).toBe(`lost:author:${LOST_AT}`);
    expect(lossNotices(letter({}), council, NOW + 600_000).map(({ key }) => key)).toEqual(keys({}));
    const again = { ...letter({}).events[0], at: NOW, actor: 'postroom', kind: 'bytes-missing', payload: {} };
    expect(keys({ events: [...letter({}).events, again] })).not.toEqual(keys({}));
  });
});

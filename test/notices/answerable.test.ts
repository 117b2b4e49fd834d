import { describe, expect, it } from 'vitest';
import { type Answered, whoMayBeAnswered } from '../../src/notices/answerable.ts';

function letter(changes: Partial<Answered> = {}): Answered {
  return {
    origin: 'submission',
    mailFrom: 'tom.hale@ashcombe-tc.example',
    provenAuthor: true,
    autoSubmitted: null,
    precedence: null,
    listId: null,
    ...changes,
  };
}

const robots: readonly [string, Partial<Answered>][] = [
  ['auto-submitted', { autoSubmitted: 'auto-generated; type=x' }],
  ['auto-submitted', { autoSubmitted: '(no) Auto-Replied' }],
  ['bulk or list precedence', { precedence: 'Bulk' }],
  ['bulk or list precedence', { precedence: 'junk' }],
  ['list mail', { listId: '<members.lists.example>' }],
  ['null sender', { mailFrom: '' }],
];

describe('who may be answered', () => {
  it('writes to the author of a letter that a person wrote', () => {
    expect(whoMayBeAnswered(letter({ autoSubmitted: 'No (really)' }), 'told')).toEqual({
      kind: 'answer',
      who: 'author',
    });
  });

  for (const [reason, changes] of robots) {
    it(`does not tell of a change where the letter has: ${reason} ${JSON.stringify(changes)}`, () => {
      expect(whoMayBeAnswered(letter(changes), 'told')).toEqual({ kind: 'silence', reasons: [reason] });
    });

    it(`tells of a held copy all the same: ${JSON.stringify(changes)}`, () => {
      expect(whoMayBeAnswered(letter(changes), 'kept')).toEqual({ kind: 'answer', who: 'author' });
    });
  }

  it('writes to nobody whom the connection did not prove to be the author', () => {
    for (const message of ['kept', 'told'] as const) {
      const answer = whoMayBeAnswered(letter({ provenAuthor: false }), message);
      expect(answer).toEqual({ kind: 'silence', reasons: ['unproven author'] });
    }
  });

  it('never answers its own mail', () => {
    for (const message of ['kept', 'told', 'report'] as const) {
      expect(whoMayBeAnswered(letter({ origin: 'own' }), message).kind).toBe('silence');
    }
  });

  it('reports to the envelope sender, robots and lists among them, but never to the null sender', () => {
    const list = letter({ listId: '<x>', precedence: 'list', autoSubmitted: 'auto-generated' });
    expect(whoMayBeAnswered(list, 'report')).toEqual({ kind: 'answer', who: 'envelope-sender' });
    expect(whoMayBeAnswered(letter({ mailFrom: '' }), 'report')).toEqual({ kind: 'silence', reasons: ['null sender'] });
  });
});

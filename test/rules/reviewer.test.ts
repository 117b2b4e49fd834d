/** Who reviews what is held for review, as a table. */
import { expect, test } from 'vitest';
import type { Council, PersonId, Weekday } from '../../rules/council.ts';
import { reviewerFor } from '../../rules/reviewer.ts';
import { NOON } from './a-letter.ts';
import { ashcombe, type Changes, id, OFFICE_HOURS } from './ashcombe.ts';

const away = (...people: readonly string[]): Partial<Council> => ({
  absences: people.map((person) => ({ person: id(person), from: null, to: null })),
});
const weekend = { works: { ...OFFICE_HOURS, days: ['sat'] satisfies Weekday[] } };

test.each<readonly [string, readonly string[], Changes, string | null]>([
  ['the first deputy, where the proper officer wrote it', ['moira'], {}, 'devan'],
  ['the next deputy, where both wrote it', ['moira', 'devan'], {}, 'lewis'],
  ['nobody, where all of them wrote it', ['moira', 'devan', 'lewis'], {}, null],
])('where it is about nobody: %s', (_says, barred, changes, expected) => {
  const involved = { barred: new Set(barred.map(id)), concerned: new Set<PersonId>() };
  expect(reviewerFor(ashcombe(changes), NOON, involved)).toBe(expected);
});

test.each<readonly [string, readonly string[], Changes, string | null]>([
  ['the proper officer', [], {}, 'moira'],
  ['the first deputy, where the proper officer is away', [], { council: away('moira') }, 'devan'],
  ['the next deputy, where the first wrote it', ['devan'], { council: away('moira') }, 'lewis'],
  ['the proper officer, whoever else has a part in it', ['devan', 'tom'], {}, 'moira'],
  ['nobody the proper officer manages, where she has a part in it: the personnel chair', ['moira'], {}, 'siobhan'],
  ['whom the council named for that', ['moira'], { council: { aboutProperOfficer: id('ruth') } }, 'ruth'],
  ['a deputy whom she does not manage', ['moira'], { people: { lewis: { manager: id('ruth') } } }, 'lewis'],
  [
    'not a deputy whom she manages through another',
    ['moira'],
    { people: { lewis: { manager: id('devan') } } },
    'siobhan',
  ],
  ['nobody, where the personnel chair has a part in it too', ['moira', 'siobhan'], {}, null],
  ['nobody, where the personnel chair is away', ['moira'], { council: away('siobhan') }, null],
  ['nobody, where no committee is the personnel committee', ['moira'], { council: { committees: [] } }, null],
  ['nobody, where all are away', [], { council: away('moira', 'devan', 'lewis') }, null],
  ['who works at the time', [], { people: { moira: weekend } }, 'devan'],
  [
    'the first, where it is nobody’s hours',
    [],
    { people: { moira: weekend, devan: weekend, lewis: weekend } },
    'moira',
  ],
])('about those who have a part in it: %s', (_says, concerned, changes, expected) => {
  const involved = { barred: new Set<PersonId>(), concerned: new Set(concerned.map(id)) };
  expect(reviewerFor(ashcombe(changes), NOON, involved)).toBe(expected);
});

/** Whose an address is, who is protected, and who acts as proper officer. */
import { describe, expect, test } from 'vitest';
import { speaksFor } from '../../rules/author.ts';
import {
  belongs,
  expand,
  isAdviser,
  isInside,
  isOutside,
  isProtected,
  manages,
  personAt,
  properOfficer,
} from '../../rules/directory.ts';
import { NOON } from './a-letter.ts';
import { ashcombe, at, id, OFFICE_HOURS } from './ashcombe.ts';

const council = ashcombe();

test.each([
  ['jane', 'jane'],
  ['jane@home.example', 'jane'],
  ['jane+planning', 'jane'],
  ['clerk+forms', 'moira'],
  ['mayor', 'ruth'],
  ['councillors', null],
  ['records', null],
  ['nobody', null],
  ['jane@elsewhere.example', null],
])('%s is the mailbox of %s', (address, person) => {
  expect(personAt(council, at(address))?.id ?? null).toBe(person);
});

test.each([
  ['councillors', 'list', ['ruth', 'jane', 'tom', 'siobhan']],
  ['info+web', 'list', ['moira', 'nadia']],
  ['records', 'records', []],
  ['tom', 'person', ['tom']],
  ['sue@x.example', null, []],
])('%s is a %s of %s', (address, kind, people) => {
  expect(belongs(council, at(address))?.kind ?? null).toBe(kind);
  expect(expand(council, at(address)).map((person) => person.id)).toEqual(people);
});

test('a mailbox at the council’s domain that nobody listed is outside', () => {
  expect(isInside(council, at('scanner'))).toBe(false);
  expect(isOutside(council, at('scanner'))).toBe(true);
});

test.each([
  ['auditor@audit.example', true],
  ['partner@audit.example', false],
  ['auditor@mail.audit.example', false],
  ['intake@ombudsman.example', true],
  ['intake@case.ombudsman.example', true],
  ['intake@notombudsman.example', false],
  ['intake@ombudsman.example.fraud.example', false],
])('%s is protected: %s', (address, expected) => {
  expect(isProtected(council, at(address))).toBe(expected);
});

test.each([
  ['solicitor@law.example', true],
  ['clerk@law.example', false],
  ['anybody@hr.example', true],
])('%s is an adviser: %s', (address, expected) => {
  expect(isAdviser(council, at(address))).toBe(expected);
});

describe('proper officer', () => {
  const away = (...people: readonly [string, string | null, string | null][]) =>
    ashcombe({ council: { absences: people.map(([person, from, to]) => ({ person: id(person), from, to })) } });
  const works = (days: typeof OFFICE_HOURS.days) => ({ works: { ...OFFICE_HOURS, days } });

  test.each([
    ['nobody is away', ashcombe(), 'moira'],
    ['the Clerk is away', away(['moira', null, null]), 'devan'],
    ['the Clerk and the first deputy are away', away(['moira', null, null], ['devan', null, null]), 'lewis'],
    ['it is the last day of the leave', away(['moira', '2026-11-20', '2026-11-23']), 'devan'],
    ['the leave is over', away(['moira', '2026-11-20', '2026-11-22']), 'moira'],
    ['the leave has not begun', away(['moira', '2026-11-24', null]), 'moira'],
    ['the Clerk does not work on Mondays', ashcombe({ people: { moira: works(['tue', 'wed']) } }), 'devan'],
    ['the Clerk works on Mondays', ashcombe({ people: { moira: works(['mon']) } }), 'moira'],
    ['everybody is away', away(['moira', null, null], ['devan', null, null], ['lewis', null, null]), 'moira'],
  ])('where %s', (_says, configured, expected) => {
    expect(properOfficer(configured, NOON)).toBe(expected);
  });

  test('outside everybody’s hours it is whoever is not on leave', () => {
    const people = { moira: works(['tue']), devan: works(['tue']), lewis: works(['tue']) };
    const absences = [{ person: id('moira'), from: null, to: null }];
    expect(properOfficer(ashcombe({ people, council: { absences } }), NOON)).toBe('devan');
  });

  test('days and hours are local: at half past midnight in summer it is already the next day', () => {
    const summer = away(['moira', '2026-07-02', '2026-07-02']);
    expect(properOfficer(summer, Date.UTC(2026, 6, 1, 23, 30))).toBe('devan');
    expect(properOfficer(summer, Date.UTC(2026, 6, 1, 22, 30))).toBe('moira');
  });
});

test('line management goes up to the proper officer, and from there to the chair', () => {
  const configured = ashcombe({ people: { nadia: { manager: id('devan') }, lewis: { manager: id('ruth') } } });
  expect(manages(configured, id('moira'), id('nadia'))).toBe(true);
  expect(manages(configured, id('devan'), id('nadia'))).toBe(true);
  expect(manages(configured, id('moira'), id('lewis'))).toBe(false);
  expect(manages(configured, id('ruth'), id('moira'))).toBe(true);
});

test.each([
  ['jane', 'jane', true],
  ['jane@home.example', 'jane', true],
  ['nadia', 'info', true],
  ['devan', 'info', false],
  ['pa', 'mayor', true],
  ['pa', 'jane', false],
  ['devan', 'clerk', false],
  ['councillors', 'planning', false],
])('who signed in as %s may write as %s: %s', (sender, from, expected) => {
  const configured = ashcombe({ council: { delegates: [{ sender: at('pa'), person: id('ruth') }] } });
  expect(speaksFor(configured, at(sender), at(from))).toBe(expected);
});

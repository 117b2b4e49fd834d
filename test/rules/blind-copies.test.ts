/** blind-copies: what it acts on, and what it leaves alone. */
import { describe, expect, test } from 'vitest';
import { type Handling, type Letter, NO_HANDLING } from '../../rules/letter.ts';
import type { Written } from './a-letter.ts';
import { ashcombe, at, type Changes, LISTS, list } from './ashcombe.ts';
import { judged, verdict } from './verdict.ts';

type Row = readonly [says: string, letter: Written, expected: string, council?: Changes];
const KNUTSFORD: Changes = { protocol: 'knutsford' };
const STANDARD: Changes = { protocol: 'standard' };
const five = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'e@x.example'];

const ACTS_ON: readonly Row[] = [
  [
    'a member’s letter to the Clerk, another member blind',
    { from: 'tom', to: ['clerk'], blind: ['jane'] },
    'rewrite; Cc jane',
  ],
  [
    'a member blind at their home address is shown at their council address',
    { from: 'tom', to: ['clerk'], blind: ['jane@home.example'] },
    'rewrite; Cc jane',
  ],
  [
    'one person blind under two addresses is shown once',
    { from: 'tom', to: ['clerk'], blind: ['jane@home.example', 'jane'] },
    'rewrite; Cc jane',
  ],
  [
    'an officer blind on an officer’s letter to one member',
    { from: 'devan', blind: ['nadia'] },
    'rewrite; Cc nadia',
    KNUTSFORD,
  ],
  ['the Clerk blind under an alias', { from: 'lewis', blind: ['clerk'] }, 'rewrite; Cc moira', STANDARD],
  [
    'a member’s letter under Knutsford is opened too',
    { from: 'tom', to: ['clerk'], blind: ['jane'] },
    'rewrite; Cc jane',
    KNUTSFORD,
  ],
  ['an officer’s letter under Wonderland, a member blind', { from: 'devan', blind: ['tom'] }, 'rewrite; Cc tom'],
  [
    'an officer’s letter under Knutsford, a member blind',
    { from: 'devan', blind: ['tom'] },
    'hold; tom: held for review by moira',
    KNUTSFORD,
  ],
  [
    'an officer’s letter under standard, a member blind',
    { from: 'devan', blind: ['tom'] },
    'hold; tom: held for review by moira',
    STANDARD,
  ],
  [
    'an officer’s letter under Knutsford, a member and an officer blind',
    { from: 'devan', blind: ['tom', 'nadia'] },
    'hold; tom: held for review by moira; Cc nadia',
    KNUTSFORD,
  ],
  [
    'the Clerk’s own letter is reviewed by her first deputy',
    { from: 'clerk', blind: ['tom'] },
    'hold; tom: held for review by devan',
    KNUTSFORD,
  ],
  [
    'a letter from the shared mailbox counts as an officer’s',
    { from: 'info', blind: ['tom'] },
    'hold; tom: held for review by moira',
    KNUTSFORD,
  ],
  [
    'a blind list with a member on it, officer’s letter',
    { from: 'devan', blind: ['planning'] },
    'hold; planning: held for review by moira',
    KNUTSFORD,
  ],
  [
    'a blind list is opened under its own address',
    { from: 'tom', to: ['clerk'], blind: ['planning'] },
    'rewrite; Cc planning',
  ],
  [
    'a blind list of officers on an officer’s letter',
    { from: 'devan', blind: ['staff'] },
    'rewrite; Cc staff',
    KNUTSFORD,
  ],
  [
    'a list that is visible only in part',
    { from: 'tom', to: ['clerk', 'jane'], blind: ['councillors'] },
    'rewrite; Cc councillors',
  ],
  [
    'somebody outside: never revealed, held for the author',
    { from: 'tom', to: ['clerk'], blind: ['sue@x.example'] },
    'hold; sue@x.example: held for the author',
  ],
  [
    'an adviser is outside for this rule',
    { from: 'tom', to: ['clerk'], blind: ['solicitor@law.example'] },
    'hold; solicitor@law.example: held for the author',
  ],
  [
    'four outside are no bulk mail',
    { from: 'tom', to: ['clerk'], blind: five.slice(1) },
    `hold; ${five
      .slice(1)
      .map((each) => `${each}: held for the author`)
      .join('; ')}`,
  ],
  [
    'five outside, but it quotes correspondence',
    { from: 'tom', to: ['clerk'], blind: five, quotes: true },
    `hold; ${five.map((each) => `${each}: held for the author`).join('; ')}`,
  ],
  [
    'one inside and one outside',
    { from: 'devan', blind: ['nadia', 'sue@x.example'] },
    'hold; sue@x.example: held for the author; Cc nadia',
    KNUTSFORD,
  ],
  ['an officer seen through the shared mailbox', { from: 'tom', to: ['info'], blind: ['jane'] }, 'rewrite; Cc jane'],
  ['an officer seen through the staff list', { from: 'tom', to: ['staff'], blind: ['jane'] }, 'rewrite; Cc jane'],
  [
    'the shared mailbox beside one member makes no circular',
    { from: 'devan', to: ['jane', 'info'], blind: ['tom'] },
    'rewrite; Cc tom',
  ],
  ['a `Bcc:` header inside, its copy elsewhere', { from: 'devan', bcc: ['nadia'] }, 'rewrite; Cc nadia'],
  [
    'a `Bcc:` header and the envelope name one person',
    { from: 'devan', bcc: ['clerk'], blind: ['moira'] },
    'rewrite; Cc moira',
  ],
  [
    'a group that only the author’s own program tells of',
    {
      from: 'devan',
      to: ['jane', 'everybody'],
      blind: ['tom'],
      letter: { handling: { ...NO_HANDLING, fieldOfCopy: ['to'] } },
    },
    'hold; tom: held for review by moira',
    KNUTSFORD,
  ],
  [
    'the author is asked first, where the council wants that',
    { from: 'tom', to: ['clerk'], blind: ['jane'] },
    'hold; jane: held for the author',
    { askFirst: true },
  ],
  [
    'an outside author is none of it, a proven member who copies itself is',
    { from: 'jane@home.example', to: ['clerk'], blind: ['tom'] },
    'rewrite; Cc tom',
  ],
  [
    'a signed letter cannot be opened, so the blind copy is held',
    { from: 'tom', to: ['clerk'], blind: ['jane'], letter: { signed: true } },
    'hold; jane: held for the author',
  ],
  [
    'a member’s casework is read by nobody else',
    { from: 'devan', blind: ['tom'], letter: { subject: '[casework] damp' } },
    'hold; tom: held for review by moira',
    KNUTSFORD,
  ],
  [
    'a blind copy to a protected auditor stays unseen beside another',
    { from: 'devan', blind: ['auditor@audit.example', 'nadia'] },
    'rewrite; Cc nadia',
  ],
];

/** Handed in by a mail system whose word counts. */
function upstream(handling: Partial<Handling>): Partial<Letter> {
  return { proof: { kind: 'proven', by: 'upstream' }, handling: { ...NO_HANDLING, ...handling } };
}

const LEAVES_ALONE: readonly Row[] = [
  [
    'a copy through a group that a trusted mail system tells of',
    { from: 'devan', to: ['jane', 'everybody'], envelope: ['tom'], letter: upstream({ fieldOfCopy: ['to'] }) },
    'deliver',
    KNUTSFORD,
  ],
  [
    'a copy that a mailbox passed on',
    {
      from: 'devan',
      envelope: ['tom'],
      letter: upstream({ resent: [{ by: [at('jane')], to: [at('tom')], bcc: [] }] }),
    },
    'deliver',
    KNUTSFORD,
  ],
  [
    'the room that an appointment invites',
    { from: 'devan', envelope: ['chamber'], bcc: ['chamber'], letter: upstream({ rooms: [at('chamber')] }) },
    'deliver',
    KNUTSFORD,
  ],
  ['everybody shown', { from: 'tom', to: ['clerk'], cc: ['jane'] }, 'deliver'],
  ['no officer on a member’s letter', { from: 'tom', to: ['sue@x.example'], blind: ['jane'] }, 'deliver'],
  ['no member on an officer’s letter', { from: 'devan', to: ['firm@x.example'], blind: ['tom'] }, 'deliver'],
  ['two members on an officer’s letter', { from: 'lewis', to: ['jane', 'tom'], blind: ['clerk'] }, 'deliver', STANDARD],
  ['an officer’s letter to a list', { from: 'clerk', to: ['councillors'], blind: ['nadia'] }, 'deliver'],
  ['an officer’s letter to one member and a list', { from: 'clerk', to: ['jane', 'staff'], blind: ['tom'] }, 'deliver'],
  ['a committee, each of it shown', { from: 'clerk', to: ['planning'], blind: ['ruth'] }, 'deliver'],
  ['an officer’s bulk mail to residents', { from: 'nadia', to: ['nadia'], cc: ['jane'], blind: five }, 'deliver'],
  [
    'a member’s newsletter with an officer in Cc',
    { from: 'mayor', to: ['mayor'], cc: ['nadia'], blind: [...five, 'tom'] },
    'deliver',
  ],
  [
    'the author’s own copy under another address',
    { from: 'jane', to: ['clerk'], blind: ['jane@home.example'] },
    'deliver',
  ],
  [
    'the author’s own copy, signed for the shared mailbox',
    { from: 'info', to: ['jane'], blind: ['nadia'], signed_off: ['Nadia Forbes'] },
    'deliver',
  ],
  ['a copy of the shared mailbox to itself', { from: 'info', to: ['jane'], blind: ['info'] }, 'deliver'],
  ['a filing mailbox', { from: 'clerk', to: ['tom'], blind: ['records'] }, 'deliver', KNUTSFORD],
  ['another address of somebody shown', { from: 'ruth', to: ['clerk'], envelope: ['moira'] }, 'deliver'],
  ['a plus-address of somebody shown', { from: 'devan', to: ['jane+planning'], envelope: ['jane'] }, 'deliver'],
  [
    'a list that was expanded in the envelope',
    { from: 'tom', to: ['clerk', 'councillors'], envelope: ['clerk', 'ruth', 'jane', 'siobhan'] },
    'deliver',
  ],
  ['a list whose people are all shown', { from: 'ruth', to: ['clerk', 'jane', 'tom'], blind: ['planning'] }, 'deliver'],
  [
    'a list whose people are all shown, the author among them',
    { from: 'tom', to: ['clerk', 'jane'], blind: ['planning'] },
    'deliver',
  ],
  ['a reader of the shared mailbox that is shown', { from: 'tom', to: ['info'], blind: ['clerk'] }, 'deliver'],
  [
    'somebody outside under a plus-tag of an address shown',
    { from: 'tom', to: ['clerk', 'sue@x.example'], envelope: ['clerk', 'sue+ward@x.example'] },
    'deliver',
  ],
  ['a `Bcc:` header outside whose copy is elsewhere', { from: 'devan', bcc: ['sue@x.example'] }, 'deliver'],
  ['a barred `Bcc:` whose copy is elsewhere', { from: 'devan', bcc: ['tom'] }, 'deliver', KNUTSFORD],
  [
    'a protected blind recipient',
    { from: 'devan', blind: ['intake@ombudsman.example'], bcc: ['intake@ombudsman.example'] },
    'deliver',
    KNUTSFORD,
  ],
  ['one member shown beside a protected address', { from: 'devan', to: ['jane', 'auditor@audit.example'] }, 'deliver'],
  ['mail from outside', { from: 'sue@x.example', to: ['clerk'], blind: ['jane'], unproven: true }, 'deliver'],
  ['an unproven author', { from: 'tom', to: ['clerk'], blind: ['jane'], unproven: true }, 'deliver'],
];

describe('acts on', () => {
  test.each(named(ACTS_ON))('$says', ({ letter, expected, changes }) => {
    const judgement = judged(letter, ashcombe(changes));
    expect(verdict(judgement)).toBe(expected);
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['blind-copies']);
    expect(judgement.notices).toHaveLength(1);
  });
});

describe('leaves alone', () => {
  test.each(named(LEAVES_ALONE))('$says', ({ letter, expected, changes }) => {
    const judgement = judged(letter, ashcombe(changes));
    expect(verdict(judgement)).toBe(expected);
    expect(judgement.findings.filter(({ rule }) => rule === 'blind-copies')).toEqual([]);
    expect(judgement.notices).toEqual([]);
  });
});

describe('the changed letter', () => {
  test('shows an opened copy to everybody, and a copy held for another reason once it is released', () => {
    const { copies } = judged({ from: 'devan', blind: ['nadia', 'tom'] }, ashcombe(KNUTSFORD));
    const shown = Object.fromEntries(
      copies.map(({ to, rewrites }) => [
        to,
        rewrites.flatMap((rewrite) => ('add' in rewrite ? rewrite.add.map(({ name }) => name) : [])),
      ]),
    );
    expect(shown).toEqual({
      'jane@ashcombe.example': ['Nadia Forbes'],
      'nadia@ashcombe.example': ['Nadia Forbes'],
      'tom@ashcombe.example': ['Nadia Forbes', 'Tom Hale'],
    });
  });

  test('never shows who is held for the author', () => {
    const { copies } = judged({ from: 'tom', to: ['clerk'], blind: ['sue@x.example'] }, ashcombe());
    expect(copies.map(({ rewrites }) => rewrites)).toEqual([[], []]);
  });

  test('is no change where only a release would make one', () => {
    expect(judged({ from: 'tom', to: ['clerk'], blind: ['jane'] }, ashcombe({ askFirst: true })).rewrites).toEqual([]);
    expect(judged({ from: 'devan', blind: ['tom'] }, ashcombe(KNUTSFORD)).rewrites).toEqual([]);
  });

  test('of a signed letter is not made: it leaves as it is, and the author is advised', () => {
    const judgement = judged({ from: 'tom', to: ['clerk'], bcc: ['jane'], letter: { signed: true } }, ashcombe());
    expect(verdict(judgement)).toBe('deliver');
    expect(judgement.notices).toEqual([{ kind: 'author', to: 'tom@ashcombe.example', advise: true }]);
  });
});

test('a blind list of nobody is not taken for one that everybody can see', () => {
  const council = ashcombe({ lists: [...LISTS, list('empty', [])] });
  expect(verdict(judged({ from: 'tom', to: ['clerk'], blind: ['empty'] }, council))).toBe('rewrite; Cc empty');
});

test('the finding cites the clause and names the copies under what becomes of them', () => {
  const [finding] = judged({ from: 'devan', blind: ['nadia', 'sue@x.example', 'tom'] }, ashcombe(KNUTSFORD)).findings;
  expect(finding?.clauses.map(({ number }) => number)).toEqual(['5.1']);
  expect(finding?.facts).toEqual({
    opened: 'nadia@ashcombe.example',
    outside: 'sue@x.example',
    barred: 'tom@ashcombe.example',
  });
});

function named(rows: readonly Row[]) {
  return rows.map(([says, letter, expected, changes]) => ({ says, letter, expected, changes }));
}

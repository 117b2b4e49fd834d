/** protected-channels: what the engine guarantees, whatever the other rules want. */
import { expect, test } from 'vitest';
import { withoutProtected } from '../../rules/correspondence/protected-channels.ts';
import { aLetter, type Written } from './a-letter.ts';
import { ashcombe, type Changes } from './ashcombe.ts';
import { judged, verdict } from './verdict.ts';

const AUDITOR = 'auditor@audit.example';
const OMBUDSMAN = 'intake@ombudsman.example';

test('nothing of a letter that the rules see names a protected recipient', () => {
  const letter = aLetter({ to: ['jane', AUDITOR], cc: [OMBUDSMAN], bcc: [OMBUDSMAN], blind: ['tom'] });
  const { envelope, to, cc, bcc } = withoutProtected(letter, ashcombe());
  expect(envelope.to).toEqual(['jane@ashcombe.example', 'tom@ashcombe.example']);
  expect([...to, ...cc, ...bcc].map(({ address }) => address)).toEqual(['jane@ashcombe.example']);
});

const HOLDS: readonly (readonly [says: string, letter: Written, expected: string, changes?: Changes])[] = [
  [
    'a blind copy to the ombudsman is not held',
    { from: 'devan', blind: [OMBUDSMAN] },
    'deliver',
    { protocol: 'knutsford' },
  ],
  ['it excuses no other blind copy', { from: 'devan', blind: [OMBUDSMAN, 'tom'] }, 'rewrite; Cc tom'],
  [
    'it makes no letter bulk mail',
    { from: 'tom', to: ['clerk'], blind: [...four(), AUDITOR] },
    `hold; ${heldForAuthor()}`,
  ],
  ['an unreadable letter does not hold it', { from: 'tom', to: [AUDITOR], unreadable: true }, 'deliver'],
  ['an unproven author does not return it', { from: 'tom', to: [AUDITOR, 'clerk'], unproven: true }, 'deliver'],
  [
    'another mailbox at the auditor’s is outside like any',
    { from: 'tom', to: ['clerk'], blind: ['partner@audit.example'] },
    'hold; partner@audit.example: held for the author',
  ],
];

test.each(HOLDS.map(([says, letter, expected, changes]) => ({ says, letter, expected, changes })))(
  '$says',
  ({ letter, expected, changes }) => {
    expect(verdict(judged(letter, ashcombe(changes)))).toBe(expected);
  },
);

test('is never among the rules that fired', () => {
  const judgement = judged({ from: 'devan', blind: [OMBUDSMAN, 'tom'] }, ashcombe());
  expect(judgement.findings.map(({ rule }) => rule)).toEqual(['blind-copies']);
});

test('cannot be switched off', () => {
  const judgement = judged({ from: 'devan', to: ['jane', AUDITOR] }, ashcombe({ mode: 'off' }));
  expect(judgement.copies.map(({ to }) => to)).toEqual(['jane@ashcombe.example']);
});

function four(): readonly string[] {
  return ['a', 'b', 'c', 'd'].map((name) => `${name}@x.example`);
}

function heldForAuthor(): string {
  return four()
    .map((each) => `${each}: held for the author`)
    .join('; ');
}

/** Who counts as the author of a letter. */
import { expect, test } from 'vitest';
import { type Author, authorsOf } from '../../rules/author.ts';
import { aLetter, type Written } from './a-letter.ts';
import { ashcombe, at } from './ashcombe.ts';

const both = {
  from: [
    { name: '', address: at('tom') },
    { name: '', address: at('devan') },
  ],
};

test.each<readonly [string, Written, readonly string[]]>([
  ['the person of the From mailbox', { from: 'tom' }, ['tom']],
  ['the person behind an alias', { from: 'mayor' }, ['ruth']],
  ['each of several', { from: 'tom', letter: both }, ['tom', 'devan']],
  ['nobody inside, where nothing proves it', { from: 'tom', unproven: true }, ['outside']],
  ['somebody outside', { from: 'sue@x.example' }, ['outside']],
  ['the Council, from a shared mailbox that nobody signed', { from: 'info' }, ['council']],
  ['who signed for the shared mailbox', { from: 'info', signed_off: ['Nadia Forbes | Events'] }, ['nadia']],
  ['a member who signed for it', { from: 'info', signed_off: ['Kind regards', 'Cllr Siobhan Kerr'] }, ['siobhan']],
  ['not for whom it was signed', { from: 'info', signed_off: ['p.p. Moira Lang', 'Nadia Forbes'] }, ['nadia']],
  ['not a name inside another', { from: 'info', signed_off: ['Wharton Tom Haleton'] }, ['council']],
  ['the Council, from a filing mailbox', { from: 'records' }, ['council']],
  [
    'the Sender, where there is no From',
    { from: 'tom', letter: { from: [], sender: { name: '', address: at('jane') } } },
    ['jane'],
  ],
  ['the envelope’s sender, where there is neither', { from: 'tom', letter: { from: [] } }, ['tom']],
  ['nobody at all', { letter: { from: [], envelope: { from: null, to: [at('jane')] } } }, []],
])('is %s', (_says, letter, expected) => {
  expect(authorsOf(aLetter(letter), ashcombe()).map(named)).toEqual(expected);
});

function named(author: Author): string {
  return author.kind === 'person' ? author.person.id : author.kind;
}

/** Who signed a letter, by the block that closes it. */
import { describe, expect, test } from 'vitest';
import { authorsOf } from '../../rules/author.ts';
import { signatoryOf } from '../../rules/signatory.ts';
import { aLetter } from './a-letter.ts';
import { ashcombe, id } from './ashcombe.ts';

const council = ashcombe({
  people: {
    moira: { post: 'Town Clerk' },
    devan: { post: 'Planning and Facilities Officer' },
    lewis: { post: 'Responsible Finance Officer' },
    nadia: { name: 'Nadia Forbes-O’Neill' },
  },
});

function signed(...lines: readonly string[]): string | null {
  return signatoryOf(aLetter({ from: 'info', signed_off: lines }), council)?.id ?? null;
}

describe('is known by name', () => {
  test.each([
    ['in full', ['Jane Marsh'], 'jane'],
    ['with a title', ['Cllr Jane Marsh'], 'jane'],
    ['with two titles', ['Councillor Dr. Jane Marsh MBE'], 'jane'],
    ['in Welsh', ['Cynghorydd Jane Marsh'], 'jane'],
    ['with an initial between', ['Jane A. Marsh'], 'jane'],
    ['by initial and surname', ['J. Marsh'], 'jane'],
    ['by initials without dots', ['JA Marsh', 'J A Marsh'], 'jane'],
    ['by title, initial and surname', ['Cllr J Marsh'], 'jane'],
    ['by title and surname', ['Cllr Marsh'], 'jane'],
    ['by title and first name', ['Cllr Siobhan'], 'siobhan'],
    ['of an officer, by title and surname', ['Mrs Lang'], 'moira'],
    ['without the accents of the directory', ['Siobhan Kerr'], 'siobhan'],
    ['with accents that the directory lacks', ['Jané Marsh'], 'jane'],
    ['in capitals, with a post beside it', ['JANE MARSH | Chair of Planning'], 'jane'],
    ['behind an office', ['Mayor of Ashcombe: Cllr Ruth Amory'], 'ruth'],
    ['behind a ward', ['Member for North Ward – Cllr Jane Marsh'], 'jane'],
    ['of two parts', ['N. Forbes-O’Neill'], 'nadia'],
    ['of two parts, of which one is left out', ['Nadia O\u2019Neill'], 'nadia'],
    ['below a closing', ['Kind regards', '', 'Tom Hale', 'Town Clerk'], 'tom'],
    ['before the post of another', ['Devan Rao', 'for the Town Clerk'], 'devan'],
    ['the first of two', ['Tom Hale and Jane Marsh'], 'tom'],
    ['in the address that stands alone', ['Regards', 'tel. 01234 567890', 'jane@home.example'], 'jane'],
  ])('%s', (_says, lines, expected) => {
    expect(signed(...lines)).toBe(expected);
  });
});

describe('is nobody', () => {
  test.each([
    ['of another name', ['John Smith']],
    ['whose name is part of another', ['Wharton Tom Haleton']],
    ['with the surname alone', ['Marsh']],
    ['with the first name alone, where nobody says whose mailbox it is', ['Nadia']],
    ['an officer whom a member’s title cannot mean', ['Cllr Lang']],
    ['another initial', ['K. Marsh']],
    ['who writes for somebody', ['PA to Cllr Jane Marsh']],
    ['who sits in somebody’s office', ['Office of Moira Lang']],
    ['for whom it was signed', ['pp Moira Lang']],
    ['for whom it was signed, with the post below', ['p.p. Moira Lang', 'Town Clerk']],
    ['below a pp of its own line', ['S. Temple', 'pp', 'Moira Lang', 'Town Clerk']],
    ['on whose behalf it was signed', ['On behalf of Moira Lang']],
    ['of a post like another', ['Assistant to the Town Clerk']],
    ['of a post like another, before it', ['Deputy Town Clerk']],
    ['a chair of some committee', ['Chair of Planning', 'Chair']],
    ['of two addresses', ['jane@ashcombe.example', 'tom@ashcombe.example']],
    ['in an address of the shared mailbox', ['info@ashcombe.example']],
    ['in nothing', []],
  ])('%s', (_says, lines) => {
    expect(signed(...lines)).toBeNull();
  });

  test('that two people could be', () => {
    const twoMarshes = ashcombe({ people: { tom: { name: 'John Marsh' } } });
    const of = (...lines: readonly string[]) =>
      signatoryOf(aLetter({ from: 'info', signed_off: lines }), twoMarshes)?.id ?? null;
    expect([of('J. Marsh'), of('Cllr Marsh'), of('Jo. Marsh')]).toEqual([null, null, null]);
    expect([of('John Marsh'), of('Cllr Jane Marsh')]).toEqual(['tom', 'jane']);
  });
});

describe('without a name is known by post', () => {
  test.each([
    ['alone', ['Town Clerk'], 'moira'],
    ['to the council', ['The Town Clerk to Ashcombe Town Council'], 'moira'],
    ['below a name that nobody knows', ['Sally', 'Planning and Facilities Officer | Ashcombe Town Council'], 'devan'],
    ['of the mayor', ['Mayor of Ashcombe'], 'ruth'],
  ])('%s', (_says, lines, expected) => {
    expect(signed(...lines)).toBe(expected);
  });

  test('which two people hold is nobody’s', () => {
    const two = ashcombe({ people: { devan: { post: 'Administrator' }, lewis: { post: 'Administrator' } } });
    expect(signatoryOf(aLetter({ signed_off: ['Administrator'] }), two)).toBeNull();
  });
});

describe('of the shared mailbox', () => {
  const author = (...lines: readonly string[]) => {
    const [found] = authorsOf(aLetter({ from: 'info', signed_off: lines }), council);
    return found?.kind === 'person' ? found.person.id : found?.kind;
  };

  test('is one of its readers, by first name alone', () => {
    expect(author('Many thanks', 'Nadia')).toBe('nadia');
  });

  test('is no other by first name alone', () => {
    expect(author('Many thanks', 'Devan')).toBe('council');
  });

  test('is a member who signs there, although no reader of it', () => {
    expect(author('Cllr J Marsh', 'North Ward')).toBe('jane');
  });
});

test('however long the block and its lines, it is read at once', () => {
  const lines = Array.from({ length: 20_000 }, () => 'a b c d e f '.repeat(2_000));
  const began = performance.now();
  expect(signatoryOf(aLetter({ signed_off: lines }), council, [id('nadia')])).toBeNull();
  expect(performance.now() - began).toBeLessThan(500);
});

import { describe, expect, it } from 'vitest';
import { misleadingName } from '../../rules/misleading-name.ts';
import { ashcombe, at } from './ashcombe.ts';

const council = ashcombe();
const of = (name: string, address: string) => misleadingName({ name, address: at(address) }, council);

describe('a display name', () => {
  it.each([
    ['another address', 'clerk@ashcombe.example', 'evil@x.example', 'clerk@ashcombe.example'],
    ['another address among words', 'The Clerk (clerk@ashcombe.example)', 'evil@x.example', 'clerk@ashcombe.example'],
    [
      'another address in letters that look alike',
      'сlerk@аshcombe.example',
      'evil@x.example',
      'clerk@ashcombe.example',
    ],
    ['a colleague’s address', 'moira@ashcombe.example', 'tom', 'moira@ashcombe.example'],
  ])('misleads by %s', (_, name, address, named) => {
    expect(of(name, address)).toEqual({ kind: 'address', named });
  });

  it.each([
    ['a member’s name', 'Jane Marsh'],
    ['a member’s name and title', 'Cllr. Jane MARSH – Ashcombe'],
    ['the family name first', 'Marsh, Jane'],
    ['letters that look alike', 'Jаne Mаrsh'],
    ['what shows nothing', 'Ja\u200bne\u00a0Marsh'],
  ])('misleads by %s on a stranger’s address', (_, name) => {
    expect(of(name, 'jane.marsh@freemail.example')).toMatchObject({ kind: 'person', named: { id: 'jane' } });
  });

  it('finds a name with an accent, written without', () => {
    expect(of('Siobhan Kerr', 'kerr@x.example')).toMatchObject({ kind: 'person', named: { id: 'siobhan' } });
  });

  it.each([
    ['their own address', 'Jane Marsh', 'jane'],
    ['their own address at home', 'Jane Marsh', 'jane@home.example'],
    ['their own address for a name', 'jane@ashcombe.example', 'jane'],
    ['a shared mailbox', 'Moira Lang', 'info'],
    ['a stranger’s name', 'Janet Marshall', 'janet@x.example'],
    ['a first name alone', 'Jane', 'jane@x.example'],
    ['no name', '', 'jane@x.example'],
    ['an @ that is no address', 'me @ home', 'jane@x.example'],
  ])('misleads nobody with %s', (_, name, address) => {
    expect(of(name, address)).toBeNull();
  });
});

it('is read in time in proportion to its length', () => {
  const started = performance.now();
  for (const bit of ['a@', '@', 'Jane ', '\u0301', 'а']) of(bit.repeat(500_000), 'x@x.example');
  expect(performance.now() - started).toBeLessThan(10_000);
});

/** A letter as it is told to whoever asks: whatever was read has its place, and what is protected has none. */
import { expect, test } from 'vitest';
import type { Enclosure, TextPart } from '../../rules/letter.ts';
import { letterAsRead } from '../../src/cases/letter-as-read.ts';
import { aLetter, type Written } from '../rules/a-letter.ts';
import { ashcombe } from '../rules/ashcombe.ts';

const read = (written: Written) => letterAsRead(aLetter(written), ashcombe());

function text(part: string, words: string, changes: Partial<TextPart> = {}): TextPart {
  const stretches = [{ kind: 'own', from: 0, to: words.length }] as const;
  return { part, kind: 'plain', stands: 'body', text: words, hidden: [], stretches, ...changes };
}

function file(part: string, inline: boolean): Enclosure {
  return { part, name: 'a.pdf', type: 'application/pdf', sha256: 'ab', size: 9, inline };
}

test.each([
  ['tom', { kind: 'member', name: 'Tom Hale' }],
  ['nadia', { kind: 'officer', name: 'Nadia Forbes' }],
  ['info', { kind: 'council', name: null }],
  ['sue@postbox.example', { kind: 'outside', name: null }],
])('names %s as its author', (from, author) => {
  expect(read({ from }).authors).toMatchObject([author]);
});

test('an author whom nothing proves counts as outside, and it says why', () => {
  const { authors, proof } = read({ from: 'tom', unproven: true });
  expect(authors).toMatchObject([{ kind: 'outside', address: 'tom@ashcombe.example' }]);
  expect(proof).toEqual({ kind: 'unproven', why: 'nobody signed in' });
});

test('names who signed for a shared mailbox', () => {
  expect(read({ from: 'info', signed_off: ['Nadia Forbes', 'Civic Events'] }).signatory).toBe('Nadia Forbes');
});

test('tells every recipient and none that is protected', () => {
  const told = read({ to: ['jane'], cc: ['auditor@audit.example'], blind: ['tom', 'desk@ombudsman.example'] });
  expect(told.recipients.map(({ address }) => address)).toEqual(['jane@ashcombe.example', 'tom@ashcombe.example']);
  expect(JSON.stringify(told)).not.toMatch(/audit\.example|ombudsman/);
});

test('tells parts in order, texts in characters and files in bytes', () => {
  const body = {
    kind: 'read',
    texts: [text('1', 'Dear all'), text('10', 'A note', { stands: 'attached', stretches: [] })],
    quotations: [],
    enclosures: [file('9', false), file('2', true)],
    signature: [],
  } as const;
  expect(read({ letter: { body } }).parts).toEqual([
    { part: '1', holds: 'text', type: 'plain', stands: 'body', size: 8, name: null },
    { part: '2', holds: 'file', type: 'application/pdf', stands: 'inline', size: 9, name: 'a.pdf' },
    { part: '9', holds: 'file', type: 'application/pdf', stands: 'attached', size: 9, name: 'a.pdf' },
    { part: '10', holds: 'text', type: 'plain', stands: 'attached', size: 6, name: null },
  ]);
});

test('gives own words with their places, in every part that has them, and nothing that is only white space', () => {
  const words = 'Yes.\n> When?\n \nOn Friday.\n';
  const stretches = [
    { kind: 'own', from: 0, to: 5 },
    { kind: 'quoted', from: 5, to: 13 },
    { kind: 'own', from: 13, to: 15 },
    { kind: 'footer', from: 15, to: words.length },
  ] as const;
  const texts = [text('1', words, { stretches }), text('2', 'No.')];
  const body = { kind: 'read', texts, quotations: [], enclosures: [], signature: [] } as const;
  expect(read({ letter: { body } }).ownWords).toEqual([
    { part: '1', offset: 0, words: 'Yes.\n' },
    { part: '2', offset: 0, words: 'No.' },
  ]);
});

test('tells what is hidden, in which part', () => {
  const texts = [text('1', 'Dear all', { hidden: ['pay them', 'now'] })];
  const body = { kind: 'read', texts, quotations: [], enclosures: [], signature: [] } as const;
  expect(read({ letter: { body } }).hidden).toEqual([
    { part: '1', words: 'pay them' },
    { part: '1', words: 'now' },
  ]);
});

test('an unreadable letter has no parts and says why', () => {
  expect(read({ unreadable: true })).toMatchObject({
    parts: [],
    ownWords: [],
    unaccounted: 'no part of it can be read',
  });
});

import { expect, test } from 'vitest';
import { contentHash } from '../../src/mail/content-hash.ts';

const hash = (text: string) => contentHash(Buffer.from(text), 0);

test.each([
  ['line ends', 'The bins.\r\nMonday.\r\n', 'The bins.\nMonday.'],
  ['lines broken otherwise', 'The bins are\nMonday.', 'The bins\r\n are Monday.\r\n\r\n'],
  ['blanks at the end', 'The bins. \t\r\n', 'The bins.'],
])('is the same with other %s', (_says, one, other) => {
  expect(hash(one)).toBe(hash(other));
});

test.each([
  ['a letter more', 'The bins.', 'The binss.'],
  ['two words that grew together', 'The bins', 'Thebins'],
  ['another case', 'The bins', 'the bins'],
])('is another with %s', (_says, one, other) => {
  expect(hash(one)).not.toBe(hash(other));
});

test('is of the body alone, however long', () => {
  const long = 'The slipway is shut. '.repeat(10_000);
  const head = 'Received: from a by b\r\n\r\n';
  expect(contentHash(Buffer.from(head + long), head.length)).toBe(hash(long));
  expect(hash(`${long}.`)).not.toBe(hash(long));
  expect(contentHash(Buffer.from(head), head.length)).toBe(hash(''));
});

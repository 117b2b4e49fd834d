/** What a stranger wrote acts on no terminal and hides nothing. */
import { expect, test } from 'vitest';
import { printableLine, printableText } from '../src/printable.ts';

test.each([
  ['a\u001b[2Jb', 'a‹U+001B›[2Jb'],
  ['a\u202eb', 'a‹U+202E›b'],
  ['pay\u200bment', 'pay‹U+200B›ment'],
  ['a\u2028b', 'a‹U+2028›b'],
  ['a\u{e0041}b', 'a‹U+E0041›b'],
  ['a\u3164b', 'a‹U+3164›b'],
  ['a\ud800b', 'a‹U+D800›b'],
  ['café ❤️ 日本 שלום', 'café ❤️ 日本 שלום'],
])('reveals %j', (text, shown) => {
  expect(printableLine(text)).toBe(shown);
  expect(printableText(text)).toBe(shown);
});

test('keeps lines and tabs in a text, and none in a line', () => {
  expect(printableText('a\n\tb\r\n')).toBe('a\n\tb‹U+000D›\n');
  expect(printableLine('a\n\tb')).toBe('a‹U+000A›‹U+0009›b');
});

import { expect, it } from 'vitest';
import { skeleton } from '../../../rules/language/skeleton.ts';
import { tokensOf } from '../../../rules/language/tokens.ts';

it.each([
  ['the letters of another alphabet', 'уоu аrе аn іdіоt', 'you are an idiot'],
  ['capitals of another alphabet', 'ΡΑΥ ΤΗΕ ΒΟΝυѕ', 'PAY THE BONus'],
  ['letters in circles, in squares and set wide', '🅟🅰Ｙ', 'PAY'],
  ['what shows nothing', 'pay\u200b th\u00ade \u2067fi\u034frm\0', 'pay the firm'],
  ['accents and pounds, which stay', 'Café £500 – naïve', 'Café £500 – naïve'],
  ['an ordinary line, which stays', 'Pay the firm.\n', 'Pay the firm.\n'],
])('reads as the eye does %s', (_, text, seen) => {
  expect(skeleton(text)).toBe(seen);
});

it('gives the same words to learn from, however they are written', () => {
  expect(tokensOf('уоu аrе аn іd\u202dіоt')).toEqual(tokensOf('you are an idiot'));
});

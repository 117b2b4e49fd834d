import { expect, it } from 'vitest';
import { decodeWords } from '../../src/mail/header/encoded-words.ts';

it.each([
  ['plain', 'Bins', 'Bins'],
  ['Q', '=?utf-8?Q?caf=C3=A9_grant?=', 'café grant'],
  ['B', '=?UTF-8?B?Y2Fmw6k=?=', 'café'],
  ['words and text', 'Re: =?iso-8859-1?q?caf=E9?= grant', 'Re: café grant'],
  ['two words, white space between dropped', '=?utf-8?q?a?= \t =?utf-8?q?b?=', 'ab'],
  ['text between two words kept', '=?utf-8?q?a?= x =?utf-8?q?b?=', 'a x b'],
  ['bytes of one character in two words', '=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=', 'café'],
  ['a language', '=?utf-8*en?q?caf=C3=A9?=', 'café'],
  ['Japanese', '=?iso-2022-jp?b?GyRCJDMbKEI=?=', 'こ'],
  ['spaces within, as some programs write', '=?utf-8?q?a b?=', 'a b'],
  ['an unknown character set, left as it came', '=?x-unknown?q?a?=', '=?x-unknown?q?a?='],
  ['UTF-7, left as it came', '=?utf-7?q?+AGI-?=', '=?utf-7?q?+AGI-?='],
  ['no encoding', '=?utf-8?x?a?=', '=?utf-8?x?a?='],
])('decodes %s', (_, value, expected) => {
  expect(decodeWords(value)).toBe(expected);
});

it.each(['=?', '=?a?q?', '=?a?q?b?=', '?', '=?utf-8?b?'])('takes time in proportion to its length: %s', (bit) => {
  const started = performance.now();
  decodeWords(bit.repeat(Math.ceil(262_144 / bit.length)));
  expect(performance.now() - started).toBeLessThan(10_000);
});

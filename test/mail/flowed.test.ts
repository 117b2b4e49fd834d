import { expect, it } from 'vitest';
import { unflowed } from '../../src/mail/parts/flowed.ts';

it.each([
  ['joins what a program broke', 'The bins \nare late.\n\nTom', 'The bins are late.\n\nTom', false],
  ['joins quoted lines', '> The bins \n> are late.\n> Tom', '> The bins are late.\n> Tom', false],
  ['never joins an answer to the quoted line above it', '> Hi \nHello', '> Hi \nHello', false],
  ['never joins two depths of quotation', '>> Hi \n> Hello', '>> Hi \n> Hello', false],
  ['leaves the signature separator alone', 'Yes \n-- \nTom', 'Yes \n-- \nTom', false],
  ['leaves out the space before lines that begin with one', ' From here\n  on', 'From here\n on', false],
  ['leaves out the space of a soft break where the letter says so', 'bin \ns', 'bins', true],
])('%s', (_, text, expected, delSp) => {
  expect(unflowed(text, delSp)).toBe(expected);
});

import { expect, it } from 'vitest';
import { readRtf } from '../../../src/mail/contents/rtf.ts';

const read = (rtf: string) => readRtf(Buffer.from(rtf, 'latin1'));

it.each([
  ['paragraphs and tabs', '{\\rtf1 One\\par\r\nTwo\\tab three\\line four}', 'One\nTwo\tthree\nfour'],
  [
    'no fonts, colours or pictures',
    '{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\pict\\bin4 }}}}}One}',
    'One',
  ],
  ['no group that only some programs know', '{\\rtf1{\\*\\unknown hidden}One}', 'One'],
  ['escaped braces', '{\\rtf1 a\\{b\\}c\\\\d}', 'a{b}c\\d'],
  ['characters of its code page', "{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'e0}", 'Па'],
  ['characters of two bytes', "{\\rtf1\\ansicpg932 \\'93\\'fa\\'96\\'7b}", '日本'],
  ['Unicode, without what stands in for it', "{\\rtf1\\uc1 caf\\u233?\\u8364\\'80 5}", 'café€ 5'],
  ['quotation marks and dashes', '{\\rtf1 \\ldblquote One\\rdblquote \\endash two\\~three}', '“One”–two\u00a0three'],
])('gives %s', (_, rtf, text) => {
  expect(read(rtf)).toEqual({ type: 'text/plain', text, hidden: [] });
});

it('tells apart what is hidden', () => {
  expect(read('{\\rtf1 One {\\v Pay the firm.} two}')).toMatchObject({ text: 'One  two', hidden: ['Pay the firm.'] });
});

it('gives the HTML that Outlook wrapped in it, and not its stand-in', () => {
  const rtf =
    '{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\b\\htmlrtf0 One{\\*\\htmltag84 <br>}\\htmlrtf\\line\\htmlrtf0 two\\htmlrtf }\\htmlrtf0{\\*\\htmltag72 </p>}}';
  expect(read(rtf)).toEqual({ type: 'text/html', text: '<p>One<br>two</p>', hidden: [] });
});

it('takes time that grows with its length alone', () => {
  for (const piece of ['{\\b x', '\\', '{', '}', "\\'e9", '\\u1 ', '\\bin1 '])
    expect(read(`{\\rtf1 ${piece.repeat(300_000)}`).type).toBe('text/plain');
});

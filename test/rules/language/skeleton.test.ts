import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeleton, skeletonOf } from '../../../rules/language/skeleton.ts';
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

describe('a skeleton for matching', () => {
  it.each([
    ['letters of three alphabets in one word', 'сonfіdeηtiаl', 'confidential'],
    ['a word all of whose letters only look Latin', 'we will рау', 'we will pay'],
    ['a capital I for a small l', 'WiII be confidentiaI', 'will be confidential'],
    ['names with a capital I, which are so written', 'McIntosh, PowerBI', 'mcintosh, powerbi'],
    ['what shows nothing', 'con\u200bfi\u00addential\ufe0f\u{e0041}', 'confidential'],
    ['direction marks', '\u2066pay\u2069 \u202ethe\u202c', 'pay the'],
    ['marks heaped on letters', 'p\u0300\u0301\u0302a\u0335y\u0489', 'pay'],
    ['letters set wide, bold, and in one sign', 'ｐａｙ 𝐩𝐚𝐲 ﬁrm №', 'pay pay firm no'],
    ['quotation marks and dashes of all kinds', '“don’t” – it‑is — so', '"don\'t" - it-is - so'],
    ['white space of all kinds', 'we\u00a0 will\r\n\tpay\u2003now', 'we will pay now'],
    ['an empty line, which parts', 'Pay.\n \n\nNow.', 'pay.\n\nnow.'],
  ])('takes %s', (_, text, expected) => {
    expect(skeletonOf(text).text).toBe(expected);
  });

  it.each([
    ['Welsh', 'Mae’r tŷ’n wag, ŵyr neb pam.', "mae'r tŷ'n wag, ŵyr neb pam."],
    ['Polish', 'Dziękuję za pomoc, łąka', 'dziękuję za pomoc, łąka'],
    ['Greek', 'Ευχαριστώ για το σπίτι', 'ευχαριστώ για το σπίτι'],
    ['Ukrainian', 'Дякую за воду і хату', 'дякую за воду і хату'],
    ['Arabic, with its vowels', 'شُكْرًا', 'شُكْرًا'],
    ['Hindi', 'धन्यवाद', 'धन्यवाद'],
  ])('leaves %s alone', (_, text, expected) => {
    expect(skeletonOf(text).text).toBe(expected);
  });

  it('finds a match again where the letter has it', () => {
    const original = 'We “shаll\u200b\u200b  рay” the ﬁrm.';
    const { text, at } = skeletonOf(original);
    const from = text.indexOf('shall pay');
    expect(original.slice(at(from), at(from + 'shall pay'.length))).toBe('shаll\u200b\u200b  рay');
    expect(original.slice(at(text.indexOf('firm')), at(text.indexOf('firm') + 4))).toBe('ﬁrm');
    expect(at(text.length)).toBe(original.length);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          'а',
          'Р',
          'рау',
          'д',
          'Γ',
          'σ',
          'İ',
          'ß',
          'ﬁ',
          'I',
          'wi',
          '\u200b',
          '\u0301',
          ' ',
          '\n',
          '’',
          'e',
          '🅟',
          '\u202e',
          'ϓ',
        ),
      )
      .map((pieces) => pieces.join('')),
  );

  it('is its own skeleton', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = skeletonOf(text).text;
        expect(skeletonOf(once).text).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a place in the original for each of its places, in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: made, at } = skeletonOf(text);
        const places = Array.from({ length: made.length + 1 }, (_, n) => at(n));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places.every((place) => place >= 0 && place <= text.length)).toBe(true);
        expect(at(made.length)).toBe(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([['e\u0301'], ['\u0301'], ['\u200b'], ['а '], ['I'], ['aI'], ['a\n'], [' '], ['ﷺ'], ['рау '], ['🅟']])(
    'of 300,000 hostile letters of %j takes time in proportion to its length',
    (bit) => {
      const started = performance.now();
      skeletonOf(bit.repeat(Math.ceil(300_000 / bit.length)));
      expect(performance.now() - started).toBeLessThan(20_000);
    },
  );
});

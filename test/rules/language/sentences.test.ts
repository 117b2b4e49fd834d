/** Own words cut into sentences: where one ends, what is a line of a list, what a mail program broke. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentencesOf } from '../../../rules/language/sentences.ts';

const cut = (text: string) => sentencesOf(text).map((sentence) => sentence.text);

describe('a text is cut', () => {
  test.each([
    ['Thank you. I will ring you on Monday.', ['Thank you.', 'I will ring you on Monday.']],
    ['Is it free? Then we will have it!', ['Is it free?', 'Then we will have it!']],
    ['ok. go ahead. tom', ['ok.', 'go ahead.', 'tom']],
    ['Dear Sheila\n\nWhat a treat.', ['Dear Sheila', 'What a treat.']],
    ['We need:\n- six benches\n- two bins', ['We need:', '- six benches', '- two bins']],
    ['1. Benches: yes\n2. Bins: no', ['1. Benches: yes', '2. Bins: no']],
    ['Agreed; start on Monday.', ['Agreed;', 'start on Monday.']],
  ])('%j', (text, sentences) => expect(cut(text)).toEqual(sentences));
});

describe('a sentence stays whole', () => {
  test.each([
    'Cllr. J. Marsh spoke to Mr. Hale at 5 p.m. about it.',
    'It is £1.25 a yard, i.e. £250 in all.',
    'The bandstand is yours on Sunday 13 June from two till five and there\nwill be no hire charge.',
    'Please see para. 3 of the lease.',
  ])('%j', (text) => expect(cut(text)).toEqual([text]));
});

test('each sentence stands where it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', '?', ' ', '\n', '-', '1', '’', 'é') }), (text) => {
      for (const { text: words, from, to } of sentencesOf(text)) expect(text.slice(from, to)).toBe(words);
    }),
  );
});

test('nothing but white space lies between them', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', '!', ' ', '\n', ';') }), (text) => {
      const kept = cut(text).join('').replace(/\s/g, '');
      expect(kept).toBe(text.replace(/\s/g, ''));
    }),
  );
});

test('takes time in proportion to a hostile text', () => {
  const took = (text: string) => {
    const began = performance.now();
    sentencesOf(text);
    return performance.now() - began;
  };
  for (const unit of ['. ', 'a.', '\n', 'A. ', ',', 'x\n- ']) {
    took(unit.repeat(5_000));
    const [one, ten] = [took(unit.repeat(5_000)), took(unit.repeat(50_000))];
    expect(ten).toBeLessThan(50 * Math.max(one, 20));
  }
});

/** What a sentence does, told by learned weights: the words behind a verdict, and the same words for other names and sums. */
import { describe, expect, test } from 'vitest';
import { detector } from '../../../rules/language/detectors.ts';
import { tokensOf } from '../../../rules/language/tokens.ts';

describe('names, sums and days are told by kind alone', () => {
  test.each([
    ['Your price of £450 is fine, Dave.', ['your', 'price', 'of', '<sum>', 'is', 'fine', '<name>']],
    ['Start on Monday 12 June at 9.30', ['start', 'on', '<day>', '<n>', '<day>', 'at', '<time>']],
    ['Write to Hollins Fencing at bill@hollins.example', ['write', 'to', '<name>', 'at', '<addr>']],
    ['GO AHEAD', ['go', 'ahead']],
    ['The Council’s view', ['the', "council's", 'view']],
    ['ac\u200bcepted', ['accepted']],
  ])('%j', (sentence, tokens) => expect(tokensOf(sentence)).toEqual(tokens));
});

describe('binds', () => {
  const binds = detector('binds');
  test.each([
    ['offer', 'I accept your quotation of £1,240 plus VAT.'],
    ['offer', 'I accept your quotation of £96 plus VAT.'],
    ['none', 'Please order two hundred chairs and send the bill to the Town Hall.'],
    ['none', 'The Council will pay for the repairs to your wall.'],
  ] as const)('after %s: %j', (occasion, sentence) => expect(binds.chance(sentence, occasion)).toBeGreaterThan(0.5));

  test.each([
    ['offer', 'Thank you for your quotation, which I have passed to the Clerk.'],
    ['none', 'I will raise it at the next meeting.'],
    ['none', 'The Council resolved in May to pay.'],
    ['none', 'If the Council agrees, the Clerk will write to you.'],
    ['none', 'Dear Sheila'],
  ] as const)('not after %s: %j', (occasion, sentence) => expect(binds.chance(sentence, occasion)).toBeLessThan(0.5));

  test('names the words behind its verdict', () => {
    expect(binds.because('I accept your quotation.', 'offer').join(' ')).toContain('accept');
  });
});

test('speaking for the Council is told from speaking of it', () => {
  const speaks = detector('speaks-for-council');
  expect(speaks.chance('The Council’s position is that the road should stay open.', 'none')).toBeGreaterThan(0.5);
  expect(speaks.chance('My own view is that the road should stay open.', 'none')).toBeLessThan(0.5);
});

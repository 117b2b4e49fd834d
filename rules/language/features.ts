/**
 * What a detector looks at in a sentence: its words, neighbouring words, words a little apart, how it begins and ends,
 * and what kind of letter it answers. Each is a readable string, so that a verdict can be explained by the words behind it.
 */
import { type Token, tokensOf } from './tokens.ts';

/** What the letter answers, as far as it quotes it: a price, terms or an application; something else; or nothing. */
export type Occasion = 'offer' | 'other' | 'none';

/** Each feature once. */
export function featuresOf(sentence: string, occasion: Occasion): readonly string[] {
  const tokens = tokensOf(sentence);
  return [...new Set([`answers:${occasion}`, ...shape(tokens), ...words(tokens)])];
}

function words(tokens: readonly Token[]): readonly string[] {
  const found: string[] = [];
  const framed = ['^', ...tokens, '$'];
  for (let n = 0; n < framed.length; n++) {
    const [a, b, c, d, e] = framed.slice(n, n + 5) as [Token, Token?, Token?, Token?, Token?];
    found.push(a, stem(a));
    if (b !== undefined) found.push(`${a} ${b}`);
    if (c !== undefined) found.push(`${a} ${b} ${c}`, `${stem(a)} .. ${stem(c)}`);
    if (d !== undefined) found.push(`${stem(a)} .. ${stem(d)}`);
    if (e !== undefined) found.push(`${stem(a)} .. ${stem(e)}`);
  }
  return found;
}

/** Enough of a word to be the same in `invoice` and `invoiced`. */
function stem(token: Token): string {
  return token.length > 5 && !token.startsWith('<') ? `${token.slice(0, 5)}-` : token;
}

const CONDITION = new Set([
  'if',
  'unless',
  'provided',
  'providing',
  'subject',
  'once',
  'assuming',
  'should',
  'whether',
]);
const HEARSAY = new Set(['said', 'says', 'told', 'minutes', 'minuted', 'resolved', 'reported', 'apparently', 'voted']);

function shape(tokens: readonly Token[]): readonly string[] {
  const found = [`length:${tokens.length < 4 ? 'few' : tokens.length < 12 ? 'some' : 'many'}`];
  if (tokens.includes('?')) found.push('is:question');
  if (tokens.some((token) => CONDITION.has(token))) found.push('is:condition');
  if (tokens.some((token) => HEARSAY.has(token))) found.push('is:hearsay');
  if (tokens.some((token) => /^(?:not|never|no|cannot|nobody|nothing)$|n't$/.test(token))) found.push('is:negated');
  const subject = tokens.find((token) => /^(?:i|we|you|he|she|they|it|council)(?:'|$)/.test(token));
  if (subject !== undefined) found.push(`about:${subject.replace(/'.*$/, '')}`);
  return found;
}

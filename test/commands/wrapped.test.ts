/** Lines for a terminal of 100 columns. */
import { expect, test } from 'vitest';
import { wrapped } from '../../src/commands/wrapped.ts';

const INDENT = { first: '- ', rest: '    ' };

test('breaks at spaces, and keeps every word', () => {
  const lines = wrapped('word '.repeat(60).trim(), INDENT);
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^(- | {4})(word ?)+$/);
  expect(lines.join(' ').match(/word/g)).toHaveLength(60);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('cuts what has no spaces, and no character in two', () => {
  const lines = wrapped('😀'.repeat(80), INDENT);
  expect(lines.map((line) => line.trim().replace('- ', '')).join('')).toBe('😀'.repeat(80));
  for (const line of lines) expect(line).not.toMatch(/\p{Surrogate}/u);
});

test.each(['', 'short', 'x'.repeat(98)])('leaves %j on one line', (text) => {
  expect(wrapped(text, INDENT)).toEqual([`- ${text}`.trimEnd()]);
});

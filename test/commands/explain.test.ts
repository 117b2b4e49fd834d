/** `postroom explain`: what would happen to one letter, and why. */
import { expect, test } from 'vitest';
import { run } from './run-command.ts';

const LETTER = 'test/letters/blind-copies/agenda-thoughts.eml';
const SIOBHAN = 'siobhan.kerr@ashcombe-tc.example';
const OPENLY = ['explain', LETTER, '--protocol', 'wonderland'];
const WITH_BLIND = [...OPENLY, '--to', 'clerk@ashcombe-tc.example', '--to', SIOBHAN];

test('names the rule, the clause, what it rests on, and the notice that would be written', async () => {
  const { exit, out } = await run([...WITH_BLIND, '--json']);
  const told = JSON.parse(out);
  expect(told.actual).toEqual({
    outcome: 'rewrite',
    rules: ['blind-copies'],
    recipients: {},
    rewrites: ['open-copies'],
    notices: {},
  });
  expect(told.findings).toEqual([
    { rule: 'blind-copies', clause: '12.1', words: SIOBHAN, part: 'envelope', offset: 0 },
  ]);
  expect(told.notices).toEqual([
    {
      kind: 'author',
      to: 'priya.nair@ashcombe-tc.example',
      subject: expect.stringContaining('Next full council'),
      text: expect.stringContaining('12.1'),
    },
  ]);
  expect(told.tried).toContain('blind-copies');
  expect(exit).toBe(0);
});

test('takes the envelope from the letter where nobody gives one', async () => {
  const told = JSON.parse((await run([...OPENLY, '--json'])).out);
  expect(told).toMatchObject({ actual: { outcome: 'deliver', rules: [] }, findings: [], notices: [] });
});

test('takes several recipients after one --to', async () => {
  const told = JSON.parse((await run([...OPENLY, '--json', '--to', 'clerk@ashcombe-tc.example', SIOBHAN])).out);
  expect(told.actual.outcome).toBe('rewrite');
});

test('judges the same letter under another protocol, and cites what that one borrows', async () => {
  const told = JSON.parse((await run([...WITH_BLIND, '--protocol', 'standard', '--json'])).out);
  expect(told.findings[0].clause).toBe('knutsford 5.1');
});

test('refuses an unproven author for anywhere but the council', async () => {
  const words = ['--unproven', '--to', 'clerk@ashcombe-tc.example', '--to', 'sue@postbox.example', '--json'];
  const told = JSON.parse((await run([...OPENLY, ...words])).out);
  expect(told.actual).toMatchObject({ outcome: 'return', recipients: { 'sue@postbox.example': 'return' } });
  expect(told.notices).toEqual([]);
});

test('judges at the moment it is given: who reviews depends on it', async () => {
  const { exit, out } = await run([...WITH_BLIND, '--at', '2026-11-23T10:15:00Z']);
  expect(out).toContain('23 November 2026');
  expect(exit).toBe(0);
});

test('in words names what becomes of which copy, why, and the notice', async () => {
  const { out } = await run([...OPENLY, '--to', 'clerk@ashcombe-tc.example', '--to', 'sue@postbox.example']);
  expect(out).toContain('agenda-thoughts.eml: hold\n  sue@postbox.example: hold\n');
  expect(out).toContain('blind-copies (clause 12.1): sue@postbox.example [envelope]');
  expect(out).toContain('Notice to priya.nair@ashcombe-tc.example');
});

test.each<readonly [string, readonly string[], number, RegExp]>([
  ['no letter is named', ['explain'], 2, /usage: postroom explain/],
  ['the letter is not there', ['explain', 'no.eml'], 1, /there is no file `no\.eml`/],
  ['the letter is a folder', ['explain', 'test/letters'], 1, /`test\/letters` cannot be read/],
  ['the protocol is unknown', [...OPENLY, '--protocol', 'camelot'], 1, /`camelot` is no protocol/],
  ['an address is none', [...OPENLY, '--to', 'nobody'], 2, /`nobody` is no address/],
  ['the moment is none', [...OPENLY, '--at', 'soon'], 2, /`soon` is no moment/],
  ['the council is not there', [...OPENLY, '--council', 'no.yaml'], 1, /no\.yaml/],
])('where %s it says so', async (_says, words, exit, says) => {
  const said = await run(words);
  expect(said.err).toMatch(says);
  expect(said.exit).toBe(exit);
  expect(said.out).toBe('');
});

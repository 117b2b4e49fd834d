/** `postroom cases` over the labelled cases, and over folders that are wrong. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCases } from '../../src/cases/find-cases.ts';
import { ROOT } from '../source-tree.ts';
import { run } from './run-command.ts';

const LETTERS = join(ROOT, 'test/letters');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postroom-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the labelled cases', () => {
  test.each(['blind-copies', 'ordinary'])('of %s all pass', async (name) => {
    const { exit, out } = await run(['cases', `test/letters/${name}`, '--json']);
    const told = JSON.parse(out);
    expect(told.cases.filter(({ pass }: { pass: boolean }) => !pass)).toEqual([]);
    expect([told.failed, told.pending, exit]).toEqual([0, [], 0]);
  });

  test('of protected-channels pass, but those that wait for a rule', async () => {
    const told = JSON.parse((await run(['cases', 'test/letters/protected-channels', '--json'])).out);
    expect([told.passed, told.failed]).toEqual([4, 0]);
    expect(told.pending).toEqual([
      { path: 'auditor-blind', waitsFor: ['obligations-in-member-name'] },
      { path: 'not-the-police', waitsFor: ['confidential-disclosure'] },
    ]);
  });

  test('all of them are judged; none fails, and what is pending is named', async () => {
    const { exit, out } = await run(['cases', 'test/letters']);
    expect(out).not.toContain('FAIL');
    expect(out).toMatch(/pending canvassing: 2 cases left out/);
    const found = await findCases(LETTERS);
    expect(found.length).toBeGreaterThan(500);
    expect(out).toMatch(new RegExp(`^${found.length} cases: \\d+ passed, 0 failed, \\d+ pending$`, 'm'));
    expect(exit).toBe(0);
  });

  test('tell what came out in the words of a case', async () => {
    const told = JSON.parse((await run(['cases', 'test/letters/blind-copies', '--json'])).out);
    expect(told.cases.find(({ path }: { path: string }) => path === 'wreaths-and-two-more')).toEqual({
      path: 'wreaths-and-two-more',
      pass: true,
      actual: {
        outcome: 'hold',
        rules: ['blind-copies'],
        recipients: { 'branch@ashcombelegion.example': 'hold' },
        rewrites: ['open-copies'],
        notices: {},
      },
    });
  });
});

describe('a council’s own cases', () => {
  test('may expect another council, other settings and a folder of folders', async () => {
    const below = join(folder, 'own', 'deeper');
    mkdirSync(below, { recursive: true });
    copy('blind-copies/agenda-thoughts.eml', join(below, 'asked-first.eml'));
    writeFileSync(join(below, 'asked-first.yaml'), ASKED_FIRST);
    const { exit, out } = await run([
      'cases',
      join(folder, 'own'),
      '--council',
      'samples/ashcombe/council.yaml',
      '--json',
    ]);
    expect(JSON.parse(out)).toMatchObject({ cases: [{ path: 'deeper/asked-first', pass: true }], passed: 1 });
    expect(exit).toBe(0);
  });

  test('that fail are told in one line each, expected beside actual', async () => {
    const below = join(folder, 'failing');
    mkdirSync(below);
    copy('blind-copies/agenda-thoughts.eml', join(below, 'wrong.eml'));
    writeFileSync(join(below, 'wrong.yaml'), ASKED_FIRST.replace('ask_first: true', 'ask_first: false'));
    const { exit, out } = await run(['cases', below]);
    expect(out).toContain(
      'FAIL wrong: outcome: expected hold, got rewrite; recipients: expected siobhan.kerr@ashcombe-tc.example hold, got none; rewrites: expected none, got open-copies\n',
    );
    expect(exit).toBe(1);
  });

  test('that cannot be read fail and say why', async () => {
    const below = join(folder, 'unusable');
    mkdirSync(below);
    for (const name of ['bad-yaml', 'no-expectation', 'unknown-person'])
      copy('blind-copies/agenda-thoughts.eml', join(below, `${name}.eml`));
    writeFileSync(join(below, 'bad-yaml.yaml'), 'about: [');
    writeFileSync(join(below, 'no-expectation.yaml'), 'about: nothing is expected\n');
    writeFileSync(
      join(below, 'unknown-person.yaml'),
      `${ASKED_FIRST}\n`.replace('settings: {', 'settings: {absences: [nobody], '),
    );
    const { exit, out } = await run(['cases', below]);
    expect(out).toMatch(/FAIL bad-yaml: cannot be judged: /);
    expect(out).toMatch(/FAIL no-expectation: cannot be judged: .*expect/);
    expect(out).toMatch(/FAIL unknown-person: cannot be judged: .*nobody/);
    expect(exit).toBe(1);
  });
});

test.each<readonly [string, readonly string[], number, RegExp]>([
  ['no folder is named', [], 2, /usage: postroom cases/],
  ['the folder is not there', ['no/such'], 1, /there is no folder `no\/such`/],
  ['the council is not there', ['test/letters', '--council', 'no.yaml'], 1, /no\.yaml/],
  ['an option is unknown', ['test/letters', '--bogus'], 2, /--bogus/],
])('where %s it says so', async (_says, words, exit, says) => {
  const said = await run(['cases', ...words]);
  expect(said.err).toMatch(says);
  expect(said.exit).toBe(exit);
  expect(said.out).toBe('');
});

test('a folder without cases is no success', async () => {
  const said = await run(['cases', 'bin']);
  expect(said).toMatchObject({ exit: 1, out: expect.stringContaining('no cases below bin') });
});

const ASKED_FIRST = `
about: the author is asked before a blind copy is opened
protocol: wonderland
envelope: {to: [clerk@ashcombe-tc.example, siobhan.kerr@ashcombe-tc.example]}
settings: {rules: {blind-copies: {ask_first: true}}}
expect:
  outcome: hold
  rules: [blind-copies]
  recipients: {siobhan.kerr@ashcombe-tc.example: hold}
`;

function copy(letter: string, to: string): void {
  cpSync(join(LETTERS, letter), to);
}

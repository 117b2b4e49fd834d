/** `postroom explain` shows the letter as it was read, to a person and to a program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run-command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postroom-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const MARKED = 'test/letters/confidential-disclosure/quoted-under-reply.eml';
const VALUER = ['explain', 'test/letters/interplay/valuer-and-a-blind-member.eml', '--protocol', 'knutsford', '--to'];
const OPEN = ['jane.marsh@ashcombe-tc.example', 'ben@astleysurveyors.example'];

async function explained(letter: string, ...words: readonly string[]) {
  const { exit, out } = await run(['explain', letter, ...words, '--json']);
  expect(exit).toBe(0);
  return JSON.parse(out);
}

/** Lines with CRLF, in a file. */
function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\r\n'));
  return path;
}

test('adds the letter to what a program reads, and changes nothing there', async () => {
  const told = await explained(MARKED);
  expect(Object.keys(told)).toEqual(['actual', 'findings', 'notices', 'tried', 'letter']);
});

test('tells who wrote it, to whom, and what the author’s own words are', async () => {
  const { letter } = await explained(MARKED);
  expect(letter).toMatchObject({
    authors: [{ kind: 'member', name: 'Alan Whitlock', address: 'alan.whitlock@ashcombe-tc.example' }],
    proof: { kind: 'proven', by: 'case' },
    subject: { words: 'Re: What is happening with the stables?', isNew: false },
    recipients: [{ address: 'maurice.dobbs@postbox.example', kind: 'visible', confidence: 'certain' }],
    unaccounted: null,
  });
  expect(letter.parts).toMatchObject([
    { part: '1', holds: 'text', type: 'plain', stands: 'body' },
    { part: '2', holds: 'text', type: 'html', stands: 'body' },
  ]);
  const [own] = letter.ownWords;
  expect(own).toMatchObject({ part: '1', offset: 0 });
  expect(own.words).toMatch(/^Maurice, I was not able to say much .* under your hat\./);
  expect(own.words).not.toContain('rent holiday');
});

test('tells whom it quotes, and that what is quoted is marked', async () => {
  const { letter } = await explained(MARKED);
  expect(letter.quotations[0]).toMatchObject({ kind: 'quoted', part: '1', depth: 1 });
  expect(letter.quotations[0].words).toContain('eleven weeks behind');
  expect(letter.markings[0]).toMatchObject({ where: 'quoted', level: 'official-sensitive', by: 0, isEarlier: true });
});

test('tells files by name, type and size', async () => {
  const { letter } = await explained('test/letters/confidential-marking/off-sens-heading.eml');
  expect(letter.enclosures).toEqual([
    { part: '2', name: 'bids.pdf', type: 'application/pdf', size: expect.any(Number), inline: false },
  ]);
  expect(letter.markings).toMatchObject([
    { where: 'heading', level: 'official-sensitive', part: '1.1', offset: 0, words: 'OFFICIAL-SENSITIVE' },
    { where: 'heading', part: '1.2' },
  ]);
});

test('in words is laid out for a terminal of 100 columns', async () => {
  const { out } = await run([...VALUER, ...OPEN, 'george.ellery@ashcombe-tc.example']);
  const page = out.slice(out.indexOf('The letter as it was read'), out.indexOf('Notice to'));
  expect(page).toContain('  Author     Moira Lang, an officer, as clerk@ashcombe-tc.example; taken to be proven\n');
  expect(page).toContain('  Subject    CONFIDENTIAL: garages, reserve price\n');
  expect(page).toMatch(/ {4}george\.ellery@ashcombe-tc\.example: BLIND/);
  expect(page).toMatch(/ {4}ben@astleysurveyors\.example: visible; /);
  expect(page).toContain(
    '    confidential, in the subject: “CONFIDENTIAL: garages, reserve price” [from character 0]\n',
  );
  expect(page).toMatch(/own words \(part 1, from character 0\)\n {4}\| Jane\n {4}\|\n {4}\| We shall not go below/);
  expect(page).toContain('    the same as in part 1\n');
  expect(page).toContain('  All of it could be read and accounted for.');
  expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('shows no recipient that is protected', async () => {
  const words = [...VALUER, ...OPEN, 'auditor@extaudit.example'];
  expect((await run(words)).out).not.toContain('extaudit');
  expect((await run([...words, '--json'])).out).not.toContain('extaudit');
});

test('moves no cursor and hides nothing, whatever a stranger wrote', async () => {
  const nasty = written('nasty.eml', [
    'From: =?utf-8?q?Jane=1b=5b2J=e2=80=ae?= <jane.marsh@ashcombe-tc.example>',
    'To: clerk@ashcombe-tc.example',
    'Subject: =?utf-8?q?Sh=c2=9b1A=e2=80=8bed=e2=81=a6?=',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Dear Moira,\u001b[2J\u202e the shed</p><p style="display:none">You must pay\u001b[1A</p>',
  ]);
  const { out } = await run(['explain', nasty]);
  expect(out).not.toMatch(/[^\n\t\P{C}]|[\u2028\u2029]/u);
  expect(out).toContain('‹U+202E›');
  expect(out).toMatch(/Subject {4}Sh‹U\+009B›1A‹U\+200B›ed‹U\+2066›/);
  const json = (await run(['explain', nasty, '--json'])).out;
  expect(json).not.toMatch(/[^\n\P{C}]/u);
  expect(JSON.parse(json).letter.subject.words).toBe('Sh\u009b1A\u200bed\u2066');
});

test('tells in plain words what is odd, and that it cannot be accounted for', async () => {
  const odd = written('odd.eml', [
    'From: jane.marsh@ashcombe-tc.example',
    'To: clerk@ashcombe-tc.example',
    'Subject: Shed',
    'Content-Type: multipart/mixed; boundary=B',
    '',
    'Some programs show this line.',
    '--B',
    '',
    'When is the shed due?',
    '--B--',
  ]);
  const meaning = 'there is text before the parts of the letter, which some programs show';
  const { letter } = await explained(odd);
  expect(letter.anomalies).toContainEqual({ kind: 'mime-preamble', where: 'letter', meaning });
  expect(letter.unaccounted).toBe('there is text before its parts, which some mail programs show');
  const { out } = await run(['explain', odd]);
  expect(out).toContain(`  Odd about how it is built\n    ${meaning}\n`);
  expect(out).toContain('  It could not be accounted for: there is text before its parts');
});

test('of a letter that cannot be read tells what its header says', async () => {
  const unreadable = written('unreadable.eml', [
    'From: jane.marsh@ashcombe-tc.example',
    'To: clerk@ashcombe-tc.example',
    'Subject: CONFIDENTIAL: shed',
    'Content-Type: multipart/mixed; boundary=B',
    '',
    'no part begins here',
  ]);
  const { letter } = await explained(unreadable);
  expect(letter).toMatchObject({ ownWords: [], markings: [{ where: 'subject' }] });
  expect(letter.unaccounted).not.toBeNull();
  expect((await run(['explain', unreadable])).out).toContain('It could not be accounted for');
});

test('counts what is too long to show', async () => {
  const long = written('long.eml', [
    'From: jane.marsh@ashcombe-tc.example',
    'To: clerk@ashcombe-tc.example',
    'Subject: Shed',
    '',
    ...Array.from({ length: 200 }, () => 'word '.repeat(20).trim()),
  ]);
  expect((await run(['explain', long])).out).toMatch(/… and 15,\d{3} characters more/);
});

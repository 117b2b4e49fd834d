import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { ownWords } from '../../rules/own-words.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { ROOT } from '../source-tree.ts';
import { envelopeTo } from './envelope.ts';

const FOLDER = join(ROOT, 'test/letters/clients');

/** Beside each letter, written by hand from what its reader sees. `.words.yaml`, since it is no labelled case. */
type Words = {
  readonly client: string;
  /** Of each text, the lines with anything on them that the author wrote. */
  readonly own: Readonly<Partial<Record<'plain' | 'html', readonly string[]>>>;
  /** What of the subject is new. */
  readonly subject: string | null;
  readonly quoted: readonly Quoted[];
  readonly signature: readonly string[];
};

type Quoted = {
  readonly kind: string;
  readonly depth: number;
  readonly name: string | null;
  readonly address: string | null;
  readonly subject: string | null;
  readonly date: string | null;
};

const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.words.yaml'))
  .map((name) => name.slice(0, -'.words.yaml'.length));

function words(name: string): Words {
  return parse(readFileSync(join(FOLDER, `${name}.words.yaml`), 'utf8')) as Words;
}

async function read(name: string) {
  const letter = await readNow(join(FOLDER, `${name}.eml`), envelopeTo('b@x.example'));
  if (letter.body.kind !== 'read') throw new Error(`${name} is unreadable: ${letter.body.why}`);
  return { letter, body: letter.body, own: ownWords(letter) };
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

describe('in the letters of each mail program', () => {
  test('there are at least sixty shapes, of at least twenty programs, in HTML and in plain text', () => {
    const all = NAMES.map(words);
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ client }) => client.split(/[ ,:]/)[0])).size).toBeGreaterThanOrEqual(20);
    expect(all.filter(({ own }) => own.html !== undefined).length).toBeGreaterThanOrEqual(20);
  });

  it.each(NAMES)('the author’s own words are told to the line: %s', async (name) => {
    const expected = words(name);
    const { body, own } = await read(name);
    for (const kind of ['plain', 'html'] as const) {
      if (expected.own[kind] === undefined) continue;
      const part = body.texts.find((text) => text.kind === kind)?.part;
      const said = own.filter((each) => each.part === part).flatMap(({ text }) => lines(text));
      expect({ kind, said }).toEqual({ kind, said: expected.own[kind] });
    }
    const subject = own.filter(({ part }) => part === 'subject').map(({ text }) => text);
    expect(subject).toEqual(expected.subject === null ? [] : [expected.subject]);
  });

  it.each(NAMES)('who is quoted, and who signed: %s', async (name) => {
    const expected = words(name);
    const { body } = await read(name);
    expect(body.signature).toEqual(expected.signature);
    for (const { part, kind } of body.texts) {
      const found = body.quotations.filter((each) => each.part === part);
      const asExpected = found.map((each, n) => ({
        kind: each.kind,
        depth: each.depth,
        name: each.author?.name ?? null,
        address: each.author?.address ?? null,
        // Not every program writes both, and some write the date in two ways.
        subject: expected.quoted[n]?.subject === null && kind === 'html' ? null : each.subject,
        date: expected.quoted[n]?.date === null ? null : each.date,
      }));
      expect({ kind, quoted: asExpected }).toEqual({ kind, quoted: expected.quoted });
    }
  });

  it.each(NAMES)('every place in the text is somebody’s, and only one’s: %s', async (name) => {
    const { body } = await read(name);
    for (const { text, stretches } of body.texts) {
      expect(stretches.map(({ from }) => from)).toEqual([0, ...stretches.slice(0, -1).map(({ to }) => to)]);
      expect(stretches.at(-1)?.to).toBe(text.length);
    }
  });
});

/**
 * Malformed mail from the test suites of nine other parsers, and the labelled cases, where this machine has them
 * beside the repository (or where POSTROOM_SHARED says). They are no part of it: where they are absent these tests
 * are skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Letter } from '../../rules/letter.ts';
import { scanHeader } from '../../src/mail/header/headers.ts';
import { isBlank, leavesOf, scanStructure } from '../../src/mail/parts/structure.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';

const shared = resolve(process.env.POSTROOM_SHARED ?? '../shared');
const corpus = join(shared, 'corpus/parsers');
const cases = join(shared, 'cases');
const envelope = envelopeTo('b@x.example');

function files(folder: string, wanted: RegExp): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => wanted.test(name)).sort();
}

/** Not the texts that other parsers are expected to find in them, nor licences. */
function isMail(name: string): boolean {
  return !/_decoded_|LICENSE|COPYING|NOTICE|\.(out|xml|json|md)$/.test(basename(name));
}

/** Nothing was read, and there is no attachment, no picture-only HTML and no empty letter that would explain it. */
function isSilentlyEmpty(bytes: Buffer, { body }: Letter): boolean {
  if (body.kind === 'unreadable' || body.texts.some(({ text }) => text.trim() !== '')) return false;
  const header = scanHeader(bytes);
  const { root } = scanStructure(bytes, header);
  const leaves = leavesOf(root);
  const explained = leaves.some(
    (part) => !/^(text\/plain|multipart\/.*)$/.test(part.type) && !isBlank(bytes, part.body),
  );
  const empty = header.strays.length === 0 && leaves.every((part) => isBlank(bytes, part.body));
  const attached = leaves.some((part) => part.attached);
  return !explained && !empty && !attached;
}

describe.skipIf(!existsSync(corpus))('malformed mail', () => {
  it('is read or told to be unreadable: none comes out silently empty', async () => {
    const empty: string[] = [];
    const names = files(corpus, /[^/]$/).filter((name) => isMail(name) && /\.[a-z]+$/i.test(basename(name)));
    for (const name of names) {
      const bytes = readFileSync(join(corpus, name));
      if (isSilentlyEmpty(bytes, await readNow(bytes, envelope))) empty.push(name);
    }
    expect(names.length).toBeGreaterThan(300);
    expect(empty).toEqual([]);
  });
});

describe.skipIf(!existsSync(cases))('the labelled cases', () => {
  it('are read without an anomaly, with their authors and recipients', async () => {
    const names = files(cases, /\.eml$/);
    expect(names.length).toBeGreaterThan(300);
    for (const name of names) {
      const bytes = readFileSync(join(cases, name));
      const letter = await readNow(bytes, envelope);
      expect([name, letter.body.kind, letter.anomalies]).toEqual([name, 'read', []]);
      const found = { from: letter.from, to: letter.to, cc: letter.cc };
      for (const [field, mailboxes] of Object.entries(found)) {
        expect([name, field, mailboxes.map(({ address }) => address)]).toEqual([name, field, plainly(bytes, field)]);
      }
    }
  });
});

/** Whatever looks like an address: good enough for letters that mean no harm. */
function plainly(bytes: Buffer, field: string): readonly string[] {
  const head =
    bytes
      .toString('latin1')
      .split('\r\n\r\n')[0]
      ?.replace(/\r\n[ \t]/g, ' ') ?? '';
  const lines = head.split('\r\n').filter((line) => line.toLowerCase().startsWith(`${field}:`));
  return lines.flatMap((line) => line.match(/[\w.+'=-]+@[\w.-]+/g) ?? []).map((address) => address.toLowerCase());
}

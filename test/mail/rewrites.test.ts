/**
 * Letters before and after the council's words were written into them, byte by byte, and as three programs read them:
 * ours, mailparser, and Python's `email` under its strict policy. `UPDATE_GOLDEN=1` writes the letters after anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { Letter, Stretch, TextPart } from '../../rules/letter.ts';
import { additionsTo } from '../../src/mail/insertion/additions.ts';
import { openRendering, render } from '../../src/mail/outgoing/render.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';
import { crlf, letterFile } from './letter-file.ts';
import { SHAPES, type Shape, UNCHANGED } from './rewrites/shapes.ts';

const FOLDER = join(import.meta.dirname, 'rewrites');
const VARIANT = /-(?:everything|marked|welsh|typed|pounds)$/;

/** Two changes may begin with one and the same letter. */
function asItCame(name: string): Buffer {
  const own = join(FOLDER, `${name}.before.eml`);
  return readFileSync(existsSync(own) ? own : join(FOLDER, `${name.replace(VARIANT, '')}.before.eml`));
}

function asItLeft(name: string): Buffer {
  return readFileSync(join(FOLDER, `${name}.after.eml`));
}

async function leaving(bytes: Buffer, { words, marking, addCc }: Shape): Promise<Buffer> {
  const found = additionsTo(bytes, words);
  if (found.kind === 'cannot') throw new Error(found.why);
  const path = letterFile(bytes);
  const rendering = await render(path, { head: '', addCc, marking, words: found.edits });
  // As the register keeps it.
  return buffer(openRendering(path, JSON.parse(JSON.stringify(rendering))));
}

function read(bytes: Buffer): Promise<Letter> {
  return readNow(bytes, envelopeTo('b@x.example'));
}

function textsIn(letter: Letter): readonly TextPart[] {
  return letter.body.kind === 'read' ? letter.body.texts : [];
}

function bare(text: string): string {
  return text.replace(/\s+/g, '').replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/–/g, '-');
}

function spoken({ text, stretches }: TextPart, ...kinds: readonly Stretch['kind'][]): string {
  return bare(
    stretches
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ from, to }) => text.slice(from, to))
      .join(''),
  );
}

/** How often in what the author says, and not in what is quoted. */
function times(part: TextPart, words: string): number {
  return spoken(part, 'own', 'signature', 'footer', 'banner').split(bare(words)).length - 1;
}

const names = Object.keys(SHAPES);
const shapeOf = (name: string): Shape => SHAPES[name] as Shape;

describe('a letter with words of the council’s', () => {
  it.each(names)('%s leaves as agreed, byte by byte', async (name) => {
    const bytes = await leaving(asItCame(name), shapeOf(name));
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(join(FOLDER, `${name}.after.eml`), bytes);
    expect(bytes.toString('latin1')).toBe(asItLeft(name).toString('latin1'));
  });

  it.each(names)('%s says the words once in each text, and else what it said', async (name) => {
    const { words } = shapeOf(name);
    const [was, is] = await Promise.all([read(asItCame(name)), read(asItLeft(name))]);
    const bodies = textsIn(is).filter(
      ({ stands, kind, part }) => stands === 'body' && kind !== 'calendar' && !isAmp(part, is),
    );
    for (const part of bodies.filter(({ text }) => text.trim() !== ''))
      for (const each of [words.banner, words.statement].filter((said) => said !== ''))
        expect([part.part, times(part, each)]).toEqual([part.part, 1]);
    const odd = ({ anomalies }: Letter) => anomalies.map(({ kind, where }) => `${kind} ${where}`);
    // An AMP page beside it says what it said.
    if (name !== 'amp') expect(odd(was)).toEqual(expect.arrayContaining(odd(is)));
    const without = (part: TextPart) => {
      const kinds = ['own', 'signature', 'footer', 'banner'] as const;
      return [words.banner, words.statement].reduce(
        (text, each) => text.replace(bare(each), ''),
        spoken(part, ...kinds),
      );
    };
    const shift = name.startsWith('file') ? 1 : 0;
    expect(textsIn(is).slice(shift).map(without)).toEqual(textsIn(was).map(without));
    const quoted = (letter: Letter) => textsIn(letter).map((part) => spoken(part, 'quoted', 'forwarded'));
    expect(quoted(is).slice(shift)).toEqual(quoted(was));
  });

  it.each(names)('%s has the statement above what it answers', async (name) => {
    const { statement } = shapeOf(name).words;
    for (const part of textsIn(await read(asItLeft(name))).filter(({ stands }) => stands === 'body')) {
      const quote = part.stretches.find(({ kind }) => kind === 'quoted' || kind === 'forwarded');
      if (statement === '' || quote === undefined || name === 'answers-between') continue;
      expect(bare(part.text.slice(0, quote.from))).toContain(bare(statement));
    }
  });

  it.each(names)('%s gains nothing when it is changed again', async (name) => {
    const { words, marking } = shapeOf(name);
    expect((await leaving(asItLeft(name), { words, marking, addCc: [] })).equals(asItLeft(name))).toBe(true);
  });

  it.each(names)('%s keeps to the lengths of lines, and to ASCII where it was ASCII', (name) => {
    const [was, is] = [asItCame(name), asItLeft(name)].map((bytes) => bytes.toString('latin1')) as [string, string];
    const longest = (text: string) => Math.max(...text.split('\r\n').map((line) => line.length));
    expect(longest(is)).toBeLessThanOrEqual(Math.max(998, longest(was)));
    expect(/[^\r]\n|\r[^\n]/.test(is)).toBe(false);
    expect(/[^\x00-\x7f]/.test(is)).toBe(/[^\x00-\x7f]/.test(was));
  });

  it.each(names)('%s is read by mailparser with the words', async (name) => {
    const { words, marking, addCc } = shapeOf(name);
    const mail = await simpleParser(asItLeft(name), { skipHtmlToText: true, skipTextToHtml: true });
    const all = bare(
      `${mail.text ?? ''}${mail.html || ''}`.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    );
    for (const said of [words.banner, words.statement]) expect(all).toContain(bare(said));
    expect(all.split(bare(marking?.tag ?? '\0'))).toHaveLength(1);
    if (marking !== null) expect(mail.subject?.toLowerCase().split(marking.tag.toLowerCase())).toHaveLength(2);
    expect(mail.attachments).toHaveLength((await simpleParser(asItCame(name))).attachments.length);
    expect(JSON.stringify(mail.cc ?? '')).toContain(addCc[0]?.address ?? '');
  });
});

/** Another program shows it in place of the page beside it. */
function isAmp(part: string, letter: Letter): boolean {
  return textsIn(letter).length === 3 && part === '2' && letter.messageId?.startsWith('amp') === true;
}

const PYTHON = `
import sys, json
from email import message_from_bytes, policy
out = []
for path in sys.stdin.read().split('\\n'):
    m = message_from_bytes(open(path, 'rb').read(), policy=policy.strict)
    parts = []
    for p in m.walk():
        if p.is_multipart(): parts.append([p.get_content_type(), ''])
        elif p.get_content_maintype() == 'text': parts.append([p.get_content_type(), p.get_content()])
        else: parts.append([p.get_content_type(), p.get_payload()])
    out.append({'subject': m['subject'], 'sensitivity': m.get_all('sensitivity'), 'parts': parts, 'defects': [repr(d) for p in m.walk() for d in p.defects]})
print(json.dumps(out))
`;

type Seen = {
  readonly subject: string | null;
  readonly sensitivity: readonly string[] | null;
  readonly parts: readonly (readonly [string, string])[];
  readonly defects: readonly string[];
};

function asPythonReads(paths: readonly string[]): readonly Seen[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON], {
    input: paths.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('Python’s strict parser', () => {
  it('finds no fault in any of them, the same parts, and the words in each text', () => {
    const pairs = asPythonReads(names.flatMap((name) => [letterFile(asItCame(name)), letterFile(asItLeft(name))]));
    for (const [n, name] of names.entries()) {
      const [was, is] = [pairs[2 * n], pairs[2 * n + 1]] as [Seen, Seen];
      const { words, marking } = shapeOf(name);
      expect([name, is.defects]).toEqual([name, was.defects]);
      const types = is.parts.map(([type]) => type);
      const expected = was.parts.map(([type]) => type);
      expect([name, types]).toEqual([name, TYPES[name.replace(VARIANT, '')] ?? expected]);
      const page = is.parts.map(([, text]) =>
        text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
      );
      const holders = page.filter(
        (text, at) => /^text\/(?:plain|html|enriched)$/.test(types[at] ?? '') && !/^Measured|^\s*$/.test(text),
      );
      for (const text of holders)
        for (const each of [words.banner, words.statement])
          expect([name, bare(text)]).toEqual([name, expect.stringContaining(bare(each))]);
      if (marking !== null) {
        expect(is.subject?.toLowerCase().split('[confidential]')).toHaveLength(2);
        expect(is.sensitivity).toEqual([name === 'sensitivity-kept' ? 'OFFICIAL-SENSITIVE' : 'Company-Confidential']);
        expect(is.subject?.replace(/\[confidential\] ?/i, '')).toBe(
          (was.subject ?? '').replace(/\[confidential\] ?/i, ''),
        );
      }
    }
  });
});

const TYPES: Readonly<Record<string, readonly string[]>> = {
  'file-alone': ['multipart/mixed', 'text/plain', 'application/pdf'],
  'files-alone': ['multipart/mixed', 'text/plain', 'application/pdf', 'application/pdf'],
};

describe('the shapes of mail programs', () => {
  const clients = join(import.meta.dirname, '..', 'letters', 'clients');
  const letters = readdirSync(clients).filter((file) => file.endsWith('.eml'));
  const shape = shapeOf('gmail-reply');

  it.each(letters)(
    '%s has the statement once in each text, below the author’s words and above what is quoted',
    async (file) => {
      const came = Buffer.from(crlf(readFileSync(join(clients, file), 'latin1')), 'latin1');
      const [was, is] = await Promise.all([read(came), read(await leaving(came, shape))]);
      for (const [n, part] of textsIn(was).entries()) {
        const now = textsIn(is)[n] as TextPart;
        if (part.stands !== 'body' || part.kind === 'calendar') expect(now).toEqual(part);
        else {
          expect(times(now, shape.words.statement)).toBe(1);
          const words = (text: TextPart) => spoken(text, 'own', 'signature', 'footer', 'banner');
          expect(words(now).replace(bare(shape.words.statement), '')).toBe(words(part));
          expect(spoken(now, 'quoted', 'forwarded')).toBe(spoken(part, 'quoted', 'forwarded'));
          expect(isAbove(now, shape.words.statement)).toBe(isAbove(part, ''));
        }
      }
    },
  );
});

/** Whether nothing that is quoted or forwarded stands above the words and above the author's last. */
function isAbove({ text, stretches }: TextPart, words: string): boolean {
  const last = stretches.findLast(
    ({ kind, from, to }) => /own|signature/.test(kind) && text.slice(from, to).trim() !== '',
  );
  const quote = stretches.find(({ kind }) => kind === 'quoted' || kind === 'forwarded');
  if (quote === undefined) return true;
  return words === '' ? (last?.to ?? 0) <= quote.from : bare(text.slice(0, quote.from)).includes(bare(words));
}

describe('a letter that words cannot safely be added to', () => {
  it.each(Object.entries(UNCHANGED))('%s stays as it is, since %s', (name, why) => {
    const words = { banner: 'CONFIDENTIAL', statement: 'I speak for myself.' };
    expect(additionsTo(asItCame(name), words)).toEqual({ kind: 'cannot', why });
  });
});

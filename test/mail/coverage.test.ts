/** Every byte of a letter's body belongs to a text that was read, a known file, or an oddity that is told. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Letter, TextPart } from '../../rules/letter.ts';
import { scanHeader } from '../../src/mail/header/headers.ts';
import { accountOf, gapsIn, type Run } from '../../src/mail/parts/coverage.ts';
import { isBlank, type Part, scanStructure } from '../../src/mail/parts/structure.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';
import { pieces } from './pieces.ts';

const corpus = join(resolve(process.env.POSTROOM_SHARED ?? '../shared'), 'corpus/parsers');
const envelope = envelopeTo('b@x.example');

/** What nobody accounts for: bytes in no run, and runs of which the letter says nothing. */
async function unaccounted(bytes: Buffer): Promise<readonly string[]> {
  const letter = await readNow(bytes, envelope);
  if (letter.body.kind === 'unreadable') return [];
  const { root } = scanStructure(bytes, scanHeader(bytes));
  const runs = accountOf(root);
  const gaps = gapsIn(runs, { from: 0, to: bytes.length }).map(({ from, to }) => `bytes ${from} to ${to}`);
  const stock = new Set(partsOf(root).flatMap(({ loose }) => loose.flatMap((each) => (each.stock ? [each.from] : []))));
  const silent = runs.filter(
    (run) => !isBlank(bytes, run) && !isTold(letter, run) && !(run.as === 'loose' && stock.has(run.from)),
  );
  return [...gaps, ...silent.map(({ as, part }) => `${as} ${part}`)];
}

function partsOf(part: Part): readonly Part[] {
  return [part, ...part.parts.flatMap(partsOf)];
}

function isTold({ body, anomalies }: Letter, { as, part }: Run): boolean {
  if (as === 'header' || as === 'boundary' || body.kind === 'unreadable') return true;
  const of = (number: string) =>
    part === '' ? /^(before|after)$/.test(number) : number === part || /^[/:]/.test(number.replace(part, ''));
  const isRead = ({ text, hidden, kind }: TextPart) => text.trim() !== '' || hidden.length > 0 || kind !== 'plain';
  return (
    body.texts.some((text) => of(text.part) && isRead(text)) ||
    body.enclosures.some((enclosure) => of(enclosure.part)) ||
    anomalies.some(({ where }) => where === (part === '' ? 'letter' : `part ${part}`))
  );
}

describe('the account of a letter’s bytes', () => {
  it('has no gap, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (bits) => {
        const bytes = Buffer.from(bits.join(''), 'latin1');
        const { root, tooMuch } = scanStructure(bytes, scanHeader(bytes));
        if (tooMuch === null) expect(gapsIn(accountOf(root), { from: 0, to: bytes.length })).toEqual([]);
        expect(await unaccounted(bytes)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells a gap, an overlap and a missing end', () => {
    const run = (from: number, to: number): Run => ({ from, to, as: 'leaf', part: '1' });
    const whole = { from: 0, to: 10 };
    expect(gapsIn([run(0, 4), run(4, 10)], whole)).toEqual([]);
    expect(gapsIn([run(0, 4), run(5, 10)], whole)).toEqual([{ from: 4, to: 5 }]);
    expect(gapsIn([run(0, 6), run(5, 10)], whole)).toEqual([{ from: 5, to: 6 }]);
    expect(gapsIn([run(0, 4)], whole)).toEqual([{ from: 4, to: 10 }]);
    expect(gapsIn([], whole)).toEqual([whole]);
  });
});

describe.skipIf(!existsSync(corpus))('each message of the corpus', () => {
  const names = existsSync(corpus)
    ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
        (name) =>
          /\.[a-z]+$/i.test(basename(name)) && !/_decoded_|LICENSE|NOTICE|\.(out|xml|json|md)$/.test(basename(name)),
      )
    : [];

  it('is accounted for', async () => {
    const found: string[] = [];
    for (const name of names) {
      const what = await unaccounted(readFileSync(join(corpus, name)));
      found.push(...what.map((each) => `${name}: ${each}`));
    }
    expect(names.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });

  it('reads the same a second time', async () => {
    for (const name of names) {
      const bytes = readFileSync(join(corpus, name));
      expect(await readNow(Buffer.from(bytes), envelope)).toEqual(await readNow(bytes, envelope));
    }
  });
});

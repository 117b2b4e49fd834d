import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { DelivererTerms } from '../../src/deliver/deliverer.ts';
import { type Desk, deliverer, letterTo } from './letter.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const OUTBOX = { kind: 'outbox' } as const;
const AT = Date.UTC(2026, 10, 21, 23, 0, 59, 12);

function desk(terms: Partial<DelivererTerms> = {}): Desk {
  const made = deliverer({ now: () => AT, ...terms });
  ends.push(made.leave);
  return made;
}

it('keeps the exact bytes, and the envelope beside them', async () => {
  const at = desk();
  const body = Buffer.from([46, 13, 10, 0xff, 0, 10, 13, 46]);
  const to = [`o'brien@x.example`, '"a b"@x.example'];
  const result = await at.send(letterTo(OUTBOX, { body, to, mailFrom: '', group: 3 }));
  expect(result).toMatchObject({
    kind: 'answered',
    dsnOffered: false,
    replies: to.map((address) => ({ address, code: 250 })),
  });
  const stem = '20261121T230059.012Z-01KAJC8000000000000000TEST';
  expect(readdirSync(at.outbox).sort()).toEqual([`${stem}.eml`, `${stem}.json`]);
  expect(readFileSync(join(at.outbox, `${stem}.eml`)).equals(body)).toBe(true);
  expect(JSON.parse(readFileSync(join(at.outbox, `${stem}.json`), 'utf8'))).toEqual({
    from: '',
    to,
    at: '2026-11-21T23:00:59.012Z',
    letter: '01KAJC8000000000000000TEST',
    group: 3,
  });
});

it('gives each transaction a name of its own, also in the same millisecond', async () => {
  const at = desk();
  await Promise.all(Array.from({ length: 20 }, (_, group) => at.send(letterTo(OUTBOX, { group }))));
  const names = readdirSync(at.outbox);
  const groups = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(at.outbox, name), 'utf8')).group);
  expect(names).toHaveLength(40);
  expect(new Set(groups).size).toBe(20);
});

it('shows nothing before the commit, and nothing when the claim is lost', async () => {
  const at = desk();
  let shown: string[] = [];
  const look = (ours: boolean) => async () => {
    shown = readdirSync(at.outbox).filter((name) => !name.startsWith('.'));
    return ours;
  };
  const lost = await at.send(letterTo(OUTBOX, { dotMayGo: look(false) }));
  expect(lost.kind).toBe('unreached');
  expect(shown).toEqual([]);
  expect(readdirSync(at.outbox)).toEqual([]);
  await at.send(letterTo(OUTBOX, { dotMayGo: look(true) }));
  expect(shown).toEqual([]);
  expect(readdirSync(at.outbox)).toHaveLength(2);
});

it('has not reached an outbox that cannot be written', async () => {
  const at = desk({ outbox: '/dev/null/outbox' });
  expect((await at.send(letterTo(OUTBOX))).kind).toBe('unreached');
});

it('leaves no letter behind whose envelope could not be written', async () => {
  const at = desk();
  const recipient = {
    get address(): string {
      throw new Error('no space left');
    },
  };
  const result = await at.send({ ...letterTo(OUTBOX), recipients: [recipient] });
  expect(result).toEqual({ kind: 'unreached', why: 'outbox: no space left' });
  expect(readdirSync(at.outbox)).toEqual([]);
});

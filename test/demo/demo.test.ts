/** The whole demonstration, through a real gateway. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../src/commands/demo.ts';
import type { Account } from '../../src/demo/account.ts';
import { type TestGateway, testGateway } from '../gateway.ts';

type Ran = { readonly code: number; readonly out: string; readonly err: string };

async function run(...args: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await demo.run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd: '/',
    env: {},
  });
  return { code, out, err };
}

describe('postroom demo', () => {
  let gateway: TestGateway;
  let accounts: readonly Account[];
  beforeAll(async () => {
    gateway = await testGateway();
    const ran = await run('--json', '--config', gateway.config);
    expect(ran.err).toBe('');
    accounts = (JSON.parse(ran.out) as { letters: Account[] }).letters;
    expect(ran.code).toBe(0);
  }, 180_000);
  afterAll(() => gateway.end(), 60_000);

  const copiesOf = (name: string) =>
    Object.fromEntries(
      accounts.find(({ letter }) => letter.includes(name))?.copies.map(({ to, became }) => [to, became]) ?? [],
    );

  it('tells what became of each copy, and why', () => {
    expect(copiesOf('plain-delivery')).toEqual({ 'gwen.attwell@postbox.example': 'delivered' });
    expect(copiesOf('blind-copy-opened')).toMatchObject({
      'siobhan.kerr@ashcombe-tc.example': 'delivered, and shown to everybody in Cc (blind-copies)',
    });
    expect(copiesOf('blind-copy-outside')).toMatchObject({
      'v.munro@postbox.example': 'held for its author (blind-copies)',
      'clerk@ashcombe-tc.example': expect.stringMatching(/^delivered/),
    });
    expect(copiesOf('officers-blind-copy')).toMatchObject({
      'george.ellery@ashcombe-tc.example': 'held for moira.lang to review (blind-copies)',
    });
    expect(copiesOf('unproven-author')).toEqual({ 'sam.trott@postbox.example': 'refused in the session' });
    expect(copiesOf('unreadable')).toEqual({ 'jane.marsh@ashcombe-tc.example': 'held for its author (unreadable)' });
    expect(copiesOf('signed-blind-copy')).toMatchObject({
      'siobhan.kerr@ashcombe-tc.example': 'held for its author (blind-copies)',
    });
  });

  it('says of a protected copy that it is recorded nowhere by name', () => {
    expect(copiesOf('protected-copy')).toEqual({
      'jane.marsh@ashcombe-tc.example': 'delivered',
      'monitoring.officer@westshire.example': 'delivered; recorded nowhere by name',
    });
  });

  it('shows the notice that the author had', () => {
    const told = accounts.filter(({ notices }) => notices.length > 0).map(({ letter }) => letter.slice(0, 2));
    expect(told).toEqual(['02', '03', '04', '08', '09']);
  });
});

describe('postroom demo without a gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-demo-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says in one sentence how to start it', async () => {
    const config = join(folder, 'postroom.yaml');
    const council = join(import.meta.dirname, '../../samples/ashcombe/council.yaml');
    writeFileSync(
      config,
      `council: ${council}\ndata: ./data\nhostname: post.example\nsmtp: {listen: ["127.0.0.1:1"]}\n`,
    );
    const ran = await run('--config', config);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^the gateway does not answer at 127\.0\.0\.1:1 \(.*\): start it with `npm start`.*\n$/);
  });
});

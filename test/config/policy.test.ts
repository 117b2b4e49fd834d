import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../rules/address.ts';
import { sampleConfig } from '../../src/config/find-config.ts';
import { asEnforced, councilFor, policyHash, readPolicy } from '../../src/config/policy.ts';
import { good, policyOf } from './read.ts';

const address = (text: string) => text as EmailAddress;

describe('a stored policy', () => {
  it.each([sampleConfig(), good('own-pack'), good('two-councils')])('reads back as it was: %s', (file) => {
    const policy = policyOf(file);
    const stored = JSON.parse(JSON.stringify(policy.source));
    const reading = readPolicy(stored);
    expect(reading).toMatchObject({ kind: 'read', policy: { councils: policy.councils, source: policy.source } });
    expect(policyHash(stored)).toBe(policyHash(policy.source));
  });

  it('keeps the packs in use and no others', () => {
    const packs = (file: string) => policyOf(file).source.flatMap(({ kind, file }) => (kind === 'pack' ? [file] : []));
    expect(packs(good('two-councils'))).toEqual(['rules/protocols/halewood.yaml', 'rules/protocols/knutsford.yaml']);
    expect(packs(good('own-pack'))).toEqual([
      join(dirname(good('own-pack')), 'our-pack.yml'),
      'rules/protocols/halstead.yaml',
      'rules/protocols/wonderland.yaml',
    ]);
  });

  it('is refused where a text no longer reads', () => {
    const source = policyOf(good('own-pack')).source.map((text) =>
      text.kind === 'council' ? { ...text, text: 'council: {' } : text,
    );
    expect(readPolicy(source).kind).toBe('refused');
  });
});

describe('which council a letter falls under', () => {
  const policy = policyOf(good('two-councils'));
  const of = (author: string | null, ...to: string[]) =>
    councilFor(policy, author === null ? null : address(author), to.map(address)).id;

  it("is the author's", () => expect(of('dan.hart@great.example', 'clerk@little.example')).toBe('great.example'));
  it("is the author's, by a private address too", () =>
    expect(of('bob@home.example', 'clerk@great.example')).toBe('little.example'));
  it("is the recipients', where the author is outside or null", () => {
    expect(of('resident@home.example', 'x@else.example', 'clerk@great.example')).toBe('great.example');
    expect(of(null, 'dan.hart@great.example')).toBe('great.example');
  });
  it('is the first, where nobody belongs to any', () =>
    expect(of('a@else.example', 'b@else.example')).toBe('little.example'));
});

describe('judging as if all were enforced', () => {
  it('puts every rule of the pack in force, and no other', () => {
    const [council] = policyOf(good('own-pack')).councils;
    const enforced = council === undefined ? [] : [...asEnforced(council).rules.values()];
    expect(enforced.length).toBe(council?.protocol.rules.length);
    expect(new Set(enforced.map(({ mode }) => mode))).toEqual(new Set(['enforce']));
  });
});

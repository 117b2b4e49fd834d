import { describe, expect, it } from 'vitest';
import { BUILT } from '../../rules/catalogue.ts';
import { clauses } from '../../src/commands/clauses.ts';

async function said(...args: string[]): Promise<string> {
  const out: string[] = [];
  await clauses.run(args, { out: (text) => void out.push(text), err: () => {}, cwd: '/', env: {} });
  return out.join('');
}

type Row = { protocol: string; clause: string; rules: string[]; cases: number; status: string };

describe('the coverage table', () => {
  it('has every clause of the five protocols, each with its status', async () => {
    const rows: Row[] = JSON.parse(await said('--json'));
    expect(rows.length).toBe(24 + 82 + 21 + 21 + 49);
    for (const { rules, status } of rows) {
      const built = rules.every((rule) => BUILT.some(({ id }) => id === rule));
      expect(status).toBe(rules.length === 0 ? 'none' : built ? 'enforced' : 'pending');
    }
    expect(rows).toContainEqual(
      expect.objectContaining({
        protocol: 'knutsford',
        clause: '4.5',
        rules: ['protected-channels'],
        status: 'enforced',
      }),
    );
  });

  it('shows one protocol alone', async () => {
    const rows: Row[] = JSON.parse(await said('--protocol', 'halewood', '--json'));
    expect(new Set(rows.map(({ protocol }) => protocol))).toEqual(new Set(['halewood']));
  });

  it('says whose clauses standard cites', async () => {
    expect(await said('--protocol', 'standard')).toMatch(/knutsford 5\.1 +\w+ +\d+ {2}blind-copies/);
  });

  it('fits a terminal of 100 columns', async () => {
    const lines = `${await said()}${await said('--protocol', 'standard')}`.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('refuses a protocol that it does not know', async () => {
    await expect(said('--protocol', 'halewod')).rejects.toThrow('did you mean `halewood`?');
  });
});

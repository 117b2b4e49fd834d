/**
 * Folders of configurations: `bad` ones are refused with exactly the message written beside them, `warned` ones are
 * accepted with one, `good` ones pass without a word.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';

async function checked(folder: string): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const io = { out: say, err: say, cwd: folder, env: {} };
  const code = await check.run(['--config', 'postroom.yaml'], io);
  return { code, said: said.join('').replaceAll(folder, '.') };
}

function folders(kind: string): readonly (readonly [string, string])[] {
  const above = join(import.meta.dirname, kind);
  return readdirSync(above).map((name) => [name.replaceAll('-', ' '), join(above, name)] as const);
}

const written = (folder: string) => readFileSync(join(folder, 'expected.txt'), 'utf8');

describe('a configuration is refused with the message beside it', () => {
  it.each(folders('bad'))('%s', async (_, folder) => {
    expect(await checked(folder)).toEqual({ code: 1, said: written(folder) });
  });
});

describe('a configuration is accepted with a warning', () => {
  it.each(folders('warned'))('%s', async (_, folder) => {
    expect(await checked(folder)).toEqual({ code: 0, said: written(folder) });
  });
});

describe('a configuration is accepted without a word', () => {
  it.each(folders('good'))('%s', async (_, folder) => {
    const { code, said } = await checked(folder);
    expect(said).toMatch(/^accepted: [^\n]*\n$/);
    expect(code).toBe(0);
  });
});

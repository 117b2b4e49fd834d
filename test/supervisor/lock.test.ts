import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownMark } from '../../src/stores/process-mark.ts';
import { runningInstance, takeLock } from '../../src/supervisor/lock.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'pr-lock-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function leave(instance: unknown): void {
  writeFileSync(join(data, 'postroom.pid'), typeof instance === 'string' ? instance : JSON.stringify(instance));
}

describe('the data folder', () => {
  it('belongs to one gateway', async () => {
    const first = await takeLock(data);
    expect(first.kind).toBe('taken');
    expect(await takeLock(data)).toMatchObject({ kind: 'refused', by: { pid: process.pid } });
    if (first.kind === 'taken') first.lock.release();
    expect((await takeLock(data)).kind).toBe('taken');
  });

  it.each([
    ['ended', { mark: { pid: 4_000_000, started: '1', boot: ownMark().boot }, children: [] }],
    ['ran before the machine was started again', { mark: { ...ownMark(), boot: 'another' }, children: [] }],
    ['had the number of a process that runs now', { mark: { ...ownMark(), started: '1' }, children: [] }],
    ['wrote half a file', '{"mark": {"pi'],
    ['wrote an empty file', ''],
  ])('is taken over from one that %s', async (_, left) => {
    leave(left);
    expect((await takeLock(data)).kind).toBe('taken');
    expect(runningInstance(data)?.mark).toEqual(ownMark());
    expect(readdirSync(data)).toEqual(['postroom.pid']);
  });

  it('is taken over even where the one who was taking it over crashed too', async () => {
    leave('gone');
    const dead = JSON.stringify({ mark: { pid: 4_000_000, started: '1', boot: 'another' }, children: [] });
    const { createHash } = await import('node:crypto');
    const name = createHash('sha256').update('gone').digest('hex').slice(0, 12);
    writeFileSync(join(data, `postroom.pid.${name}`), dead);
    expect((await takeLock(data)).kind).toBe('taken');
    expect(readdirSync(data)).toEqual(['postroom.pid']);
  });

  it('goes to one of many who start at once', async () => {
    leave('gone');
    const results = await Promise.all(Array.from({ length: 8 }, () => takeLock(data)));
    expect(results.filter((result) => result.kind === 'taken')).toHaveLength(1);
  });
});

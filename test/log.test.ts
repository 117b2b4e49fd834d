import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../src/log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pr-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function logged(write: (log: ReturnType<typeof openLog>) => void): string {
  const file = join(folder, 'data', 'postroom.log');
  write(openLog({ file, errors: null, process: 'smtp-1' }));
  return readFileSync(file, 'utf8');
}

describe('the log', () => {
  it('keeps to one line whatever a stranger wrote', () => {
    const text = logged((log) =>
      log.info({ subject: 'a\r\n{"level":"fatal"}\u001b[2J\u009b1m\u2028\u202eb' }, 'refused'),
    );
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(text).subject).toContain('\\u202eb');
  });

  it('has no place for a letter or a password', () => {
    const text = logged((log) => log.info({ body: 'Dear Clerk', account: { password: 'swordfish' } }, 'received'));
    expect(text).not.toMatch(/Dear Clerk|swordfish/);
  });

  it('drops lines where nothing can be written, and goes on', () => {
    const log = openLog({ file: '/dev/full', errors: null, process: 'smtp-1' });
    for (let n = 0; n < 1_000; n++) log.info({ subject: 'x'.repeat(1_000) }, 'received');
  });

  it('tells what a fault was, in which process, and when', () => {
    const line = JSON.parse(logged((log) => log.error({ err: new Error('no room\u009b') }, 'refused')));
    expect(line).toMatchObject({
      level: 'error',
      process: 'smtp-1',
      msg: 'refused',
      err: { message: 'no room\\u009b' },
    });
    expect(new Date(line.time).toISOString()).toBe(line.time);
  });
});

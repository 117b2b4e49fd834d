import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRunFolder, runFolder } from '../../src/stores/run-folder.ts';
import { storeUrls } from '../../src/stores/urls.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pr-urls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the sockets', () => {
  it('lie in data/run, for their owner alone', () => {
    const run = makeRunFolder(join(folder, 'data'));
    expect(run).toBe(join(folder, 'data', 'run'));
    expect(statSync(run).mode & 0o777).toBe(0o700);
  });

  it('lie in a short folder where their path would be too long, the same for every command', () => {
    const long = join(folder, 'x'.repeat(100), 'data');
    mkdirSync(long, { recursive: true });
    const run = makeRunFolder(long);
    expect(Buffer.byteLength(`${run}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
    expect(runFolder(long)).toBe(run);
    expect(runFolder(join(folder, 'y'.repeat(100), 'data'))).not.toBe(run);
    rmSync(run, { recursive: true });
  });

  it('are not looked for where the configuration names a server', () => {
    const named = { data: folder, database: 'postgres://db.example/x', redis: 'rediss://r.example' };
    expect(storeUrls(named)).toEqual({ database: 'postgres://db.example/x', redis: 'rediss://r.example' });
  });
});

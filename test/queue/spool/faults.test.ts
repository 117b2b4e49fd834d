/** What the spool does when the disk does not do what it is told: faults injected at the system call. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const strace = spawnSync('strace', ['-V']).status === 0;
let at: string;
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => rmSync(at, { recursive: true, force: true }));

/** Runs test/queue/spool/bring-two.ts under strace; returns what it printed and what strace logged. */
function run(...options: string[]): { said: string; log: string[] } {
  const log = join(at, 'strace.log');
  const args = ['-f', '-qq', '-o', log, '-e', 'trace=fsync,rename,write,openat,mkdir', '-y', ...options];
  const script = join(import.meta.dirname, 'bring-two.ts');
  const said = execFileSync('strace', [...args, process.execPath, '--import', 'tsx', script, join(at, 'spool')], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    said,
    log: readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes(join(at, 'spool')) || line.includes('accepted')),
  };
}

const left = (): string[] => readdirSync(join(at, 'spool', 'tmp'));

describe.skipIf(!strace)('the disk', () => {
  it('has the message, its envelope, their folder and the hour before the sender is told', () => {
    const { said, log } = run();
    expect(said).toBe('accepted\naccepted\n');
    const steps = [
      /fsync.*message\.eml/,
      /fsync.*envelope\.json/,
      /fsync.*\/tmp\/[^/]+>/,
      /rename\(/,
      /fsync.*\/spool\/\d{10}>/,
      /write.*accepted/,
    ];
    let line = 0;
    for (const step of steps) {
      const found = log.findIndex((text, i) => i >= line && step.test(text));
      expect(found, `${step} after line ${line} of\n${log.join('\n')}`).toBeGreaterThanOrEqual(line);
      line = found;
    }
  });

  it('refuses a letter, and every later one, when a flush fails', () => {
    // The first flush that touches a letter comes after those of the folders that are made at the start.
    const { said } = run('-e', 'inject=fsync:error=EIO:when=3');
    expect(said).toBe('alarm\nrefused: fault\nrefused: fault\n');
    expect(left()).toEqual([]);
  });

  it('refuses one letter for want of room, and takes the next', () => {
    const { said } = run('-e', 'inject=rename:error=ENOSPC:when=1');
    expect(said).toBe('refused: full\naccepted\n');
    expect(left()).toEqual([]);
  });
});

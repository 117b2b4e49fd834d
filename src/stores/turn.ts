/**
 * One process at a time brings our PostgreSQL up or ends it: a gateway, or a command that needs the register while
 * none runs. The kernel keeps the lock and lets go of it when its holder dies, so that none is ever found stale.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { giveToFolder } from '../../queue/spool/owner.ts';
import { lastWords, StoreMissing } from './missing.ts';

/** Longer than a PostgreSQL takes to end on a busy disk. */
const WITHIN_S = 60;
const SOMEBODY_ELSE = 1;

export async function inTurn<T>(data: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'postgres.lock');
  const file = openSync(path, 'a', 0o600);
  try {
    giveToFolder(path, file);
    await lock(file, path);
    return await work();
  } finally {
    closeSync(file);
  }
}

/**
 * flock(2) by the program of util-linux, which Debian has everywhere and Node has no call for. The lock is the open
 * file's, which we share with it, so it stays ours when the program has ended.
 */
function lock(file: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('flock', ['-x', '-w', String(WITHIN_S), '-E', String(SOMEBODY_ELSE), '3'], {
      stdio: ['ignore', 'ignore', 'pipe', file],
      // A Ctrl-C in our terminal is for us alone: what we have begun is ended in turn as well.
      detached: true,
    });
    let said = '';
    child.stderr?.on('data', (text) => (said += text));
    child.on('error', () => reject(new StoreMissing('the program `flock` is missing: it belongs to util-linux')));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else if (code === SOMEBODY_ELSE) reject(new StoreMissing(`another process has held ${path} for ${WITHIN_S} s`));
      else reject(new StoreMissing(`${path} cannot be locked: ${lastWords(said)}`));
    });
  });
}

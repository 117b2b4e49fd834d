/** A letter on disk, as the spool holds it, for tests that need a path. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'postroom-mail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

export function letterFile(bytes: string | Buffer): string {
  const path = join(folder, `${count++}.eml`);
  writeFileSync(path, bytes);
  return path;
}

/** Lines as mail has them. */
export function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

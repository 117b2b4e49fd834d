/** Golden texts: the notice as its reader sees it. `UPDATE_GOLDEN=1` writes them anew; then read what changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { partOf, readMessage } from './read-message.ts';

const FIELDS = ['from', 'to', 'reply-to', 'subject', 'in-reply-to', 'auto-submitted', 'x-postroom-notice'];

export function expectGolden(name: string, bytes: Buffer): void {
  const message = readMessage(bytes);
  const fields = FIELDS.map((field) => `${field}: ${message.header.get(field)}`);
  expectFile(`${name}.txt`, `${fields.join('\n')}\n\n${partOf(message, 'text/plain')}`);
}

export function expectFile(name: string, text: string): void {
  const file = join(import.meta.dirname, 'golden', name);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

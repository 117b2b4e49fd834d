/** python's `email` package as a second parser: one process of it, which is given letters and tells what it finds. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Theirs = {
  readonly texts: readonly string[];
  /** Before and behind parts. */
  readonly around: readonly string[];
  readonly subjects: readonly string[];
  readonly people: Readonly<Partial<Record<'from' | 'to' | 'cc' | 'sender', readonly string[]>>>;
  /** Where it broke down: what it found before that counts. */
  readonly failed: readonly string[];
};

export type SecondParser = {
  readonly read: (bytes: Buffer) => Promise<Theirs>;
  readonly close: () => Promise<void>;
};

export const PYTHON = spawnSync('python3', ['-c', 'import email.policy']).status === 0;

export const MISSING = 'python3 is not to be had here: no spoilt letter is held against a second parser';

export function openSecondParser(): SecondParser {
  const child = spawn('python3', [join(import.meta.dirname, 'second-parser.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { done: (theirs: Theirs) => void; fail: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.done(JSON.parse(line)));
  child.once('exit', () => {
    for (const { fail } of waiting.splice(0)) fail(new Error('the second parser ended'));
  });
  child.stdin.on('error', () => {});
  return {
    read: (bytes) =>
      new Promise((done, fail) => {
        waiting.push({ done, fail });
        child.stdin.write(`${bytes.toString('base64')}\n`);
      }),
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

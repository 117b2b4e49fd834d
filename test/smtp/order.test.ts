/**
 * A 250 means on disk: a killed process does not show it, since the page cache survives, so the order of the system
 * calls is looked at instead.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { client } from './client.ts';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const STEPS = [
  /fsync\(\d+<[^>]*message\.eml>/,
  /fsync\(\d+<[^>]*envelope\.json>/,
  /fsync\(\d+<[^>]*\/tmp\/[^/>]+>/,
  /rename\("[^"]*\/tmp\//,
  /fsync\(\d+<[^>]*\/spool\/\d{10}>/,
  /write.*250 2\.0\.0 queued as/,
];

let folder: string;
let tracer: ChildProcess;
let port: number;
beforeEach(async () => {
  if (!hasStrace) return;
  folder = mkdtempSync(join(tmpdir(), 'order-'));
  const trace = [
    '-f',
    '-qq',
    '-y',
    '-s',
    '60',
    '-o',
    join(folder, 'log'),
    '-e',
    'trace=fsync,fdatasync,rename,write,writev,sendmsg,sendto',
  ];
  const script = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'one-door.ts')];
  tracer = spawn('strace', [...trace, ...script], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (tracer.stdout === null) throw new Error('no output to read the port from');
  const [line] = await once(createInterface(tracer.stdout), 'line');
  port = Number(line);
});
afterEach(async () => {
  if (!hasStrace) return;
  if (tracer.exitCode === null) {
    tracer.stdin?.end();
    await once(tracer, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function send(pieces: readonly string[]): Promise<void> {
  const talk = await client(port);
  await talk.reply();
  for (const line of [
    'EHLO c',
    'MAIL FROM:<clerk@ashcombe-tc.example>',
    'RCPT TO:<tom.hale@ashcombe-tc.example>',
    'DATA',
  ])
    await talk.say(line);
  for (const piece of pieces) {
    talk.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await talk.reply()).toMatch(/^250 /);
  talk.hangUp();
}

describe.skipIf(!hasStrace)('the 250', () => {
  it('is written when message, envelope, folder and hour are flushed, in that order, for each letter', async () => {
    const letter = 'From: clerk@ashcombe-tc.example\r\n\r\nThe slipway opens on Monday.\r\n.\r\n';
    await send([letter]);
    await send([...letter]);
    tracer.stdin?.end();
    await once(tracer, 'close');
    const log = readFileSync(join(folder, 'log'), 'utf8').split('\n');
    let at = 0;
    for (const step of [...STEPS, ...STEPS]) {
      const found = log.findIndex((line, i) => i >= at && step.test(line));
      expect(found, `${step} after line ${at}`).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
  });
});

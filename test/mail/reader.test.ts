import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LetterId } from '../../rules/letter.ts';
import { openReader, type Reader, type ReaderOptions } from '../../src/mail/reading/reader.ts';
import { envelopeTo } from './envelope.ts';
import { crlf, letterFile } from './letter-file.ts';

const envelope = envelopeTo('b@x.example');
const readers: Reader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

function open(options: ReaderOptions = {}): Reader {
  const reader = openReader(options);
  readers.push(reader);
  return reader;
}

function letter(subject: string): string {
  return letterFile(crlf(`From: a@x.example\nSubject: ${subject}\n\nText of ${subject}\n`));
}

/** Takes many seconds to read: every line may be a boundary, of each of twenty multiparts in each other. */
function slowLetter(): string {
  const nested = Array.from({ length: 20 }, (_, n) => `Content-Type: multipart/mixed; boundary=B${n}x\n\n--B${n}x\n`);
  const head = Buffer.from(crlf(`From: a@x.example\nSubject: slow\n${nested.join('')}`));
  return letterFile(Buffer.concat([head, Buffer.alloc(80_000_000, '\r\n--')]));
}

function children(): readonly string[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'latin1').trim().split(' ');
}

async function gone(pid: string): Promise<void> {
  while (existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(status(pid)))
    await new Promise((soon) => setTimeout(soon, 20));
}

function status(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return 'State: Z';
  }
}

describe('the reader', () => {
  it('reads letters in other processes, each with its own envelope', async () => {
    const reader = open({ processes: 2 });
    const ids = Array.from({ length: 12 }, (_, n) => `letter-${n}` as LetterId);
    const letters = await Promise.all(ids.map((id) => reader.read(letter(id), { ...envelope, id })));
    expect(letters.map(({ id, subject }) => [id, subject])).toEqual(ids.map((id) => [id, id]));
    expect(letters[3]?.body).toMatchObject({ kind: 'read', texts: [{ text: 'Text of letter-3\n' }] });
  });

  it('lets a letter that takes too long hurt nobody else', async () => {
    const reader = open({ timeoutMs: 1_500 });
    await reader.read(letter('warm'), envelope);
    const paths = [letter('before'), slowLetter(), letter('after'), letter('last')];
    const letters = await Promise.all(paths.map((path) => reader.read(path, envelope)));
    expect(letters.map(({ subject, body }) => [subject, body.kind])).toEqual([
      ['before', 'read'],
      ['slow', 'unreadable'],
      ['after', 'read'],
      ['last', 'read'],
    ]);
    expect(letters[1]).toMatchObject({
      from: [{ address: 'a@x.example' }],
      body: { why: 'reading it took longer than 1.5 s' },
    });
  });

  it('lets a letter that takes too much memory hurt nobody else', async () => {
    const reader = open({ memoryMb: 400 });
    const huge = letter('huge');
    truncateSync(huge, 1_000_000_000);
    const [poisoned, after] = await Promise.all([reader.read(huge, envelope), reader.read(letter('after'), envelope)]);
    expect(poisoned).toMatchObject({
      subject: 'huge',
      body: { kind: 'unreadable', why: 'reading it took more than 400 MB' },
    });
    expect(after.body.kind).toBe('read');
  });

  it('takes no letter for unreadable because its process was ended from outside', async () => {
    const others = children();
    const reader = open();
    await reader.read(letter('first'), envelope);
    const [pid = ''] = children().filter((each) => !others.includes(each));
    process.kill(Number(pid), 'SIGTERM');
    expect((await reader.read(letter('second'), envelope)).body.kind).toBe('read');
    process.kill(Number(pid), 'SIGKILL');
    expect((await reader.read(letter('third'), envelope)).body.kind).toBe('read');
  });

  it('says so where the file is gone', async () => {
    await expect(open().read('/nowhere/message.eml', envelope)).rejects.toThrow('cannot be read from the spool');
  });

  it('closes when the letters in hand are read, and leaves no process behind', async () => {
    const others = children();
    const reader = openReader({ processes: 2 });
    const reading = Promise.all([reader.read(letter('one'), envelope), reader.read(letter('two'), envelope)]);
    await reader.close();
    expect((await reading).map(({ body }) => body.kind)).toEqual(['read', 'read']);
    expect(children().filter((each) => !others.includes(each))).toEqual([]);
  });

  it('has children that end when it is killed', async () => {
    const entry = new URL('../../src/mail/reading/reader.ts', import.meta.url).href;
    const script = `const { openReader } = await import(${JSON.stringify(entry)});
      const reader = openReader();
      await reader.read(${JSON.stringify(letter('x'))}, ${JSON.stringify(envelope)});
      const fs = await import('node:fs');
      console.log(fs.readFileSync('/proc/' + process.pid + '/task/' + process.pid + '/children', 'latin1').trim());
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pids] = await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await Promise.all(String(pids).trim().split(' ').map(gone));
  });
});

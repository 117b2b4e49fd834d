/**
 * Everything is killed while letters are in flight: the gateway, PostgreSQL, Redis. Every letter with a 250 must be
 * delivered or held; a further copy may exist only where the register says that nobody could know.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway, until } from '../gateway.ts';
import { smtpClient } from '../smtp-client.ts';

const CLERK = 'clerk@ashcombe-tc.example';
const GWEN = 'gwen.attwell@postbox.example';
const JANE = 'jane.marsh@ashcombe-tc.example';
const LETTERS = 500;
const SESSIONS = 10;

type Accepted = { readonly id: string; readonly mark: string; readonly copies: readonly string[] };

/** Every fifth is to be held in part: an outsider is blind on it. */
function letterNumber(n: number) {
  const mark = `mark-${n}-${process.pid}`;
  const from = n % 5 === 0 ? JANE : CLERK;
  const to = n % 5 === 0 ? [CLERK, GWEN] : [GWEN];
  const bytes =
    `From: ${from}\r\nTo: ${to[0]}\r\nSubject: ${mark}\r\nMessage-ID: <${mark}@ashcombe-tc.example>\r\n` +
    `Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n\r\nWhen is the hall free?\r\n`;
  return { mark, from, to, bytes };
}

/** Sends on one connection until told to stop or cut off; what got no 250 is nobody's promise. */
async function session(port: number, numbers: readonly number[], accepted: Accepted[]): Promise<void> {
  try {
    const client = await smtpClient(port);
    for (const n of numbers) {
      const letter = letterNumber(n);
      const { code, id } = await client.send(letter);
      if (code === 250 && id !== null) accepted.push({ id, mark: letter.mark, copies: letter.to });
    }
    client.close();
  } catch {
    // Cut off by the kill: the client would try again later.
  }
}

function sendMany(gateway: TestGateway, accepted: Accepted[]): Promise<unknown> {
  const numbers = Array.from({ length: LETTERS }, (_, n) => n);
  return Promise.all(
    Array.from({ length: SESSIONS }, (_, s) =>
      session(
        gateway.smtp,
        numbers.filter((n) => n % SESSIONS === s),
        accepted,
      ),
    ),
  );
}

/** Processes whose command line names the folder: this gateway's own, and nobody else's. */
function pidsOf(folder: string, program: RegExp): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const place = readFileSync(`/proc/${pid}/environ`, 'utf8') + words;
        return program.test(words.split('\0')[0] ?? '') && place.includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself, because its supervisor did.
    }
  }
}

/** What happened to each letter with a 250, once nothing is on its way any more. */
async function account(gateway: TestGateway, accepted: readonly Accepted[]) {
  const held = () =>
    gateway.command('held', '--json').then(({ out }) => JSON.parse(out) as { id: string; copies: { to: string }[] }[]);
  const found = new Map<string, number>();
  const missing: string[] = [];
  const extra: string[] = [];
  for (const { letter, to } of await gateway.outbox()) {
    for (const address of to) found.set(`${letter} ${address}`, (found.get(`${letter} ${address}`) ?? 0) + 1);
  }
  for (const { id, copies } of await held()) {
    for (const { to } of copies) found.set(`${id} ${to}`, (found.get(`${id} ${to}`) ?? 0) + 1);
  }
  for (const { id, copies } of accepted) {
    for (const copy of copies) {
      const count = found.get(`${id} ${copy}`) ?? 0;
      if (count === 0) missing.push(`${id} ${copy}`);
      if (count > 1) extra.push(id);
    }
  }
  return { missing, extra };
}

describe('with everything killed while letters are in flight', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ protocol: 'wonderland' });
  }, 120_000);
  afterAll(() => gateway.end(), 60_000);

  it('loses no letter with a 250, and sends a further copy only where nobody could know', async () => {
    const accepted: Accepted[] = [];
    const sending = sendMany(gateway, accepted);
    await until(30_000, async () => accepted.length > LETTERS / 3);
    const stores = pidsOf(gateway.folder, /postgres|redis|valkey/);
    expect(stores.length).toBeGreaterThan(1);
    await gateway.kill();
    killAll(stores);
    await sending;
    for (const name of readdirSync(gateway.data)) {
      if (name.startsWith('redis')) rmSync(join(gateway.data, name), { recursive: true, force: true });
    }
    expect(accepted.length).toBeGreaterThan(LETTERS / 3);

    await gateway.start();
    await until(60_000, async () => (await account(gateway, accepted)).missing.length === 0);
    const { extra } = await account(gateway, accepted);
    for (const id of extra) {
      const shown = JSON.parse((await gateway.command('show', id, '--json')).out);
      expect(shown.copies.some((copy: { uncertain: number }) => copy.uncertain > 0)).toBe(true);
    }
    const check = await gateway.command('fsck', '--json');
    expect([check.code, check.out, check.err]).toEqual([0, expect.anything(), '']);
  }, 180_000);

  it('answers 250 with Redis and PostgreSQL stopped, and delivers when they are back', async () => {
    const stores = pidsOf(gateway.folder, /postgres|redis|valkey/);
    expect(stores.length).toBeGreaterThan(1);
    for (const pid of stores) process.kill(pid, 'SIGSTOP');
    const letter = letterNumber(100_001);
    const client = await smtpClient(gateway.smtp);
    const { code, id } = await client.send(letter);
    client.close();
    const tooEarly = (await gateway.outbox()).some((each) => each.letter === id);
    for (const pid of stores) {
      try {
        process.kill(pid, 'SIGCONT');
      } catch {
        // The supervisor has replaced it.
      }
    }
    expect([code, tooEarly]).toEqual([250, false]);
    await until(90_000, async () => (await gateway.outbox()).some((each) => each.letter === id));
  }, 120_000);

  it('makes exactly one notice, however often the machine dies', async () => {
    const letter = { from: JANE, to: [CLERK, GWEN], bytes: letterNumber(100_005).bytes };
    const client = await smtpClient(gateway.smtp);
    const { id } = await client.send(letter);
    client.close();
    await gateway.kill();
    await gateway.start();
    const notices = async () => {
      const all = (await gateway.outbox()).filter(
        (each) => each.to.includes(JANE) && each.bytes.includes(`letter=${id}`),
      );
      return new Set(all.map((each) => each.letter));
    };
    await until(60_000, async () => (await notices()).size > 0);
    expect((await notices()).size).toBe(1);
  }, 120_000);
});

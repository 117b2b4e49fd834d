/** Everything is killed while letters are in flight: the gateway, PostgreSQL, Redis; nothing with a 250 is lost. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway, until } from '../gateway.ts';
import { smtpClient } from '../smtp-client.ts';
import {
  type Accepted,
  account,
  CLERK,
  GWEN,
  JANE,
  killAll,
  letterNumber,
  sendMany,
  storesOf,
  unexplained,
} from './in-flight.ts';

const LETTERS = 500;

describe('with everything killed while letters are in flight', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ protocol: 'wonderland' });
  }, 120_000);
  afterAll(() => gateway.end(), 60_000);

  it('loses no letter with a 250, and sends a further copy only where nobody could know', async () => {
    const accepted: Accepted[] = [];
    const sending = sendMany(gateway, accepted, LETTERS);
    await until(30_000, async () => accepted.length > LETTERS / 3);
    const stores = storesOf(gateway);
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
    expect(await unexplained(gateway, accepted)).toEqual([]);
    const check = await gateway.command('fsck', '--json');
    expect([check.code, check.out, check.err]).toEqual([0, expect.anything(), '']);
    expect(gateway.log()).not.toContain('put back from before');
  }, 180_000);

  it('answers 250 with Redis and PostgreSQL stopped, and delivers when they are back', async () => {
    const stores = storesOf(gateway);
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

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openConsumer } from '../../../queue/jobs/consumer.ts';
import { openProducer } from '../../../queue/jobs/producer.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayRedis } from '../../throw-away-stores.ts';

/** However busy the machine is. */
const soon = (expectation: () => void | Promise<void>) => vi.waitFor(expectation, { timeout: 25_000, interval: 20 });

let redis: ThrowAwayStore;
let open: { close(): Promise<void> }[];

beforeEach(async () => {
  redis = await throwAwayRedis();
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  await redis.end();
});

function closing<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

const letters = (count: number): LetterId[] => Array.from({ length: count }, () => newLetterId(Date.now()));
const toJudge = (letter: LetterId) => ({ job: { kind: 'judge' as const, letter } });

function collecting(done: LetterId[] = []) {
  return {
    done,
    handlers: {
      judge: async (letter: LetterId) => void done.push(letter),
      deliver: async () => undefined,
      concurrency: 5,
    },
  };
}

test('a job reaches its handler, and leaves nothing in Redis', async () => {
  const producer = closing(openProducer(redis.url));
  const { done, handlers } = collecting();
  const delivered: string[] = [];
  const deliver = async (letter: LetterId, group: number) => void delivered.push(`${letter} ${group}`);
  closing(
    openConsumer(redis.url, {
      ...handlers,
      deliver: async (l, g) => {
        await deliver(l, g);
        return undefined;
      },
    }),
  );
  const [one] = letters(1) as [LetterId];
  await soon(async () =>
    expect(await producer.addNow([toJudge(one), { job: { kind: 'deliver', letter: one, group: 3 } }])).toBe(true),
  );
  await soon(() => expect([done, delivered]).toEqual([[one], [`${one} 3`]]));
  // Its name is free again at once.
  await soon(async () => {
    await producer.addNow([toJudge(one)]);
    expect(done.length).toBeGreaterThan(1);
  });
});

test('adding never throws nor waits while Redis is down, and goes on when it is back, empty', async () => {
  await redis.kill();
  const producer = closing(openProducer(redis.url));
  const { done, handlers } = collecting();
  closing(openConsumer(redis.url, handlers));
  for (const one of letters(50)) producer.add([toJudge(one)]);
  await soon(() => expect(producer.dropped()).toBe(50));
  expect(await producer.generation()).toBeNull();
  await redis.start();
  const [late] = letters(1) as [LetterId];
  await soon(async () => expect(await producer.addNow([toJudge(late)])).toBe(true));
  await soon(() => expect(done).toEqual([late]));
});

test('a Redis that was killed and came back empty says so, and takes jobs again', async () => {
  const producer = closing(openProducer(redis.url));
  const { done, handlers } = collecting();
  closing(openConsumer(redis.url, handlers));
  await soon(async () => expect(await producer.generation()).not.toBeNull());
  const before = await producer.generation();
  expect(await producer.generation()).toBe(before);
  await redis.kill();
  await redis.start();
  await soon(async () => expect(await producer.generation()).not.toBeNull());
  expect(await producer.generation()).not.toBe(before);
  const all = letters(100);
  await soon(async () => expect(await producer.addNow(all.map(toJudge))).toBe(true));
  await soon(() => expect(new Set(done)).toEqual(new Set(all)));
});

test('a frozen Redis makes nobody wait, and memory does not grow with it', async () => {
  const producer = closing(openProducer(redis.url));
  await soon(async () => expect(await producer.addNow([])).toBe(true));
  redis.freeze();
  const many = letters(1_000).map(toJudge);
  const started = performance.now();
  for (let i = 0; i < 30; i++) producer.add(many);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(producer.dropped()).toBeGreaterThanOrEqual(10_000);
  redis.thaw();
});

test('what a handler puts off, or fails at, comes again', async () => {
  const producer = closing(openProducer(redis.url));
  const seen: string[] = [];
  closing(
    openConsumer(redis.url, {
      concurrency: 2,
      judge: async () => {
        seen.push('judged');
        if (seen.filter((one) => one === 'judged').length === 1) throw new Error('the register is away');
      },
      deliver: async () => {
        seen.push('tried');
        return seen.filter((one) => one === 'tried').length === 1 ? { laterMs: 100 } : undefined;
      },
      failed: (error) => seen.push(String(error)),
    }),
  );
  const [one] = letters(1) as [LetterId];
  await soon(async () =>
    expect(await producer.addNow([toJudge(one), { job: { kind: 'deliver', letter: one, group: 1 } }])).toBe(true),
  );
  await soon(() => expect(seen.sort()).toEqual(['Error: the register is away', 'judged', 'judged', 'tried', 'tried']));
});

test('a job whose process is killed ten times is still done on the eleventh', async () => {
  const producer = closing(openProducer(redis.url));
  const [one] = letters(1) as [LetterId];
  await soon(async () => expect(await producer.addNow([toJudge(one)])).toBe(true));
  for (let deaths = 0; deaths < 10; deaths++) {
    const victim = fork(new URL('./victim.ts', import.meta.url), [redis.url], { execArgv: ['--import', 'tsx'] });
    await once(victim, 'message');
    victim.kill('SIGKILL');
    await once(victim, 'exit');
  }
  const { done, handlers } = collecting();
  closing(openConsumer(redis.url, handlers, 250));
  await soon(() => expect(done).toEqual([one]));
}, 120_000);

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fsck } from '../../../queue/fsck.ts';
import { type Consumer, openConsumer } from '../../../queue/jobs/consumer.ts';
import type { DueEffect } from '../../../queue/register/records.ts';
import { sweepOnce } from '../../../queue/sweep/pass.ts';
import { openSweep } from '../../../queue/sweep/sweep.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { attempted, claimed, copy, decision, delivered, heldCopy, statesOf } from '../register/letters.ts';
import { type AGateway, aGateway, everything, SHA256, spooled } from './a-gateway.ts';

/** However busy the machine is. */
const soon = (expectation: () => void | Promise<void>) => vi.waitFor(expectation, { timeout: 25_000, interval: 20 });

let gateway: AGateway;
const jobs = new Set<string>();
let consumer: Consumer;

beforeAll(async () => {
  gateway = await aGateway();
  consumer = openConsumer(gateway.redis.url, {
    judge: async (letter) => void jobs.add(`judge ${letter}`),
    deliver: async (letter, group) => {
      jobs.add(`deliver ${letter} ${group}`);
      return undefined;
    },
    concurrency: 10,
  });
});
afterAll(async () => {
  await consumer.close();
  await gateway.end();
});
beforeEach(() => {
  gateway.said.length = 0;
  gateway.called.length = 0;
});

const HOUR = 3_600_000;

test('a letter that nobody judged is judged; one that is decided is not', async () => {
  const [left, decided] = [await spooled(gateway), await spooled(gateway)];
  await gateway.register.recordDecision(decision({ id: decided, sha256: SHA256, copies: [heldCopy(0)] }));
  await sweepOnce(gateway.sweeping, everything());
  await soon(() => expect(jobs).toContain(`judge ${left}`));
  expect(jobs).not.toContain(`judge ${decided}`);
});

test('between the looks at everything, only what lies for half a minute is added, and once', async () => {
  const now = Date.now();
  const [old, lying, fresh] = [
    await spooled(gateway, now - 90_000),
    await spooled(gateway, now - 40_000),
    await spooled(gateway, now),
  ];
  await sweepOnce(gateway.sweeping, everything({ everything: false, now, from: now - 60_000, until: now - 30_000 }));
  await soon(() => expect(jobs).toContain(`judge ${lying}`));
  expect(jobs).not.toContain(`judge ${fresh}`);
  expect(jobs).not.toContain(`judge ${old}`);
});

test('a group that is due is called for; one that is not, or has ended, or is being attempted, is not', async () => {
  const { register } = gateway;
  const ids = await Promise.all([spooled(gateway), spooled(gateway), spooled(gateway), spooled(gateway)]);
  for (const id of ids) await register.recordDecision(decision({ id, sha256: SHA256 }));
  const [due, later, ended, busy] = ids as [LetterId, LetterId, LetterId, LetterId];
  await attempted(register, later, [{ n: 0, kind: 'deferred', reply: '451 later', nextAt: Date.now() + HOUR }]);
  await attempted(register, ended, [delivered(0)]);
  await register.heartbeat('alive', 'worker', Date.now());
  await claimed(register, busy, 1, 'alive');
  await sweepOnce(gateway.sweeping, everything());
  await soon(() => expect(jobs).toContain(`deliver ${due} 1`));
  for (const other of [later, ended, busy]) expect(jobs).not.toContain(`deliver ${other} 1`);
});

test('the claims of a worker that is gone are given up: uncertain where the dot was allowed, else as if never made', async () => {
  const { register } = gateway;
  const ids = await Promise.all([spooled(gateway), spooled(gateway), spooled(gateway)]);
  for (const id of ids) await register.recordDecision(decision({ id, sha256: SHA256 }));
  const [before, after, alive] = ids as [LetterId, LetterId, LetterId];
  await claimed(register, before, 1, 'dead');
  await claimed(register, after, 1, 'dead');
  await register.dotMayGo(after, 1, 1, 'dead');
  await claimed(register, alive, 1, 'alive');
  await register.heartbeat('dead', 'worker', Date.now() - 31_000);
  await register.heartbeat('alive', 'worker', Date.now());
  await sweepOnce(gateway.sweeping, everything());
  expect((await statesOf(register, before)).copies).toEqual(['ready']);
  expect((await statesOf(register, after)).copies).toEqual(['uncertain']);
  await soon(() => expect(jobs).toContain(`deliver ${before} 1`));
  await soon(() => expect(jobs).toContain(`deliver ${after} 1`));
  expect(await register.dotMayGo(alive, 1, 1, 'alive')).toBe(true);
  // The only supervisor began after that claim: nobody can be at it.
  await sweepOnce(gateway.sweeping, everything({ openedBefore: Date.now() + 1 }));
  expect((await statesOf(register, alive)).copies).toEqual(['uncertain']);
});

test('a letter whose bytes are gone is stopped and told, never settled; it goes on when they are back', async () => {
  const { register, spool, said } = gateway;
  const id = await spooled(gateway);
  await register.recordDecision(decision({ id, sha256: SHA256, copies: [copy(0), heldCopy(1)] }));
  const told: LetterId[] = [];
  const sweeping = { ...gateway.sweeping, bytesMissing: async (letter: LetterId) => void told.push(letter) };
  const hidden = { ...spool, entries: async () => [], envelope: async () => null };
  for (let twice = 0; twice < 2; twice++) await sweepOnce({ ...sweeping, spool: hidden }, everything());
  expect(told.filter((one) => one === id)).toEqual([id]);
  expect(said).toContain('the spool has no bytes for a letter that is not settled');
  expect(await statesOf(register, id)).toEqual({ letter: 'bytes-missing', copies: ['ready', 'held'] });
  expect(await register.claimAttempt(id, 1, 'alive', Date.now())).toBeNull();
  const release = { letter: id, copies: [1], kind: 'release', actor: 'jane', reason: 'x', effects: [] } as const;
  expect(await register.act(release, Date.now())).toMatchObject({ why: 'its bytes are missing from the spool' });
  await sweepOnce(sweeping, everything());
  expect((await statesOf(register, id)).letter).toBe('active');
  expect(await register.claimAttempt(id, 1, 'alive', Date.now())).not.toBeNull();
});

test('bytes go after their retention: soon where all was delivered, later where anything was held, never before the end', async () => {
  const { register, spool } = gateway;
  const ids = await Promise.all([spooled(gateway), spooled(gateway), spooled(gateway)]);
  const [plain, ended, held] = ids as [LetterId, LetterId, LetterId];
  await register.recordDecision(decision({ id: plain, sha256: SHA256 }));
  await register.recordDecision(decision({ id: ended, sha256: SHA256, copies: [copy(0, { state: 'returned' })] }));
  await register.recordDecision(decision({ id: held, sha256: SHA256, copies: [copy(0), heldCopy(1)] }));
  await attempted(register, plain, [delivered(0)]);
  await attempted(register, held, [delivered(0)]);
  const sweeping = { ...gateway.sweeping, retention: { delivered: 0, ended: HOUR } };
  const there = () => Promise.all(ids.map(async (id) => (await spool.envelope(id)) !== null));
  await sweepOnce(sweeping, everything());
  expect(await there()).toEqual([false, true, true]);
  expect((await statesOf(register, plain)).letter).toBe('purged');
  await sweepOnce(sweeping, everything({ now: Date.now() + HOUR + 1_000, clockJumped: true }));
  expect(await there()).toEqual([false, false, true]);
});

test('bytes that came back after their letter was purged are removed', async () => {
  const { register, spool } = gateway;
  const id = await spooled(gateway);
  await register.recordDecision(decision({ id, sha256: SHA256 }));
  await attempted(register, id, [delivered(0)]);
  await register.purged([id]);
  await sweepOnce(gateway.sweeping, everything());
  expect(await spool.envelope(id)).toBeNull();
  expect((await statesOf(register, id)).letter).toBe('purged');
});

test('an hour is closed when all in it is judged, and a late entry is judged all the same', async () => {
  const { register, spool } = gateway;
  const long = Date.now() - 5 * HOUR;
  const id = await spooled(gateway, long);
  const hour = new Date(long).toISOString().slice(0, 13).replace(/[-T]/g, '');
  await sweepOnce(gateway.sweeping, everything());
  expect(await spool.isClosed(hour)).toBe(false);
  await register.recordDecision(decision({ id, sha256: SHA256, copies: [heldCopy(0)] }));
  await sweepOnce(gateway.sweeping, everything());
  expect(await spool.isClosed(hour)).toBe(true);
  const late = await spooled(gateway, long);
  await sweepOnce(gateway.sweeping, everything());
  await soon(() => expect(jobs).toContain(`judge ${late}`));
});

test('an effect that cannot be made does not keep the others from being made', async () => {
  const { register, called, said } = gateway;
  const effects = ['a', 'b', 'c'].map((key) => ({ key, kind: 'notice', payload: { key } }) as const);
  const id = await spooled(gateway);
  await register.recordDecision(decision({ id, sha256: SHA256, effects }));
  const sweeping = {
    ...gateway.sweeping,
    effects: async (due: readonly DueEffect[]) => {
      if (due.some((one) => one.key === 'b')) throw new Error('no paper');
      called.push(...due);
    },
  };
  await sweepOnce(sweeping, everything());
  expect(called.filter((one) => one.letter === id).map((one) => one.key)).toEqual(['a', 'c']);
  expect(said).toContain('a notice or report could not be made; it is tried again');
});

test('fsck finds what was broken, and nothing else', async () => {
  const { register, spool } = gateway;
  const before = new Set((await fsck(spool, register)).map((one) => `${one.kind} ${one.letter}`));
  const [unjudged, gone] = [await spooled(gateway), await spooled(gateway)];
  await register.recordDecision(decision({ id: gone, sha256: SHA256, copies: [heldCopy(0)] }));
  await spool.remove(gone);
  const swapped = await spooled(gateway);
  await register.recordDecision(decision({ id: swapped, sha256: 'ee'.repeat(32), copies: [heldCopy(0)] }));
  const found = (await fsck(spool, register)).map((one) => `${one.kind} ${one.letter}`);
  expect(found.filter((one) => !before.has(one)).sort()).toEqual(
    [`another-letter ${swapped}`, `bytes-missing ${gone}`, `unjudged ${unjudged}`].sort(),
  );
});

test('fsck counts what is wrong with protected letters and names none', async () => {
  const { register, spool } = gateway;
  const [sound, gone] = [await spooled(gateway, Date.now(), true), await spooled(gateway, Date.now(), true)];
  const unjudged = await spooled(gateway, Date.now(), true);
  for (const id of [sound, gone]) await register.recordDecision(decision({ id, protected: true }));
  await spool.remove(gone);
  const found = await fsck(spool, register);
  const about = found.filter((one) => one.letter === 'protected letters').map((one) => one.says);
  expect(about.sort()).toEqual(['bytes-missing: 1 of them', 'unjudged: 1 of them']);
  for (const id of [sound, gone, unjudged]) expect(JSON.stringify(found)).not.toContain(id);
});

test('after the clock was set back the sweep is not blind to what comes', async () => {
  const sweep = openSweep({ ...gateway.sweeping, instance: 'back', everyMs: 100 });
  try {
    const first = await spooled(gateway);
    await soon(() => expect(jobs).toContain(`judge ${first}`));
    vi.setSystemTime(Date.now() - 2 * HOUR);
    const later = await spooled(gateway);
    await soon(() => expect(jobs).toContain(`judge ${later}`));
  } finally {
    vi.useRealTimers();
    await sweep.close();
  }
}, 60_000);

test('a Redis that comes back empty is filled again, and PostgreSQL may die meanwhile', async () => {
  const left = await spooled(gateway);
  const sweep = openSweep({ ...gateway.sweeping, instance: 'sweeper', everyMs: 200 });
  await soon(() => expect(jobs).toContain(`judge ${left}`));
  expect(await gateway.register.aliveWorkers(Date.now())).toContain('sweeper');
  jobs.clear();
  await gateway.redis.kill();
  await gateway.postgres.kill();
  await Promise.all([gateway.redis.start(), gateway.postgres.start()]);
  await soon(() => expect(jobs).toContain(`judge ${left}`));
  await sweep.close();
}, 120_000);

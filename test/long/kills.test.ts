/**
 * Random kills under a steady stream of letters: the gateway, one of its processes, PostgreSQL or Redis (emptied), at
 * random moments from a seed that is printed. `KILLS` and `SEED` in the environment make it longer, or the same again.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestGateway, testGateway, until } from '../gateway.ts';
import { type Accepted, account, killAll, rolesOf, sendMany, storesOf, unexplained } from '../restart/in-flight.ts';

const KILLS = Number(process.env.KILLS ?? 30);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Letters that are sent around each kill. */
const LETTERS = 60;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ protocol: 'wonderland' });
}, 120_000);
afterAll(() => gateway.end(), 60_000);

const VICTIMS = ['gateway', 'role', 'postgres and redis', 'everything'] as const;

it('loses nothing that got a 250', async () => {
  console.log(`seed ${SEED}, ${KILLS} kills`);
  const random = mulberry(SEED);
  const accepted: Accepted[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'gateway';
    const before = accepted.length;
    const sending = sendMany(gateway, accepted, LETTERS);
    const moment = Math.floor(random() * LETTERS * 0.8);
    await until(30_000, async () => accepted.length - before >= moment).catch(() => {});
    await strike(victim, random);
    await sending;
    if (victim === 'gateway' || victim === 'everything') await gateway.start();
    else await until(60_000, isTaking);
  }
  expect(accepted.length).toBeGreaterThan((KILLS * LETTERS) / 4);
  await until(180_000, async () => (await account(gateway, accepted)).missing.length === 0);
  expect(await unexplained(gateway, accepted)).toEqual([]);
  console.log(
    `${accepted.length} letters with a 250, ${(await account(gateway, accepted)).extra.length} further copies, all recorded as uncertain`,
  );
  const check = await gateway.command('fsck', '--json');
  expect([check.code, check.out.trim()]).toEqual([0, '[]']);
  // No crash makes the register seem older than it is: letters would wait for a person.
  expect(gateway.log()).not.toContain('put back from before');
  expect((await gateway.command('recover')).code).toBe(0);
}, 900_000);

async function strike(victim: (typeof VICTIMS)[number], random: () => number): Promise<void> {
  const stores = storesOf(gateway);
  const roles = rolesOf(gateway);
  if (victim === 'role') return killAll([roles[Math.floor(random() * roles.length)] ?? 0].filter((pid) => pid > 0));
  if (victim === 'postgres and redis') return killAll(stores);
  await gateway.kill();
  if (victim === 'everything') {
    killAll(stores);
    emptyRedis();
  }
}

function emptyRedis(): void {
  const folder = join(gateway.data, 'redis');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Whether SMTP answers again after one of its processes died. */
async function isTaking(): Promise<boolean> {
  const accepted: Accepted[] = [];
  await sendMany(gateway, accepted, 1);
  return accepted.length === 1;
}

/** A small seeded generator (mulberry32), so that a failing run can be run again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

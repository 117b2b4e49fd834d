/** The register lent to commands while no gateway runs: brought up once, ended by the last, never under anybody's feet. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegister } from '../../queue/register/register.ts';
import { lendRegister } from '../../src/stores/lend.ts';
import { loanOn } from '../../src/stores/loan.ts';
import { StoreMissing } from '../../src/stores/missing.ts';
import { leftPostgres } from '../../src/stores/postgres.ts';
import { leftRedis } from '../../src/stores/redis.ts';
import { stopLeftStores } from '../../src/stores/stores.ts';
import { inTurn } from '../../src/stores/turn.ts';
import { storeUrls } from '../../src/stores/urls.ts';
import { runningInstance } from '../../src/supervisor/lock.ts';
import { ROOT } from '../source-tree.ts';
import * as running from '../supervisor/running.ts';

let home: running.Home;
let borrowers: ChildProcess[] = [];
beforeEach(() => {
  home = running.makeHome();
});
afterEach(async () => {
  for (const child of borrowers) child.kill('SIGKILL');
  borrowers = [];
  await running.leaveHome(home);
}, 60_000);

const settings = () => ({ data: home.data, database: null, redis: null });
const postgres = () => leftPostgres(home.data).running();

async function lent(make = true): Promise<() => Promise<void>> {
  const got = await lendRegister(settings(), { make });
  if (got.kind !== 'lent') throw new Error(got.kind);
  return got.giveBack;
}

async function answers(): Promise<boolean> {
  const register = openRegister(storeUrls(settings()).database);
  try {
    return Array.isArray(await register.held());
  } finally {
    await register.close();
  }
}

/** Whose stores both answer. */
async function gatewayUp(): Promise<running.Started> {
  mkdirSync(join(home.data, 'spool'), { recursive: true });
  const gateway = running.startGateway(home, ['smtp', 'desk']);
  await running.ready(gateway);
  await running.until(async () => (await running.health(home)).code === 200);
  return gateway;
}

type Borrower = { readonly child: ChildProcess; readonly gone: Promise<[number | null, NodeJS.Signals | null]> };

/** A command of its own process that has the register in hand. */
async function borrower(): Promise<Borrower> {
  const child = spawn(process.execPath, [join(ROOT, 'test', 'stores', 'stub-borrower.js'), home.config], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  borrowers.push(child);
  const gone = new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once('exit', (code, signal) => done([code, signal])),
  );
  await new Promise((done) => child.stdout?.once('data', done));
  return { child, gone };
}

describe('the register, with no gateway', { timeout: 120_000 }, () => {
  it('is brought up for a command and ended after it, without Redis', async () => {
    const giveBack = await lent();
    expect(await answers()).toBe(true);
    await giveBack();
    await giveBack();
    expect([postgres(), leftRedis(home.data).running()]).toEqual([null, null]);
    expect(existsSync(join(home.data, 'redis'))).toBe(false);
  });

  it('is not made for who only reads', async () => {
    expect(await lendRegister(settings(), { make: false })).toEqual({ kind: 'never begun' });
    expect(existsSync(home.data)).toBe(false);
  });

  it('is ended by the last of several commands, in whatever order they come and go', async () => {
    const [first, second] = await Promise.all([lent(), borrower()]);
    const mark = postgres();
    const third = await lent();
    await first();
    second.child.stdin?.end();
    expect(await second.gone).toEqual([0, null]);
    expect(postgres()).toEqual(mark);
    expect(await answers()).toBe(true);
    await third();
    expect(postgres()).toBeNull();
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is ended when the command is interrupted by %s', async (name) => {
    const { child, gone } = await borrower();
    child.kill(name);
    expect(await gone).toEqual([null, name]);
    expect(postgres()).toBeNull();
  });

  it('that a command killed with -9 has left is lent on, and ended by the next command or by `stop`', async () => {
    for (const end of [async () => (await lent())(), () => stopLeftStores(home.data)]) {
      const { child, gone } = await borrower();
      child.kill('SIGKILL');
      await gone;
      expect(postgres()).not.toBeNull();
      await end();
      expect(postgres()).toBeNull();
    }
  });

  it('is left to the command that is using it by `stop`', async () => {
    const giveBack = await lent();
    expect(await stopLeftStores(home.data)).toEqual([]);
    expect(await answers()).toBe(true);
    await giveBack();
  });

  it('that a gateway which crashed has left is used and left running', async () => {
    const gateway = await gatewayUp();
    gateway.child.kill('SIGKILL');
    await gateway.gone;
    const mark = postgres();
    const giveBack = await lent();
    expect(await answers()).toBe(true);
    await giveBack();
    expect(postgres()).toEqual(mark);
  });

  it('is taken over by a gateway that starts meanwhile, and outlives the command', async () => {
    const { child, gone } = await borrower();
    const mark = postgres();
    await gatewayUp();
    child.stdin?.end();
    expect(await gone).toEqual([0, null]);
    expect(loanOn(home.data)).toBeNull();
    expect(postgres()).toEqual(mark);
    expect((await running.health(home)).code).toBe(200);
  });

  it('is there for a gateway that starts while it is being brought up, used or ended', async () => {
    // Each gateway meets the commands at another moment of their short lives.
    for (let round = 0; round < 3; round++) {
      const commands = Array.from({ length: 4 }, async () => (await lent())());
      const [gateway] = await Promise.all([gatewayUp(), ...commands]);
      expect(loanOn(home.data)).toBeNull();
      gateway.child.kill('SIGTERM');
      expect(await gateway.code).toBe(0);
      expect(running.processesOf(home)).toEqual([]);
    }
  });

  it('that a gateway brings up is nobody else’s, however it fares', async () => {
    const gateway = running.startGateway(home, ['smtp']);
    await running.until(() => runningInstance(home.data) !== null);
    const giveBack = await lent(false);
    await giveBack();
    await running.ready(gateway);
    expect(loanOn(home.data)).toBeNull();
  });

  it('says in one sentence why it cannot be brought up', async () => {
    await (await lent())();
    rmSync(join(home.data, 'postgres', 'global', 'pg_control'));
    const failed = await lendRegister(settings(), { make: false }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(StoreMissing);
    expect((failed as Error).message).toMatch(/^the register cannot be brought up: it ended at once: .*pg_control.*$/);
    expect([postgres(), loanOn(home.data)]).toEqual([null, null]);
  });
});

describe('a turn', () => {
  it('is one process’s at a time, and falls with it', async () => {
    const order: string[] = [];
    let begin = () => {};
    const begun = new Promise<void>((done) => {
      begin = done;
    });
    const first = inTurn(home.data, async () => {
      begin();
      await new Promise((done) => setImmediate(done));
      order.push('first');
      throw new Error('it fails');
    }).catch((error: Error) => order.push(error.message));
    await begun;
    await inTurn(home.data, async () => order.push('second'));
    await first;
    expect(order).toEqual(['first', 'it fails', 'second']);
  });
});

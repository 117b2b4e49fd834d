/** The gateway's life with real stores, and roles that only answer lines. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askSupervisor } from '../../src/supervisor/control.ts';
import * as running from './running.ts';

let home: running.Home;
beforeEach(() => {
  home = running.makeHome();
  mkdirSync(join(home.data, 'spool'), { recursive: true });
});
afterEach(() => running.leaveHome(home), 60_000);

async function started(roles: readonly string[], env: Record<string, string> = {}): Promise<running.Started> {
  const gateway = running.startGateway(home, roles, env);
  await running.ready(gateway);
  return gateway;
}

const storesAnswer = () => running.until(async () => (await running.health(home)).code === 200);

describe('a gateway', { timeout: 120_000 }, () => {
  it('says where it listens, is healthy, and ends on TERM without leaving a process', async () => {
    const gateway = await started(['smtp', 'worker', 'desk']);
    expect(gateway.said()).toContain(`127.0.0.1:${running.port(home, 'smtp')}`);
    expect(gateway.said()).toContain('npx --no-install postroom demo');
    await storesAnswer();
    gateway.child.kill('SIGTERM');
    expect(await gateway.code).toBe(0);
    expect(running.processesOf(home)).toEqual([]);
  });

  it('refuses a second one on the same data folder, in one sentence', async () => {
    await started(['smtp']);
    const second = running.startGateway(home, ['smtp']);
    expect(await second.code).toBe(1);
    expect(second.complained()).toMatch(/^a gateway already runs on .* \(process \d+\): `postroom stop` ends it\n$/);
    expect(await running.say(home, 'who')).toMatch(/^smtp-/);
  });

  it('refuses to start where another program has the port', async () => {
    await started(['smtp']);
    const taken = running.port(home, 'smtp');
    const other = running.makeHome();
    try {
      writeFileSync(
        other.config,
        readFileSync(other.config, 'utf8').replace('127.0.0.1:0"], sub', `127.0.0.1:${taken}"], sub`),
      );
      const second = running.startGateway(other, ['smtp']);
      expect(await second.code).toBe(1);
      expect(second.complained()).toContain(`127.0.0.1:${taken} is in use by another program`);
    } finally {
      await running.leaveHome(other);
    }
  });

  it('killed with -9, takes its roles with it and finds its stores again', async () => {
    const first = await started(['smtp', 'worker', 'desk']);
    await storesAnswer();
    const [stores, children] = [running.storeMarks(home), running.instance(home).children];
    first.child.kill('SIGKILL');
    await first.code;
    for (const child of children) expect(await running.ended(child, 10_000)).toBe(true);
    await started(['smtp', 'worker', 'desk']);
    await storesAnswer();
    expect(running.storeMarks(home)).toEqual(stores);
  });

  it('ends role processes that did not notice the death of their supervisor', async () => {
    const first = await started(['smtp', 'worker']);
    const children = running.instance(home).children;
    for (const child of children) process.kill(child.pid, 'SIGSTOP');
    first.child.kill('SIGKILL');
    await first.gone;
    expect(children.every(running.isRunning)).toBe(true);
    await started(['smtp', 'worker']);
    expect(children.some(running.isRunning)).toBe(false);
  });

  it('starts PostgreSQL and Redis again when they are killed', async () => {
    await started(['smtp', 'desk']);
    await storesAnswer();
    const before = running.storeMarks(home);
    await Promise.all([running.kill(before.postgres), running.kill(before.redis)]);
    expect(await running.say(home, 'who')).toMatch(/^smtp-/);
    await storesAnswer();
    const after = running.storeMarks(home);
    expect(after.postgres).not.toEqual(before.postgres);
    expect(after.redis).not.toEqual(before.redis);
  });

  it('replaces stores that were killed together with it', async () => {
    const first = await started(['smtp', 'desk']);
    await storesAnswer();
    const before = running.storeMarks(home);
    first.child.kill('SIGKILL');
    await Promise.all([first.code, running.kill(before.postgres), running.kill(before.redis)]);
    await started(['smtp', 'desk']);
    await storesAnswer();
    expect(running.storeMarks(home).postgres).not.toEqual(before.postgres);
  });

  it('starts a role again that dies', async () => {
    await started(['smtp']);
    const seen = new Set<string>();
    await running.until(async () => seen.add(await running.say(home, 'who')).size === 2);
    await running.say(home, 'die').catch(() => {});
    await running.until(async () => {
      const who = await running.say(home, 'who').catch(() => '');
      return who !== '' && !seen.has(who);
    });
  });

  it('counts wrong passwords for all its processes together', async () => {
    await started(['smtp']);
    for (let n = 1; n < 10; n++) expect(JSON.parse(await running.say(home, 'guess')).allowed).toBe(true);
    expect(JSON.parse(await running.say(home, 'guess')).allowed).toBe(false);
  });
});

describe('a stop', { timeout: 120_000 }, () => {
  it('lets a transaction under way end', async () => {
    const gateway = await started(['smtp']);
    const socket = connect(running.port(home, 'smtp'), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write('who\n');
    await new Promise((resolve) => socket.once('data', resolve));
    expect(await askSupervisor(home.data, { do: 'stop' })).toEqual({ kind: 'stopping' });
    await running.until(() => readFileSync(join(home.data, 'postroom.log'), 'utf8').includes('gateway stops'));
    socket.write('policy\nbye\n');
    const answer = await new Promise((resolve) => socket.once('data', resolve));
    expect(String(answer)).toMatch(/^(1|null)\n/);
    await closed;
    expect(await gateway.code).toBe(0);
  });

  it('does not wait for ever for a role that does not hear', async () => {
    const gateway = await started(['smtp', 'deaf'], { STOP_WITHIN_MS: '500' });
    gateway.child.kill('SIGTERM');
    expect(await gateway.code).toBe(0);
    expect(running.processesOf(home)).toEqual([]);
  });
});

describe('a reload', { timeout: 120_000 }, () => {
  const versionEverywhere = (version: string) =>
    running.until(async () => (await running.say(home, 'policy')) === version);

  it('gives the policy a version once the register is up, and the same after a restart', async () => {
    const first = await started(['smtp']);
    await versionEverywhere('1');
    first.child.kill('SIGTERM');
    await first.code;
    await started(['smtp']);
    await versionEverywhere('1');
  });

  it('puts the next version in force in every process, asked by command or by HUP', async () => {
    const gateway = await started(['smtp', 'desk']);
    await versionEverywhere('1');
    appendFileSync(home.council, '# a remark\n');
    expect(await askSupervisor(home.data, { do: 'reload' })).toMatchObject({ kind: 'reloaded', version: 2 });
    await versionEverywhere('2');
    await running.until(async () => (await running.health(home)).body.policy === 2);
    appendFileSync(home.council, '# another\n');
    gateway.child.kill('SIGHUP');
    await versionEverywhere('3');
  });

  it('that is refused keeps the version in force, also for a process that starts later, and says why', async () => {
    await started(['smtp']);
    await versionEverywhere('1');
    appendFileSync(home.council, 'nonsense: [\n');
    const reply = await askSupervisor(home.data, { do: 'reload' });
    expect(reply).toMatchObject({ kind: 'refused', because: 'files', version: 1 });
    expect(JSON.stringify(reply)).toContain('council.yaml');
    const before = new Set<string>();
    await running.until(async () => before.add(await running.say(home, 'who')).size === 2);
    await running.say(home, 'die').catch(() => {});
    await running.until(async () => !before.has(await running.say(home, 'who').catch(() => [...before][0] ?? '')));
    expect(await running.say(home, 'policy')).toBe('1');
  });

  it('is refused while PostgreSQL is down', async () => {
    await started(['smtp']);
    await versionEverywhere('1');
    process.kill(running.storeMarks(home).postgres.pid, 'SIGSTOP');
    try {
      appendFileSync(home.council, '# a remark\n');
      const reply = await askSupervisor(home.data, { do: 'reload' });
      expect(reply).toMatchObject({ kind: 'refused', because: 'stores', version: 1 });
    } finally {
      process.kill(running.storeMarks(home).postgres.pid, 'SIGCONT');
    }
    expect(await askSupervisor(home.data, { do: 'reload' })).toMatchObject({ kind: 'reloaded', version: 2 });
  });
});

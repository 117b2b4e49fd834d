/** `postroom start`, `stop` and `reload` as typed, beside a gateway that runs, has crashed, or never was. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import * as running from './running.ts';

let home: running.Home;
beforeEach(() => {
  home = running.makeHome();
  mkdirSync(join(home.data, 'spool'), { recursive: true });
});
afterEach(() => running.leaveHome(home), 60_000);

async function typed(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    cwd: home.folder,
    env: process.env,
  };
  const code = await main(words, io);
  return { code, out, err };
}

describe('without a gateway', () => {
  it('stop has nothing to do', async () => {
    expect(await typed('stop')).toEqual({ code: 0, out: `no gateway runs on ${home.data}\n`, err: '' });
  });

  it('reload says when the files will be read', async () => {
    const { code, err } = await typed('reload');
    expect(code).toBe(1);
    expect(err).toContain('`postroom check`');
  });

  it('start refuses a configuration that it cannot read, naming file and key', async () => {
    writeFileSync(home.config, 'smpt: {}\n');
    const { code, err } = await typed('start');
    expect(code).toBe(1);
    expect(err).toMatch(/postroom\.yaml.*smpt/);
  });

  it('start knows its roles', async () => {
    const { code, err } = await typed('start', '--role', 'clerk');
    expect(code).toBe(2);
    expect(err).toContain('there is no role `clerk`');
  });
});

describe('with a gateway', { timeout: 120_000 }, () => {
  it('reload puts a new version in force or says why not, and stop ends it', async () => {
    const gateway = running.startGateway(home, ['smtp']);
    await running.ready(gateway);
    await running.until(async () => (await running.say(home, 'policy')) === '1');
    appendFileSync(home.council, '# a remark\n');
    expect(await typed('reload')).toEqual({ code: 0, out: 'version 2 is in force\n', err: '' });
    appendFileSync(home.council, 'nonsense: 1\n');
    const refused = await typed('reload');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/council\.yaml.*nonsense[\s\S]*version 2 that was in force stays in force\n$/);
    expect(await typed('stop')).toEqual({ code: 0, out: 'the gateway has stopped\n', err: '' });
    expect(await gateway.code).toBe(0);
    expect(running.processesOf(home)).toEqual([]);
  });

  it('stop ends the stores that one killed with -9 has left', async () => {
    const gateway = running.startGateway(home, ['smtp']);
    await running.ready(gateway);
    gateway.child.kill('SIGKILL');
    await gateway.gone;
    const { code, out } = await typed('stop');
    expect(code).toBe(0);
    expect(out).toContain('stopped the PostgreSQL and Redis it had left');
    expect(running.processesOf(home)).toEqual([]);
  });
});

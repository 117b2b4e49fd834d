/** `postroom user`: who may sign in, in the register and in the snapshot alike. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../queue/register/migrate.ts';
import { openRegister } from '../../queue/register/register.ts';
import type { CouncilId } from '../../rules/council.ts';
import { isRightPassword } from '../../src/accounts/password.ts';
import { readSnapshot } from '../../src/accounts/snapshot.ts';
import { ROOT } from '../source-tree.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../throw-away-stores.ts';
import { run } from './run-command.ts';

let folder: string;
let data: string;
let postgres: ThrowAwayStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'user-'));
  postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  // Its socket lies in `run` below its data folder, where the gateway's own would.
  data = dirname(new URL(postgres.url.replace('@/', '@localhost/')).searchParams.get('host') ?? '');
  configure('postroom.yaml', `data: ${data}`);
  configure('stopped.yaml', 'database: postgres://nobody@127.0.0.1:1/nothing');
});
afterAll(async () => {
  await postgres.end();
  rmSync(folder, { recursive: true, force: true });
});

function configure(name: string, stores: string): void {
  const lines = [`council: ${join(ROOT, 'samples/ashcombe/council.yaml')}`, 'hostname: post.example', stores];
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}

const user = (...words: string[]) => run(['user', ...words, '--config', join(folder, 'postroom.yaml')]);

describe('postroom user', () => {
  it('lets a member sign in with a password that is shown once, then no more', async () => {
    const said = await user('add', 'jane.marsh', '--role', 'member');
    expect(said).toMatchObject({ exit: 0, err: '' });
    const password = /^password: (\S+)$/m.exec(said.out)?.[1] ?? '';
    const [account] = await readSnapshot(data);
    expect(account).toMatchObject({ name: 'jane.marsh', person: 'jane.marsh', role: 'member' });
    expect(await isRightPassword(account ?? null, password)).toBe(true);
    expect(JSON.parse((await user('list', '--json')).out)).toMatchObject([{ name: 'jane.marsh', role: 'member' }]);
    expect((await user('remove', 'jane.marsh')).exit).toBe(0);
    expect(await readSnapshot(data)).toEqual([]);
    expect(await user('remove', 'jane.marsh')).toMatchObject({ exit: 1, err: 'there is no account `jane.marsh`\n' });
  });

  it('gives no role to who does not hold it', async () => {
    expect(await user('add', 'owen.pryce', '--role', 'proper-officer')).toMatchObject({
      exit: 1,
      err: 'Owen Pryce is not the proper officer of Ashcombe Town Council\n',
    });
  });

  it('leaves an account alone that another council has under that name', async () => {
    const register = openRegister(postgres.url);
    await register.putAccount({
      name: 'jane.marsh',
      council: 'other' as CouncilId,
      person: null,
      role: 'auditor',
      hash: 'x',
    });
    const before = await register.accounts();
    const said = await user('add', 'jane.marsh', '--role', 'member');
    expect(said).toMatchObject({
      exit: 1,
      err: '`jane.marsh` already signs in for the council `other`: choose another name\n',
    });
    expect(await register.accounts()).toEqual(before);
    await register.removeAccount('jane.marsh');
    await register.close();
  });

  it('knows its councils', async () => {
    expect(await user('add', 'jane.marsh', '--role', 'member', '--council', 'nowhere')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^there is no council `nowhere`: the councils are \S+\n$/),
    });
  });

  it('says how it is used', async () => {
    expect(await user('add', 'jane.marsh', '--role', 'king')).toMatchObject({ exit: 2 });
    expect(await user('promote', 'jane.marsh')).toMatchObject({ exit: 2 });
    expect(await user('add')).toMatchObject({ exit: 2 });
  });

  it('says so when the register does not answer', async () => {
    const said = await run(['user', 'list', '--config', join(folder, 'stopped.yaml')]);
    expect(said.exit).toBe(3);
  });
});

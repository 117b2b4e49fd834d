/** Who may sign in, as the gateway's processes see it. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { Account } from '../../src/accounts/account.ts';
import { openAccounts } from '../../src/accounts/accounts.ts';
import { hashPassword, inventPassword, isRightPassword } from '../../src/accounts/password.ts';
import { personFor } from '../../src/accounts/posting.ts';
import { readSnapshot, snapshotPath, writeSnapshot } from '../../src/accounts/snapshot.ts';
import { loadPolicy } from '../../src/config/load.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'accounts-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const jane: Account = {
  name: 'jane.marsh',
  council: 'a' as CouncilId,
  person: 'jane.marsh' as PersonId,
  role: 'member',
  hash: 'x',
};

describe('the snapshot of the accounts', () => {
  it('gives back what was written, to its owner alone', async () => {
    await writeSnapshot(data, [jane]);
    expect(await readSnapshot(data)).toEqual([jane]);
    expect((await stat(snapshotPath(data))).mode & 0o777).toBe(0o600);
  });

  it('is nobody where there is none, and passes over a line that is no account', async () => {
    expect(await readSnapshot(data)).toEqual([]);
    await writeFile(snapshotPath(data), `${JSON.stringify(jane)}\n{"name": "x"\n{"name":"y","role":"king"}\n`);
    expect(await readSnapshot(data)).toEqual([jane]);
  });

  it('is read anew when it has changed', async () => {
    const accounts = openAccounts(data);
    expect(await accounts.find('jane.marsh')).toBeNull();
    await writeSnapshot(data, [jane]);
    expect(await accounts.find(' Jane.Marsh ')).toEqual(jane);
    expect(await accounts.ofPerson(jane.council, 'jane.marsh' as PersonId)).toEqual(jane);
    await writeSnapshot(data, []);
    expect(await accounts.find('jane.marsh')).toBeNull();
  });
});

describe('a password', () => {
  it('is right for who has it, and for nobody else', async () => {
    const account = { ...jane, hash: await hashPassword('slipway-bandstand') };
    expect(await isRightPassword(account, 'slipway-bandstand')).toBe(true);
    expect(await isRightPassword(account, 'slipway')).toBe(false);
    expect(await isRightPassword(null, 'slipway-bandstand')).toBe(false);
    expect(await isRightPassword({ ...jane, hash: 'not a hash' }, 'slipway')).toBe(false);
  });

  it('that is made up is never the same', () => {
    expect(new Set(Array.from({ length: 100 }, inventPassword)).size).toBe(100);
    expect(inventPassword()).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  });
});

describe('a role', () => {
  const reading = loadPolicy({ councils: [join(import.meta.dirname, '../../samples/ashcombe/council.yaml')] });
  const councils = reading.kind === 'read' ? reading.policy.councils : [];
  const post = (name: string, role: Account['role'], person: string | null = null) =>
    personFor({ name, role, person, councils });

  it('is held by who holds the post', () => {
    expect(post('jane.marsh', 'member')).toMatchObject({ kind: 'posted', person: 'jane.marsh' });
    expect(post('moira.lang', 'proper-officer')).toMatchObject({ kind: 'posted', person: 'moira.lang' });
    expect(post('devan.rao', 'deputy')).toMatchObject({ kind: 'posted', person: 'devan.rao' });
    expect(post('the-clerk', 'proper-officer', 'moira.lang')).toMatchObject({ kind: 'posted', person: 'moira.lang' });
    expect(post('external-audit', 'auditor')).toMatchObject({ kind: 'posted', person: null });
  });

  it('is not given where two councils have somebody of that name', () => {
    const other = councils.map((council) => ({ ...council, id: 'b' as CouncilId, name: 'Bexcombe' }));
    const posted = personFor({ name: 'jane.marsh', role: 'member', person: null, councils: [...councils, ...other] });
    expect(posted).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/and Bexcombe \(b\): say with --council/),
    });
  });

  it('is held by nobody else', () => {
    const why = (posted: ReturnType<typeof post>) => (posted.kind === 'refused' ? posted.why : null);
    expect(why(post('moira.lang', 'member'))).toBe('Moira Lang is no member of Ashcombe Town Council');
    expect(why(post('devan.rao', 'proper-officer'))).toBe(
      'Devan Rao is not the proper officer of Ashcombe Town Council',
    );
    expect(why(post('owen.pryce', 'deputy'))).toBe('Owen Pryce is not among the deputies of Ashcombe Town Council');
    expect(why(post('nobody', 'member'))).toBe(
      "`nobody` is nobody of the directory, and the role member is somebody's; name the person with --person",
    );
    expect(why(post('x', 'auditor', 'nobody'))).toBe(
      "`nobody` is nobody of the directory, and the role auditor is somebody's",
    );
  });
});

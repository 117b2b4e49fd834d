/**
 * A real gateway whose PostgreSQL is put back to a copy from before, as from a backup: nothing leaves twice without
 * being asked for, new mail goes on, and what is unknown waits for a person.
 */
import { cpSync, existsSync, lstatSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway, until } from '../gateway.ts';
import { sendLetter } from '../smtp-client.ts';

const CLERK = 'clerk@ashcombe-tc.example';
const JANE = 'jane.marsh@ashcombe-tc.example';
const GWEN = 'gwen.attwell@postbox.example';

let count = 0;

function letter(from: string, to: string): string {
  count++;
  return (
    `From: ${from}\r\nTo: ${to}\r\nSubject: Boiler ${count}\r\nMessage-ID: <${count}.${process.pid}@ashcombe-tc.example>\r\n` +
    'Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n\r\nWhen was the boiler last serviced?\r\n'
  );
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ protocol: 'wonderland' });
}, 120_000);
afterAll(() => gateway.end(), 60_000);

async function sent(from: string, to: readonly string[], shown = to[0] ?? ''): Promise<string> {
  const { code, id } = await sendLetter(gateway.smtp, { from, to, bytes: letter(from, shown) });
  if (code !== 250 || id === null) throw new Error(`${code}`);
  return id;
}

/** How often each letter reached each address. */
async function arrivals(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { letter: id, to } of await gateway.outbox()) {
    for (const address of to) found.set(`${id} ${address}`, (found.get(`${id} ${address}`) ?? 0) + 1);
  }
  return found;
}

async function arrived(id: string, address: string): Promise<void> {
  await until(20_000, async () => (await arrivals()).has(`${id} ${address}`));
}

async function heldIds(): Promise<string[]> {
  const { out } = await gateway.command('held', '--json');
  return [...new Set((JSON.parse(out) as { id: string }[]).map(({ id }) => id))];
}

type Listed = { readonly waiting: readonly { id: string; why: string }[]; readonly protected: number };

async function recover(): Promise<{ code: number | null; ids: string[]; hidden: number }> {
  const { code, out } = await gateway.command('recover', '--json');
  const { waiting, protected: hidden } = JSON.parse(out) as Listed;
  return { code, ids: waiting.map(({ id }) => id), hidden };
}

/** The folder of the cluster, wherever it lies. */
function cluster(): string {
  const usual = join(gateway.data, 'postgres');
  return lstatSync(usual).isSymbolicLink() ? realpathSync(usual) : usual;
}

/** A gateway that is stopped: what its register was is what it will be again. */
function backUp(): void {
  rmSync(`${cluster()}-kept`, { recursive: true, force: true });
  cpSync(cluster(), `${cluster()}-kept`, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

function putBack(): void {
  const folder = cluster();
  expect(existsSync(join(folder, 'postmaster.pid'))).toBe(false);
  rmSync(folder, { recursive: true });
  renameSync(`${folder}-kept`, folder);
}

describe('a register that is put back to an hour ago', () => {
  it('sends nothing a second time that nobody asked for, and everything that was accepted', async () => {
    const early = await sent(CLERK, [GWEN]);
    const heldThen = await sent(JANE, [CLERK, GWEN]);
    await arrived(early, GWEN);
    await until(20_000, async () => (await heldIds()).includes(heldThen));
    await gateway.stop();
    backUp();

    await gateway.start();
    const delivered = await sent(CLERK, [GWEN]);
    const heldSince = await sent(JANE, [CLERK, GWEN]);
    await arrived(delivered, GWEN);
    await arrived(heldSince, CLERK);
    await until(20_000, async () => (await heldIds()).includes(heldSince));
    for (const id of [heldThen]) {
      expect((await gateway.command('release', id, '--copy', GWEN, '--reason', 'she asked for it')).code).toBe(0);
    }
    await arrived(heldThen, GWEN);
    // Its notices too: three, of two letters held and one released.
    await until(20_000, async () => [...(await arrivals()).keys()].filter((key) => key.endsWith(JANE)).length === 3);
    expect(await recover()).toEqual({ code: 0, ids: [], hidden: 0 });
    const before = await arrivals();
    await gateway.stop();
    putBack();

    await gateway.start();
    const fresh = await sent(CLERK, [GWEN]);
    await arrived(fresh, GWEN);
    const { code, ids, hidden } = await recover();
    expect([code, ids, hidden]).toEqual([1, [heldSince], 0]);
    expect(gateway.log()).toContain('postroom recover --confirm');
    const health = await fetch(`http://127.0.0.1:${gateway.desk}/readyz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      expect.objectContaining({ recovery: expect.stringContaining('postroom recover') }),
    ]);
    expect((await gateway.command('held')).err).toContain('postroom recover');
    expect((await gateway.command('fsck')).out).toContain(`${heldSince}: `);
    expect(await heldIds()).toEqual([]);
    const shown = JSON.parse((await gateway.command('show', heldThen, '--json')).out);
    expect(shown.copies.map((copy: { state: string }) => copy.state)).toEqual(['delivered', 'delivered']);

    expect((await gateway.command('recover', '--confirm')).code).toBe(0);
    await until(20_000, async () => (await heldIds()).includes(heldSince));
    const after = await arrivals();
    expect(after.get(`${fresh} ${GWEN}`)).toBe(1);
    after.delete(`${fresh} ${GWEN}`);
    expect(after).toEqual(before);
    expect((await gateway.command('fsck', '--json')).out.trim()).toBe('[]');
    expect(await recover()).toEqual({ code: 0, ids: [], hidden: 0 });
  }, 180_000);

  it('sends what is unknown only when it is confirmed, and says that it may be a second time', async () => {
    const early = await sent(CLERK, [GWEN]);
    await arrived(early, GWEN);
    await gateway.stop();
    backUp();
    await gateway.start();
    // Killed before or in the midst of it: some with a dot and no result, some never tried, some delivered.
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push(await sent(CLERK, [GWEN]));
    await gateway.kill();
    await gateway.command('stop');
    putBack();

    await gateway.start();
    const before = await arrivals();
    const { ids: waiting } = await recover();
    const missing = ids.filter((id) => !before.has(`${id} ${GWEN}`));
    expect(waiting).toEqual(expect.arrayContaining(missing));
    const refused = await gateway.command('recover');
    expect([refused.code, refused.out]).toEqual([waiting.length > 0 ? 1 : 0, expect.any(String)]);

    await gateway.command('recover', '--confirm');
    await until(30_000, async () => {
      const now = await arrivals();
      return ids.every((id) => now.has(`${id} ${GWEN}`));
    });
    const after = await arrivals();
    for (const id of ids) {
      if ((after.get(`${id} ${GWEN}`) ?? 0) < 2) continue;
      const shown = JSON.parse((await gateway.command('show', id, '--json')).out);
      expect(shown.copies[0].uncertain).toBeGreaterThan(0);
    }
    await until(30_000, async () => (await gateway.command('fsck', '--json')).out.trim() === '[]');
  }, 180_000);
});

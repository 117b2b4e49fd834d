/** Every command with the gateway stopped: what it can still do it does, and what it cannot it says in one sentence. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leftPostgres } from '../../src/stores/postgres.ts';
import { savedMark } from '../../src/stores/process-mark.ts';
import { leftRedis } from '../../src/stores/redis.ts';
import { type Delivered, type TestGateway, testGateway, until } from '../gateway.ts';
import { smtpClient } from '../smtp-client.ts';
import { ROOT } from '../source-tree.ts';
import { run } from './run-command.ts';

const JANE = 'jane.marsh@ashcombe-tc.example';
const TOM = 'tom.hale@ashcombe-tc.example';
const CLERK = 'clerk@ashcombe-tc.example';
const DEVAN = 'devan.rao@ashcombe-tc.example';
const NO_LETTER = '01KAKYZZZZ0000000000000000';

describe('with the gateway stopped, after it had run', { timeout: 180_000 }, () => {
  let gateway: TestGateway;
  let [released, returned, forwarded, kept] = ['', '', '', ''];
  beforeAll(async () => {
    gateway = await testGateway({ protocol: 'knutsford' });
    [released, returned, forwarded, kept] = (await heldLetters(4)) as [string, string, string, string];
    expect(await gateway.stop()).toBe(0);
  }, 120_000);
  afterAll(() => gateway.end(), 60_000);
  afterEach(() => {
    // Whatever a command needed, it has given back.
    expect([leftPostgres(gateway.data).running(), leftRedis(gateway.data).running()]).toEqual([null, null]);
  });

  /** Blind copies of an officer's mail to a member: held for review under the Knutsford protocol. */
  async function heldLetters(count: number): Promise<string[]> {
    const ids: string[] = [];
    const client = await smtpClient(gateway.smtp);
    for (let n = 0; n < count; n++) {
      const bytes = `From: ${DEVAN}\r\nTo: ${JANE}\r\nSubject: Boiler ${n}\r\nMessage-ID: <boiler-${n}@ashcombe-tc.example>\r\n\r\nWhen was it serviced?\r\n`;
      ids.push((await client.send({ from: DEVAN, to: [JANE, TOM], bytes })).id ?? '');
    }
    client.close();
    // And the author's notices: with nothing on its way the gateway leaves nothing half done when it is stopped.
    await until(60_000, async () => {
      const told = (await gateway.outbox()).filter(({ bytes }) => bytes.includes('X-Postroom-Notice: author; '));
      const open = (await ofLetters(ids)).filter(({ to }) => to.includes(JANE));
      return open.length === count && told.length === count;
    });
    return ids;
  }

  async function ofLetters(ids: readonly string[]): Promise<Delivered[]> {
    return (await gateway.outbox()).filter(({ letter }) => ids.includes(letter));
  }

  it('shows what is held, and one letter with its text', async () => {
    const held = await gateway.command('held', '--json');
    expect([held.code, held.err]).toEqual([0, '']);
    expect(JSON.parse(held.out).map(({ id }: { id: string }) => id)).toEqual([released, returned, forwarded, kept]);
    const shown = await gateway.command('show', kept, '--text', '--reason', 'to decide');
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toContain('When was it serviced?');
  });

  it('agrees with its spool', async () => {
    const said = await gateway.command('fsck');
    expect(said).toEqual({ code: 0, out: 'Spool and register agree.\n', err: '' });
  });

  it('lets accounts be made, listed and removed', async () => {
    expect(await gateway.command('user', 'add', 'jane.marsh', '--role', 'member')).toMatchObject({ code: 0, err: '' });
    expect((await gateway.command('user', 'list')).out).toBe('jane.marsh  member\n');
    expect((await gateway.command('user', 'remove', 'jane.marsh')).code).toBe(0);
  });

  it('answers several commands at once', async () => {
    const several = [['held'], ['fsck'], ['user', 'list'], ['show', kept], ['held', '--json']];
    const said = await Promise.all(several.map((words) => gateway.command(...words)));
    expect(said.map(({ code, err }) => [code, err])).toEqual(several.map(() => [0, '']));
  });

  it('carries out what a reviewer decides when it starts again, once', async () => {
    const acts = [
      ['release', released, '--reason', 'agreed with Jane'],
      ['return', returned, '--reason', 'ask Jane first'],
      ['forward', forwarded, '--to', 'moira.lang', '--reason', 'hers to answer'],
    ];
    for (const words of acts) expect(await gateway.command(...words)).toMatchObject({ code: 0, err: '' });
    expect((await gateway.command('release', released, '--reason', 'again')).code).toBe(1);
    const before = (await gateway.outbox()).length;
    await gateway.start();
    const texts = async () => (await gateway.outbox()).slice(before).map(({ bytes }) => bytes.toString());
    const arrived = async (id: string, whom: string) =>
      (await ofLetters([id])).filter(({ to }) => to.includes(whom)).length;
    const done = async () => [
      await arrived(released, TOM),
      await arrived(forwarded, CLERK),
      (await texts()).filter((text) => text.includes('report-type=delivery-status')).length,
      (await texts()).filter((text) => text.includes(`author; letter=${released}`)).length,
      (await texts()).filter((text) => text.includes(`author; letter=${forwarded}`)).length,
    ];
    await until(60_000, async () => (await done()).every((count) => count > 0));
    expect(await done()).toEqual([1, 1, 1, 1, 1]);
    expect(await arrived(returned, TOM)).toBe(0);
    expect(await gateway.stop()).toBe(0);
    expect((await gateway.command('held')).out).toContain(kept);
  });
});

describe('with the gateway running and its PostgreSQL away', { timeout: 120_000 }, () => {
  it('says so and exits 3, and brings nothing up beside it', async () => {
    const gateway = await testGateway();
    const mark = savedMark(join(gateway.data, 'postgres.process.json'));
    if (mark === null) throw new Error('PostgreSQL has left no mark');
    process.kill(mark.pid, 'SIGSTOP');
    try {
      for (const words of [['held'], ['show', NO_LETTER], ['fsck'], ['user', 'list']]) {
        const said = await gateway.command(...words);
        expect([said.code, said.out]).toEqual([3, '']);
        expect(said.err).toMatch(/^the register \(PostgreSQL\) does not answer: the gateway brings it up again, .*\n$/);
      }
    } finally {
      process.kill(mark.pid, 'SIGCONT');
      await gateway.end();
    }
  });
});

describe('where no gateway ever ran', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fresh-'));
    configure('postroom.yaml', []);
    configure('elsewhere.yaml', ['database: postgres://nobody@127.0.0.1:1/nothing']);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function configure(name: string, more: readonly string[]): void {
    const lines = [
      `council: ${join(ROOT, 'samples/ashcombe/council.yaml')}`,
      'hostname: post.example',
      'smtp: {listen: ["127.0.0.1:1"]}',
      ...more,
    ];
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  }

  const NOTHING = 'Nothing has been received yet: no gateway has run here. `postroom start` runs it.\n';
  const NONE = `there is no letter \`${NO_LETTER}\`: nothing has been received yet\n`;
  const CASES = join(ROOT, 'test/letters/protected-channels');

  it.each([
    [['held'], { exit: 0, out: NOTHING, err: '' }],
    [['held', '--json'], { exit: 0, out: '[]\n', err: '' }],
    [['fsck'], { exit: 0, out: NOTHING, err: '' }],
    [['user', 'list', '--json'], { exit: 0, out: '[]\n', err: '' }],
    [['user', 'remove', 'jane'], { exit: 1, out: '', err: 'there is no account `jane`\n' }],
    [['show', NO_LETTER], { exit: 1, out: '', err: NONE }],
    [['release', NO_LETTER, '--reason', 'r'], { exit: 1, out: '', err: NONE }],
    [['return', NO_LETTER, '--reason', 'r'], { exit: 1, out: '', err: NONE }],
    [['forward', NO_LETTER, '--to', 'moira.lang', '--reason', 'r'], { exit: 1, out: '', err: NONE }],
    [['check'], { exit: 0, err: '' }],
    [['stop'], { exit: 0, out: expect.stringMatching(/^no gateway runs on \S+\n$/), err: '' }],
    [['reload'], { exit: 1, out: '', err: expect.stringContaining('`postroom check` reads them now') }],
    [['demo'], { exit: 1, out: '', err: expect.stringContaining('start it with `npm start`') }],
  ])('`postroom %s` needs none, and makes nothing', async (words, said) => {
    expect(await run([...words, '--config', 'postroom.yaml'], folder)).toMatchObject(said);
    expect(readdirSync(folder).sort()).toEqual(['elsewhere.yaml', 'postroom.yaml']);
  });

  it('explain, cases and clauses need none either', async () => {
    const one = readdirSync(CASES).find((name) => name.endsWith('.eml')) ?? '';
    expect(await run(['explain', join(CASES, one)], folder)).toMatchObject({ exit: 0, err: '' });
    expect(await run(['cases', CASES], folder)).toMatchObject({ exit: 0, err: '' });
    expect(await run(['clauses'], folder)).toMatchObject({ exit: 0, err: '' });
  });

  it('a spool that holds letters is not taken for one that never had any', async () => {
    mkdirSync(join(folder, 'data', 'spool', '2026112310'), { recursive: true });
    for (const words of [['held'], ['fsck'], ['show', NO_LETTER]]) {
      const said = await run([...words, '--config', 'postroom.yaml'], folder);
      expect(said).toEqual({
        exit: 3,
        out: '',
        err: 'the spool holds letters and there is no register: `postroom start` makes one anew\n',
      });
    }
  });

  it('a register that the configuration names is never made here', async () => {
    for (const words of [['held'], ['user', 'add', 'jane.marsh', '--role', 'member']]) {
      const said = await run([...words, '--config', 'elsewhere.yaml'], folder);
      expect(said).toMatchObject({ exit: 3, err: expect.stringContaining('`database:`') });
    }
    expect(readdirSync(join(folder, 'data'))).toEqual(['spool']);
  });

  it('accounts can be made before the first start', async () => {
    const added = await run(['user', 'add', 'jane.marsh', '--role', 'member', '--config', 'postroom.yaml'], folder);
    expect(added).toMatchObject({ exit: 0, err: '' });
    const data = join(folder, 'data');
    expect(leftPostgres(data).running()).toBeNull();
    const listed = await run(['user', 'list', '--config', 'postroom.yaml'], folder);
    expect(listed).toEqual({ exit: 0, out: 'jane.marsh  member\n', err: '' });
    expect(await run(['held', '--config', 'postroom.yaml'], folder)).toMatchObject({
      exit: 0,
      out: 'Nothing is held.\n',
    });
  }, 60_000);
});

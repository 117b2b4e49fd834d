/** The spool loses the bytes of letters that have not ended: they are stopped, their people told once, nothing settled. */
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourOf } from '../../queue/spool/letter-id.ts';
import type { LetterId } from '../../rules/letter.ts';
import { type Delivered, type TestGateway, testGateway, until } from '../gateway.ts';
import { sendLetter } from '../smtp-client.ts';

const JANE = 'jane.marsh@ashcombe-tc.example';
const TOM = 'tom.hale@ashcombe-tc.example';
const CLERK = 'clerk@ashcombe-tc.example';
const DEVAN = 'devan.rao@ashcombe-tc.example';
const GWEN = 'gwen.attwell@postbox.example';
const LATE = 'planning@late.example';
const AUDITOR = 'auditor@extaudit.example';

describe('a letter whose bytes are gone from the spool', () => {
  let gateway: TestGateway;
  let [forReview, forAuthor, waiting, hidden] = ['', '', '', ''];
  beforeAll(async () => {
    gateway = await testGateway({
      protocol: 'knutsford',
      // Nobody listens there: what goes to these waits.
      routes: '{late.example: "smtp://127.0.0.1:1", extaudit.example: "smtp://127.0.0.1:1"}',
    });
    forReview = await sent(DEVAN, [JANE], [TOM]);
    forAuthor = await sent(JANE, [CLERK], [GWEN]);
    waiting = await sent(CLERK, [GWEN, LATE], []);
    const split = await sent(CLERK, [GWEN], [AUDITOR]);
    await until(60_000, async () => (await copiesOf([forReview, forAuthor, waiting, split])) === 4);
  }, 180_000);
  afterAll(() => gateway.end(), 60_000);

  async function sent(from: string, shown: readonly string[], blind: readonly string[]): Promise<string> {
    const bytes = `From: ${from}\r\nTo: ${shown.join(', ')}\r\nSubject: Boiler\r\nMessage-ID: <${Math.random().toString(36)}@ashcombe-tc.example>\r\n\r\nWhen was it serviced?\r\n`;
    return (await sendLetter(gateway.smtp, { from, to: [...shown, ...blind], bytes })).id ?? '';
  }

  async function copiesOf(ids: readonly string[]): Promise<number> {
    return (await gateway.outbox()).filter(({ letter }) => ids.includes(letter)).length;
  }

  const spool = () => join(gateway.data, 'spool');
  const inSpool = (id: string) => join(spool(), hourOf(id as LetterId), id);
  const aside = (id: string) => join(gateway.folder, 'aside', id);

  function lose(id: string, part = ''): void {
    mkdirSync(part === '' ? join(gateway.folder, 'aside') : aside(id), { recursive: true });
    renameSync(join(inSpool(id), part), join(aside(id), part));
  }

  /** The split-off copy: nothing but its own folder tells it from others. */
  function protectedEntry(): string {
    const entries = readdirSync(spool(), { recursive: true, encoding: 'utf8' });
    const envelopes = entries.filter((path) => path.endsWith('envelope.json')).map((path) => join(spool(), path));
    const envelope = envelopes.map((path) => JSON.parse(readFileSync(path, 'utf8'))).find((each) => each.protected);
    return envelope.id;
  }

  async function stateOf(id: string): Promise<string> {
    return JSON.parse((await gateway.command('show', id, '--json')).out).state;
  }

  async function notices(kind: 'lost' | 'found', id: string): Promise<Delivered[]> {
    return (await gateway.outbox()).filter(({ bytes }) => bytes.includes(`X-Postroom-Notice: ${kind}; letter=${id}`));
  }

  async function toldOf(kind: 'lost' | 'found', id: string): Promise<string[]> {
    return (await notices(kind, id)).flatMap(({ to }) => to).sort();
  }

  async function startedAgain(how: 'stop' | 'kill' = 'stop'): Promise<void> {
    await gateway[how]();
    await gateway.start();
  }

  it('is stopped at the first look, and nobody is asked to send anything again yet', async () => {
    await gateway.stop();
    hidden = protectedEntry();
    for (const id of [forReview, forAuthor, hidden]) lose(id);
    lose(waiting, 'message.eml');
    await gateway.start();
    for (const id of [forReview, forAuthor, waiting])
      await until(60_000, async () => (await stateOf(id)) === 'bytes-missing');
    expect(gateway.log()).toContain('the spool has lost the bytes of a letter that is not settled');
    expect(await Promise.all([forReview, forAuthor, waiting].map((id) => notices('lost', id)))).toEqual([[], [], []]);
  }, 180_000);

  it('still gone at the next look, its author and its reviewer are told, once, however often one looks', async () => {
    for (const how of ['kill', 'stop'] as const) await startedAgain(how);
    const all = [forReview, forAuthor, waiting];
    await until(60_000, async () => (await Promise.all(all.map((id) => toldOf('lost', id)))).flat().length >= 5);
    expect(await toldOf('lost', forReview)).toEqual([CLERK, DEVAN]);
    expect(await toldOf('lost', forAuthor)).toEqual([CLERK, JANE]);
    // Its author is the proper officer.
    expect(await toldOf('lost', waiting)).toEqual([CLERK]);
  }, 180_000);

  it('tells its author who has not had it, and nobody else what only the author may know', async () => {
    const author = (await notices('lost', waiting))[0]?.bytes.toString() ?? '';
    expect(author).toContain(`It has not gone to ${LATE}. Please send it again.`);
    expect(author).toContain(`It had already gone to ${GWEN}.`);
    const officer = (await notices('lost', forAuthor)).find(({ to }) => to.includes(CLERK))?.bytes.toString() ?? '';
    expect(officer).toContain('Jane Marsh');
    expect(officer).not.toMatch(/Boiler|gwen/);
    const reviewer = (await notices('lost', forReview)).find(({ to }) => to.includes(CLERK))?.bytes.toString() ?? '';
    expect(reviewer).toContain('Boiler');
    expect(reviewer).toContain('What was to go to Tom Hale waited for you to decide.');
    expect(reviewer).not.toContain('Jane');
  });

  it('is said to be lost by held, show and fsck, and cannot be released', async () => {
    const says = 'its text is missing from the spool';
    expect((await gateway.command('held')).out).toContain(says);
    const listed = JSON.parse((await gateway.command('held', '--json')).out);
    expect(listed.find((each: { id: string }) => each.id === forReview)).toMatchObject({ bytesMissing: true });
    expect((await gateway.command('show', waiting)).out).toContain(says);
    const checked = await gateway.command('fsck');
    expect(checked.code).toBe(1);
    for (const id of [forReview, forAuthor, waiting]) expect(checked.out).toContain(`${id}: ${says}`);
    const refused = await gateway.command('release', forReview, '--reason', 'agreed');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('no longer has the bytes')]);
  }, 120_000);

  it('is only in the log where its recipient is protected: the register names nobody who could be told', async () => {
    expect(gateway.log()).toContain(`"letter":"${hidden}"`);
    expect(await toldOf('lost', hidden)).toEqual([]);
    const checked = (await gateway.command('fsck')).out;
    expect(checked).not.toContain(hidden);
    expect(checked).toContain('protected letters: bytes-missing: 1 of them');
  }, 120_000);

  it('goes on when its bytes are back, and who was told of the loss hears of it', async () => {
    await gateway.stop();
    renameSync(aside(forReview), inSpool(forReview));
    await gateway.start();
    await until(60_000, async () => (await toldOf('found', forReview)).length === 2);
    expect(await toldOf('found', forReview)).toEqual([CLERK, DEVAN]);
    expect(await stateOf(forReview)).toBe('active');
    expect((await gateway.command('release', forReview, '--reason', 'agreed')).code).toBe(0);
    await until(60_000, async () =>
      (await gateway.outbox()).some(({ letter, to }) => letter === forReview && to.includes(TOM)),
    );
    expect(await toldOf('found', forAuthor)).toEqual([]);
    expect(await stateOf(forAuthor)).toBe('bytes-missing');
  }, 180_000);

  it('lost once more, is told once more', async () => {
    await gateway.stop();
    renameSync(join(aside(waiting), 'message.eml'), join(inSpool(waiting), 'message.eml'));
    await gateway.start();
    await until(60_000, async () => (await toldOf('found', waiting)).length === 1);
    await gateway.stop();
    lose(waiting, 'message.eml');
    await gateway.start();
    await until(60_000, async () => (await stateOf(waiting)) === 'bytes-missing');
    await startedAgain();
    await until(60_000, async () => (await toldOf('lost', waiting)).length === 2);
    expect(await toldOf('lost', waiting)).toEqual([CLERK, CLERK]);
    expect((await gateway.command('fsck', '--json')).out).not.toContain('miscounted');
  }, 180_000);
});

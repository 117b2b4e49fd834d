/** The whole path on a real gateway: what comes in by SMTP, what leaves, what waits, and what its author is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Delivered, type TestGateway, testGateway, until } from '../gateway.ts';
import { sendLetter } from '../smtp-client.ts';

const JANE = 'jane.marsh@ashcombe-tc.example';
const TOM = 'tom.hale@ashcombe-tc.example';
const CLERK = 'clerk@ashcombe-tc.example';
const DEVAN = 'devan.rao@ashcombe-tc.example';
const GWEN = 'gwen.attwell@postbox.example';
const AUDITOR = 'auditor@extaudit.example';

function letter(from: string, to: string, more = '', text = 'When was the boiler last serviced?'): string {
  return (
    `From: ${from}\r\nTo: ${to}\r\nSubject: Boiler\r\nMessage-ID: <${Math.random().toString(36)}@ashcombe-tc.example>\r\n` +
    `Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n${more}\r\n${text}\r\n..a line that begins with dots\r\n`
  );
}

/** What lies below our own `Received`. */
function below(delivered: Delivered): string {
  const text = delivered.bytes.toString('latin1');
  const received = /(?:^|\r\n)Received:.*\r\n(?:[ \t].*\r\n)*/.exec(text);
  return received === null ? text : text.slice(received.index + received[0].length);
}

/** Folders come and go under a gateway at work: what is gone while it is listed holds nothing. */
function filesBelow(folder: string): string[] {
  return unlessGone(() => readdirSync(folder, { withFileTypes: true }), []).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function unlessGone<T>(read: () => T, instead: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  }
}

async function deliveredOf(gateway: TestGateway, count: number, id: string | null): Promise<Delivered[]> {
  let found: Delivered[] = [];
  await until(10_000, async () => {
    found = (await gateway.outbox()).filter((each) => each.letter === id);
    return found.flatMap((each) => each.to).length >= count;
  });
  return found;
}

async function noticeTo(gateway: TestGateway, address: string, id: string | null): Promise<Delivered> {
  let found: Delivered | undefined;
  await until(10_000, async () => {
    found = (await gateway.outbox()).find((each) => each.to.includes(address) && each.bytes.includes(`letter=${id}`));
    return found !== undefined;
  });
  return found as Delivered;
}

describe('under the Wonderland protocol', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ protocol: 'wonderland' });
  }, 120_000);
  afterAll(() => gateway.end(), 60_000);

  it('lets a letter from the Clerk to a resident through byte for byte', async () => {
    const bytes = letter(CLERK, GWEN);
    const { code, id } = await sendLetter(gateway.smtp, { from: CLERK, to: [GWEN], bytes });
    expect(code).toBe(250);
    const [delivered] = await deliveredOf(gateway, 1, id);
    expect(delivered?.from).toBe(CLERK);
    expect(delivered?.to).toEqual([GWEN]);
    expect(below(delivered as Delivered)).toBe(bytes);
  });

  it('opens a blind copy to another member, and tells the author why, citing 12.1', async () => {
    const bytes = letter(JANE, CLERK);
    const { id } = await sendLetter(gateway.smtp, { from: JANE, to: [CLERK, TOM], bytes });
    const delivered = await deliveredOf(gateway, 2, id);
    for (const each of delivered) {
      expect(below(each)).toBe(bytes.replace(/^(To: .*\r\n)/m, `$1Cc: Tom Hale <${TOM}>\r\n`));
    }
    expect(delivered.flatMap((each) => each.to).sort()).toEqual([CLERK, TOM]);
    const notice = await noticeTo(gateway, JANE, id);
    expect(notice.bytes.toString()).toContain('12.1');
  });

  it('holds a blind copy to an outsider for the author, and delivers the others', async () => {
    const { id } = await sendLetter(gateway.smtp, { from: JANE, to: [CLERK, GWEN], bytes: letter(JANE, CLERK) });
    const delivered = await deliveredOf(gateway, 1, id);
    expect(delivered.flatMap((each) => each.to)).toEqual([CLERK]);
    await noticeTo(gateway, JANE, id);
    const { code, out } = await gateway.command('held', '--json');
    expect(code).toBe(0);
    const held = JSON.parse(out).find((each: { id: string }) => each.id === id);
    expect(held).toMatchObject({ from: JANE, subject: 'Boiler', for: 'author', reviewer: null });
    expect(held.copies).toEqual([{ to: GWEN, rules: ['blind-copies'] }]);
  });

  it('sends a protected blind copy on, and no command finds it', async () => {
    const bytes = letter(JANE, CLERK, `Bcc: ${AUDITOR}\r\n`);
    await sendLetter(gateway.smtp, { from: JANE, to: [CLERK, AUDITOR], bytes });
    let found: Delivered | undefined;
    await until(10_000, async () => {
      found = (await gateway.outbox()).find((each) => each.to.includes(AUDITOR));
      return found !== undefined;
    });
    expect(below(found as Delivered)).toBe(bytes.replace(/^Bcc: .*\r\n/m, ''));
    const protectedId = found?.letter ?? '';
    expect((await gateway.command('held', '--json')).out).not.toContain(AUDITOR);
    const shown = await gateway.command('show', protectedId, '--json');
    expect(shown.code).toBe(1);
    expect(shown.out + shown.err).not.toContain(AUDITOR);
    expect(gateway.log()).not.toContain(AUDITOR);
  });

  it('keeps no trace of a protected address in any file but what the next hop was given', async () => {
    const ombudsman = 'intake@ombudsman.example';
    await sendLetter(gateway.smtp, {
      from: JANE,
      to: [CLERK, ombudsman],
      bytes: letter(JANE, `${CLERK}, ${ombudsman}`),
    });
    await sendLetter(gateway.smtp, { from: JANE, to: [CLERK, ombudsman], bytes: letter(JANE, CLERK) });
    const copies = async () => (await gateway.outbox()).filter((each) => each.to.includes(ombudsman));
    await until(10_000, async () => (await copies()).length === 2);
    const ids = (await copies()).map((each) => each.letter);
    await until(10_000, async () =>
      ids.every((id) => !filesBelow(gateway.data).some((path) => path.includes(id) && path.includes('spool'))),
    );
    // The first letter shows the address to all who have it: its own bytes, purged by the next sweep, say so too.
    const elsewhere = filesBelow(gateway.data).filter((path) => !/outbox|message\.eml$/.test(path));
    expect(
      elsewhere.filter((path) => unlessGone(() => readFileSync(path).includes('intake@ombudsman'), false)),
    ).toEqual([]);
  });

  it('refuses mail to outside whose author the connection does not prove', async () => {
    const { code, text } = await sendLetter(gateway.smtp, { from: TOM, to: [GWEN], bytes: letter(JANE, GWEN) });
    expect(code).toBe(550);
    expect(text).toContain('5.7.1');
  });

  it('lets mail from outside in, whatever it is', async () => {
    const bytes = 'Subject: no author at all\r\n\r\nhello\r\n';
    const { code, id } = await sendLetter(gateway.smtp, { from: GWEN, to: [CLERK], bytes });
    expect(code).toBe(250);
    expect(below((await deliveredOf(gateway, 1, id))[0] as Delivered)).toBe(bytes);
  });
});

describe('under the Knutsford protocol', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ protocol: 'knutsford' });
  }, 120_000);
  afterAll(() => gateway.end(), 60_000);

  async function heldLetter(): Promise<string> {
    const { id } = await sendLetter(gateway.smtp, { from: DEVAN, to: [JANE, TOM], bytes: letter(DEVAN, JANE) });
    await deliveredOf(gateway, 1, id);
    return id as string;
  }

  it("holds a member's blind copy of an officer's mail for review, and releases it as it was shown", async () => {
    const id = await heldLetter();
    const shown = JSON.parse((await gateway.command('show', id, '--json')).out);
    const copy = shown.copies.find((each: { to: string }) => each.to === TOM);
    expect(copy).toMatchObject({ state: 'held', heldFor: 'review' });
    const { code, err } = await gateway.command('release', id, '--reason', 'agreed with Jane');
    expect([code, err]).toEqual([0, '']);
    const delivered = await deliveredOf(gateway, 2, id);
    const released = delivered.find((each) => each.to.includes(TOM));
    const { createHash } = await import('node:crypto');
    expect(
      createHash('sha256')
        .update(released?.bytes ?? '')
        .digest('hex'),
    ).toBe(copy.sha256);
    expect((await gateway.command('release', id, '--reason', 'again')).code).toBe(1);
  });

  it('returns a held copy with a report that says why', async () => {
    const id = await heldLetter();
    expect((await gateway.command('return', id, '--reason', 'ask Jane first')).code).toBe(0);
    let report: Delivered | undefined;
    await until(10_000, async () => {
      report = (await gateway.outbox()).find(
        (each) => each.from === '' && each.to.includes(DEVAN) && each.bytes.includes(TOM),
      );
      return report !== undefined;
    });
    expect(report?.bytes.toString()).toContain('report-type=delivery-status');
    expect(report?.bytes.toString()).toContain('ask Jane first');
  });

  it('forwards a held copy to an officer instead', async () => {
    const id = await heldLetter();
    const { code, err } = await gateway.command('forward', id, '--to', 'moira.lang', '--reason', 'hers to answer');
    expect([code, err]).toEqual([0, '']);
    const delivered = await deliveredOf(gateway, 2, id);
    expect(delivered.flatMap((each) => each.to)).toContain(CLERK);
    expect(delivered.flatMap((each) => each.to)).not.toContain(TOM);
    const passedOn = delivered.find((each) => each.to.includes(CLERK));
    expect(passedOn?.bytes.toString()).toMatch(/^Resent-Date: /);
    expect(passedOn?.bytes.toString()).not.toContain(TOM);
  });

  it('asks for a reason, and says so', async () => {
    const id = await heldLetter();
    const { code, err } = await gateway.command('release', id);
    expect(code).toBe(2);
    expect(err).toContain('--reason');
  });
});

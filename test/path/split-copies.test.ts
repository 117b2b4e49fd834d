/** One letter in several transactions, on a real gateway: what leaves, and that its author is told once. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestGateway, testGateway, until } from '../gateway.ts';
import { sendLetter } from '../smtp-client.ts';

const JANE = 'jane.marsh@ashcombe-tc.example';
const TOM = 'tom.hale@ashcombe-tc.example';
const CLERK = 'clerk@ashcombe-tc.example';
const AUDITOR = 'auditor@extaudit.example';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ protocol: 'wonderland' });
}, 120_000);
afterAll(() => gateway.end(), 60_000);

/** As an upstream hands in each part of it: the same but for what it wrote above. */
async function handIn(name: string, to: readonly string[], above = ''): Promise<string> {
  const bytes =
    `${above}From: ${JANE}\r\nTo: ${CLERK}\r\nSubject: Boiler\r\nMessage-ID: <${name}@ashcombe-tc.example>\r\n` +
    'Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n\r\nWhen was the boiler last serviced?\r\n';
  const { code, id } = await sendLetter(gateway.smtp, { from: JANE, to, bytes });
  expect(code).toBe(250);
  return id ?? '';
}

type Shown = { readonly state: string; readonly events: readonly { kind: string; payload: unknown }[] };

/** Once every copy has left and every notice is written. */
async function settled(id: string): Promise<Shown> {
  let shown: Shown | null = null;
  await until(20_000, async () => {
    const { code, out } = await gateway.command('show', id, '--json');
    shown = code === 0 ? JSON.parse(out) : null;
    return shown?.state === 'settled' || shown?.state === 'purged';
  });
  return shown as unknown as Shown;
}

async function copyTo(address: string, id: string): Promise<string> {
  const copy = (await gateway.outbox()).find((each) => each.letter === id && each.to.includes(address));
  return copy?.bytes.toString() ?? '';
}

async function noticesAbout(...ids: readonly string[]): Promise<number> {
  const notices = (await gateway.outbox()).filter((each) => each.to.includes(JANE));
  return notices.filter((each) => ids.some((id) => each.bytes.includes(`letter=${id}`))).length;
}

it('opens a blind copy that came first in the copies that come after it, and tells the author once', async () => {
  const blind = await handIn('split', [TOM], 'X-MS-Exchange-Organization-Recipient-P2-Type: Bcc\r\n');
  await settled(blind);
  const shown = await handIn('split', [CLERK], 'Received: from a by b; Mon, 23 Nov 2026 10:15:01 +0000\r\n');
  await settled(shown);
  expect(await copyTo(TOM, blind)).toContain(`Cc: Tom Hale <${TOM}>`);
  expect(await copyTo(CLERK, shown)).toContain(`Cc: Tom Hale <${TOM}>`);
  await until(10_000, async () => (await noticesAbout(blind, shown)) > 0);
  expect(await noticesAbout(blind, shown)).toBe(1);
}, 60_000);

it('links what a client sends again, and delivers it', async () => {
  const first = await handIn('again', [CLERK]);
  await settled(first);
  const second = await handIn('again', [CLERK]);
  const { events } = await settled(second);
  expect(events).toContainEqual(expect.objectContaining({ kind: 'suspected-resubmission', payload: { of: first } }));
  expect(await copyTo(CLERK, second)).toContain('When was the boiler');
}, 60_000);

it('learns nothing from a copy to a protected address', async () => {
  await handIn('apart', [AUDITOR]);
  await until(10_000, async () => (await gateway.outbox()).some((each) => each.to.includes(AUDITOR)));
  const shown = await handIn('apart', [CLERK]);
  const record = await settled(shown);
  expect(JSON.stringify(record)).not.toContain('auditor');
  expect(record.events.map(({ kind }) => kind)).not.toContain('suspected-resubmission');
  expect(await copyTo(CLERK, shown)).not.toContain('Cc:');
}, 60_000);

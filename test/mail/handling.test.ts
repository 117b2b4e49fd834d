/** What mail systems on the way wrote about a copy, as it is read. */
import { describe, expect, it } from 'vitest';
import { type Handling, type Letter, NO_HANDLING } from '../../rules/letter.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';
import { crlf } from './letter-file.ts';

function read(text: string, recipients = envelopeTo('b@x.example').recipients): Promise<Letter> {
  return readNow(Buffer.from(crlf(text)), { ...envelopeTo(), recipients });
}

async function handling(text: string): Promise<Partial<Handling>> {
  return (await read(text)).handling;
}

describe('what mail systems write of a copy', () => {
  it('is nothing, mostly', async () => {
    expect(await handling('From: a@x.example\n\nText')).toEqual(NO_HANDLING);
  });

  it('is whom it was first meant for, where that is an address', async () => {
    const recipients = [
      { address: 'B@x.example', orcpt: 'rfc822;Board@x.example' },
      { address: 'c@x.example', orcpt: 'UTF-8;jané@x.example' },
      { address: 'd@x.example', orcpt: 'x400;c=gb/o=x' },
      { address: 'e@x.example', orcpt: 'rfc822;nobody' },
      { address: 'f@x.example' },
    ];
    expect((await read('From: a@x.example\n\n', recipients)).handling.originals).toEqual([
      { copy: 'b@x.example', original: 'board@x.example' },
      { copy: 'c@x.example', original: 'jané@x.example' },
    ]);
  });

  it('is each time that somebody passed it on, the latest first', async () => {
    const text =
      'Resent-From: Two <two@x.example>\nResent-To: three@x.example,\n four@x.example\nResent-Cc: G: five@x.example;\n' +
      'Received: from a by b; x\nResent-Sender: one@x.example\nResent-To: two@x.example\nRESENT-BCC: six@x.example\n' +
      'Resent-To: zero@x.example\nFrom: a@x.example\n\nText';
    expect((await handling(text)).resent).toEqual([
      { by: ['two@x.example'], to: ['three@x.example', 'four@x.example', 'five@x.example'], bcc: [] },
      { by: ['one@x.example'], to: ['two@x.example'], bcc: ['six@x.example'] },
      { by: [], to: ['zero@x.example'], bcc: [] },
    ]);
  });

  it('is what Exchange and Google note', async () => {
    const text =
      'X-MS-Exchange-Organization-Recipient-P2-Type: Cc\nx-ms-exchange-crosspremises-recipient-p2-type: BCC\n' +
      'X-MS-Exchange-Organization-Recipient-P2-Type: Unknown\nX-MS-Exchange-Organization-History: Expanded;Staff@x.example\n' +
      'X-MS-Exchange-CrossPremises-History: DeliveredAndForwarded:"tom@x.example"\nX-MS-Exchange-Organization-History: Expanded\n' +
      'X-Gm-Original-To: old@x.example\nX-MS-Exchange-Organization-AutoForwarded: True\n\nText';
    expect(await handling(text)).toMatchObject({
      fieldOfCopy: ['cc', 'bcc'],
      history: [
        { how: 'expanded', address: 'staff@x.example' },
        { how: 'forwarded', address: 'tom@x.example' },
      ],
      originalTo: ['old@x.example'],
      autoForwarded: true,
    });
  });

  it('is whom an appointment calls a room or equipment, in whatever part it stands', async () => {
    const part = (text: string) => `--B\nContent-Type: text/calendar; charset=utf-8\n\n${text}\n`;
    const text = `Content-Type: multipart/mixed; boundary=B\n\n${part('BEGIN:VEVENT\nATTENDEE;CN="Chamber: large";CUTYPE=ROOM:mailto:Chamber@x.exa\n mple')}${part('attendee;cutype=resource:MAILTO:projector@x.example\nATTENDEE;CUTYPE=GROUP:mailto:all@x.example\nATTENDEE:mailto:tom@x.example\nATTENDEE;CUTYPE=ROOM:urn:uuid:1')}--B--\n`;
    expect((await handling(text)).rooms).toEqual(['chamber@x.example', 'projector@x.example']);
  });

  it('is read where the body cannot be, too, and crosses from process to process as it is', async () => {
    const letter = await read(`Resent-From: a@x.example\nList-Post: <mailto:l@x.example>\n${'x'.repeat(600_000)}`);
    expect(letter).toMatchObject({ body: { kind: 'unreadable' }, contentHash: null, listPost: '<mailto:l@x.example>' });
    expect(letter.handling.resent).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(letter))).toEqual(letter);
  });

  it('takes no longer for somebody who writes it ten thousand times', async () => {
    const many =
      'Resent-To: a@x.example\n'.repeat(10_000) + `X-Gm-Original-To: ${'a@x.example,'.repeat(1_000)}\n`.repeat(10);
    const began = performance.now();
    const { resent, originalTo } = (await read(`${many}\nText`)).handling;
    expect([resent.length, originalTo.length]).toEqual([200, 200]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

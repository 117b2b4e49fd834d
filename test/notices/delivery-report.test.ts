import { describe, expect, it } from 'vitest';
import { deliveryReport } from '../../src/notices/delivery-report.ts';
import { reportGroups } from '../../src/notices/report-account.ts';
import { expectGolden } from './golden.ts';
import { partOf, readMessage } from './read-message.ts';
import { report, reported, reports } from './reports.ts';

async function statusPart(...copies: Parameters<typeof report>): Promise<string> {
  return partOf(readMessage(await deliveryReport(report(...copies))), 'message/delivery-status');
}

describe('what the envelope sender is told', () => {
  for (const [name, variant] of Object.entries(reports)) {
    it(name, async () => expectGolden(name, await deliveryReport(variant)));
  }
});

describe('a delivery report', () => {
  it('is a multipart/report of three parts (RFC 6522 §3)', async () => {
    const message = readMessage(await deliveryReport(report([reported({})])));
    expect(message.header.get('content-type')).toMatch(/^multipart\/report; report-type=delivery-status;/);
    const types = message.parts.map(({ header }) => header.get('content-type')?.split(';')[0]);
    expect(types).toEqual(['text/plain', 'message/delivery-status', 'text/rfc822-headers']);
    expect(message.header.get('auto-submitted')).toBe('auto-replied');
  });

  it('gives machines every field they need (RFC 3464 §2)', async () => {
    const copy = reported({ orcpt: 'rfc822;gary+fences@unsworthfencing.example' });
    expect(await statusPart([copy], { envid: 'QQ314159' })).toBe(
      [
        'Original-Envelope-Id: QQ314159',
        'Reporting-MTA: dns; post.ashcombe-tc.example',
        'X-Postroom-Id: 01KAKYZZZZ0000000000000000',
        'Arrival-Date: Mon, 23 Nov 2026 10:15:00 +0000',
        '',
        'Original-Recipient: rfc822; gary+fences@unsworthfencing.example',
        'Final-Recipient: rfc822; gary@unsworthfencing.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 <gary@unsworthfencing.example>: no such',
        ' mailbox here',
        'Last-Attempt-Date: Mon, 23 Nov 2026 10:20:00 +0000',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [{ kind: 'returned', by: { kind: 'rule', clauses: [] } }, 'failed', '5.7.1'],
    [{ kind: 'expired', reply: '451 4.4.1 no answer' }, 'failed', '5.4.7'],
    [{ kind: 'refused', reply: '550 no code' }, 'failed', '5.0.0'],
    [{ kind: 'refused', reply: '554 4.3.0 a class that does not fit' }, 'failed', '5.0.0'],
    [{ kind: 'refused', reply: '550-5.2.1 of several lines' }, 'failed', '5.2.1'],
    [{ kind: 'delayed', reply: '452 4.2.2 full', until: 0 }, 'delayed', '4.2.2'],
    [{ kind: 'delayed', reply: null, until: 0 }, 'delayed', '4.0.0'],
    [{ kind: 'relayed', reply: null }, 'relayed', '2.0.0'],
  ] as const)('codes %j as %s %s', async (fate, action, status) => {
    const text = await statusPart([reported({ fate })]);
    expect(text).toContain(`Action: ${action}\nStatus: ${status}\n`);
  });

  it('writes a foreign address in seven bits (RFC 6533 §3)', async () => {
    const text = await statusPart([
      reported({ address: 'zo\u00eb+a@b\u00fccher.example', orcpt: 'utf-8;zo\u00eb@x.example' }),
    ]);
    expect(text).toContain('Final-Recipient: utf-8; zo\\x{EB}\\x{2B}a@b\\x{FC}cher.example\n');
    expect(text).toContain('Original-Recipient: utf-8; zo\\x{EB}@x.example\n');
    expect(text).toMatch(/^[\x0a\x20-\x7e]*$/);
  });

  it('gives back the header alone, without Bcc and without fields of ours', async () => {
    const header = partOf(readMessage(await deliveryReport(report([reported({})]))), 'text/rfc822-headers');
    expect(header).toContain('To: Moira Lang <clerk@ashcombe-tc.example>,\n\tGary');
    expect(header).not.toMatch(/bcc|friend|X-Postroom|The text/i);
  });

  it('gives back the whole letter where the sender asked for it', async () => {
    const whole = partOf(readMessage(await deliveryReport(report([reported({})], { ret: 'FULL' }))), 'message/rfc822');
    expect(whole).toContain('Message-ID: <fence-1@ashcombe-tc.example>\n\nThe text of the letter.\n');
    expect(whole).not.toMatch(/bcc|friend/i);
  });

  it('keeps the text to itself where it is confidential, or would have to be recoded', async () => {
    for (const changes of [{ confidential: true }, { bytes: Buffer.from('Subject: x\r\n\r\ncaf\u00e9\r\n') }]) {
      const bytes = await deliveryReport(report([reported({})], { ret: 'FULL', ...changes }));
      expect(readMessage(bytes).parts[2]?.header.get('content-type')).toBe('text/rfc822-headers');
      expect(bytes.toString()).not.toMatch(/The text|caf/);
    }
  });

  it('shows no other recipient whom the next hop named', async () => {
    const fate = {
      kind: 'refused',
      reply:
        '554 5.7.1 refused for <gary@unsworthfencing.example>, <secret.friend@postbox.example>. Ask postmaster@there.example',
    } as const;
    const bytes = (await deliveryReport(report([reported({ fate })]))).toString();
    expect(bytes).not.toContain('secret.friend');
    expect(bytes.replace(/\r\n */g, ' ')).toContain('postmaster@there.example');
  });
});

describe('copies that come back together', () => {
  const one = reported({ address: 'one@postbox.example', blind: true });
  const two = reported({ address: 'two@postbox.example', blind: true });
  const open = reported({});

  it('share a report that goes to the author', () => {
    expect(reportGroups([one, open, two], true)).toEqual([[one, open, two]]);
  });

  it('are told to anybody else with one blind recipient at most', () => {
    expect(reportGroups([one, open, two], false)).toEqual([[one, open], [two]]);
  });

  it('are parted by what became of them', () => {
    const late = reported({ fate: { kind: 'delayed', reply: null, until: 0 } });
    expect(reportGroups([open, late], true)).toEqual([[open], [late]]);
  });

  it('never name two blind recipients to anybody else, even when put in one report', async () => {
    const bytes = (
      await deliveryReport({ ...report([one, two]), toAuthor: false, to: 'assistant@ashcombe-tc.example' })
    ).toString();
    expect(bytes).toContain('one@postbox.example');
    expect(bytes).not.toContain('two@postbox.example');
  });
});

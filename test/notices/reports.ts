/** One delivery report for each thing that a report tells. */
import type { DeliveryReport, ReportedCopy } from '../../src/notices/report-account.ts';
import { clause51, clerk, id, letterhead } from './letters.ts';

const LETTER = [
  'Received: from laptop by post.ashcombe-tc.example; Mon, 23 Nov 2026 10:15:00 +0000',
  'From: Tom Hale <tom.hale@ashcombe-tc.example>',
  'To: Moira Lang <clerk@ashcombe-tc.example>,',
  '\tGary <gary@unsworthfencing.example>',
  'bcc: secret.friend@postbox.example,',
  '  another.friend@postbox.example',
  'X-Postroom-Id: 01KAKYZZZZ0000000000000000',
  'Subject: Fence at Tabley Road',
  'Message-ID: <fence-1@ashcombe-tc.example>',
  '',
  'The text of the letter.',
  '',
].join('\r\n');

export function reported(changes: Partial<ReportedCopy>): ReportedCopy {
  return {
    address: 'gary@unsworthfencing.example',
    blind: false,
    orcpt: null,
    fate: { kind: 'refused', reply: '550 5.1.1 <gary@unsworthfencing.example>: no such mailbox here' },
    ...changes,
  };
}

export function report(
  copies: readonly ReportedCopy[],
  changes: Partial<DeliveryReport['letter']> = {},
): DeliveryReport {
  return {
    report: { id: id('01KAKZ0000000000000000000R'), at: Date.UTC(2026, 10, 23, 10, 20) },
    letterhead,
    to: 'tom.hale@ashcombe-tc.example',
    toAuthor: true,
    isPrivate: false,
    letter: {
      id: id('01KAKYZZZZ0000000000000000'),
      subject: 'Fence at Tabley Road',
      messageId: 'fence-1@ashcombe-tc.example',
      references: [],
      receivedAt: Date.UTC(2026, 10, 23, 10, 15),
      envid: null,
      ret: null,
      confidential: false,
      bytes: Buffer.from(LETTER),
      ...changes,
    },
    copies,
  };
}

export const reports: Readonly<Record<string, DeliveryReport>> = {
  'report-refused': report([reported({ orcpt: 'rfc822;gary+fences@unsworthfencing.example' })], { envid: 'QQ314159' }),
  'report-expired': report([reported({ fate: { kind: 'expired', reply: '451 4.4.1 connection timed out' } })]),
  'report-delayed': report([
    reported({
      fate: { kind: 'delayed', reply: '452 4.2.2 mailbox full', until: Date.UTC(2026, 10, 28, 10, 15) },
    }),
  ]),
  'report-relayed': report([reported({ fate: { kind: 'relayed', reply: '250 2.0.0 ok' } })]),
  'report-returned-by-rule': report([
    reported({
      address: 'george.ellery@ashcombe-tc.example',
      fate: { kind: 'returned', by: { kind: 'rule', clauses: [clause51] } },
    }),
  ]),
  'report-returned-by-reviewer': report([
    reported({
      address: 'george.ellery@ashcombe-tc.example',
      blind: true,
      fate: {
        kind: 'returned',
        by: { kind: 'reviewer', name: clerk.name, post: clerk.post, reason: 'Please ask Jane first.' },
      },
    }),
  ]),
};

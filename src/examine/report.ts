/** A delivery report's bytes, from the letter in the spool and what became of its copies. */
import type { DueEffect } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { Council } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Gateway } from '../gateway.ts';
import { type Header, scanHeader } from '../mail/headers.ts';
import { deliveryReport } from '../notices/delivery-report.ts';
import type { ReportedCopy } from '../notices/report-account.ts';
import type { ReportPayload } from './effects-due.ts';
import { authorIn, firstBytes, isSameMailbox, isShown, messageIdIn, referencesIn, subjectIn } from './from-header.ts';
import { letterheadOf } from './letterhead.ts';
import { folded } from './terms.ts';

type Reported = {
  readonly child: LetterId;
  readonly effect: DueEffect;
  readonly parent: SpoolEnvelope;
  readonly council: Council;
};

export async function reportBytes({ child, effect, parent, council }: Reported, gateway: Gateway): Promise<Buffer> {
  const { copies } = effect.payload as ReportPayload;
  const bytes = await firstBytes(gateway.spool.messagePath(parent.id));
  const header = scanHeader(bytes);
  const author = authorIn(header);
  const confidential = copies.some(({ fate }) => fate.kind === 'returned');
  return deliveryReport({
    report: { id: child, at: effect.at },
    letterhead: letterheadOf(council, effect.at, gateway),
    to: parent.mailFrom,
    toAuthor: author !== null && isSameMailbox(folded(parent.mailFrom), author.address, council),
    letter: { ...letterOf(parent, header), confidential, bytes },
    copies: copies.flatMap(({ n, fate }) => reportedCopy(n, fate, { parent, header, council })),
  });
}

function letterOf(parent: SpoolEnvelope, header: Header) {
  return {
    id: parent.id,
    subject: subjectIn(header),
    messageId: messageIdIn(header),
    references: referencesIn(header),
    receivedAt: parent.receivedAt,
    envid: parent.dsn.envid,
    ret: parent.dsn.ret,
  };
}

type From = { readonly parent: SpoolEnvelope; readonly header: Header; readonly council: Council };

function reportedCopy(n: number, fate: ReportedCopy['fate'], { parent, header, council }: From): ReportedCopy[] {
  const recipient = parent.recipients[n];
  if (recipient === undefined) return [];
  const blind = !isShown(folded(recipient.address), header, council);
  return [{ address: recipient.address, blind, orcpt: recipient.orcpt ?? null, fate }];
}

/** A delivery report's bytes, from the letter in the spool and what became of its copies. */
import type { DueEffect } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { Council } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Gateway } from '../gateway.ts';
import type { Header } from '../mail/header/headers.ts';
import { deliveryReport } from '../notices/delivery-report.ts';
import { messageIdIn, referencesIn, subjectIn } from './from-header.ts';
import { letterheadOf } from './letterhead.ts';
import { type ReportPayload, reportable } from './reportable.ts';

type Reported = {
  readonly child: LetterId;
  readonly effect: DueEffect;
  readonly parent: SpoolEnvelope;
  readonly council: Council;
};

export async function reportBytes({ child, effect, parent, council }: Reported, gateway: Gateway): Promise<Buffer> {
  const { copies } = effect.payload as ReportPayload;
  const { bytes, header, toAuthor, copy } = await reportable(parent, council, gateway.spool.messagePath(parent.id));
  const confidential = copies.some(({ fate }) => fate.kind === 'returned');
  return deliveryReport({
    report: { id: child, at: effect.at },
    letterhead: letterheadOf(council, effect.at, gateway),
    to: parent.mailFrom,
    toAuthor,
    isPrivate: parent.protected,
    letter: { ...letterOf(parent, header), confidential: confidential || parent.protected, bytes },
    copies: copies.flatMap(copy),
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

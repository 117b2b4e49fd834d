/** What a report may say of a letter's copies: which of them are blind, and whether its reader wrote the letter. */
import type { DecidedEffect } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { Council } from '../../rules/council.ts';
import { type Header, scanHeader } from '../mail/header/headers.ts';
import { type Fate, type ReportedCopy, reportGroups } from '../notices/report-account.ts';
import { authorIn, firstBytes, isSameMailbox, isShown } from './from-header.ts';
import { folded } from './terms.ts';

export type CopyFate = { readonly n: number; readonly fate: Fate };
/** What the register keeps of a report: places in the spool envelope, so that no protected address gets there. */
export type ReportPayload = { readonly copies: readonly CopyFate[] };

export type Reportable = {
  readonly bytes: Buffer;
  readonly header: Header;
  readonly toAuthor: boolean;
  /** None where the envelope has no such copy: one that took another's place is reported to nobody. */
  readonly copy: (fate: CopyFate) => (ReportedCopy & CopyFate)[];
};

export async function reportable(parent: SpoolEnvelope, council: Council, messagePath: string): Promise<Reportable> {
  const bytes = await firstBytes(messagePath);
  const header = scanHeader(bytes);
  const author = authorIn(header);
  return {
    bytes,
    header,
    toAuthor: author !== null && isSameMailbox(folded(parent.mailFrom), author.address, council),
    copy: ({ n, fate }) => {
      const recipient = parent.recipients[n];
      if (recipient === undefined) return [];
      const blind = !isShown(folded(recipient.address), header, council);
      return [{ n, fate, address: recipient.address, blind, orcpt: recipient.orcpt ?? null }];
    },
  };
}

/** As few reports as may be, none of which tells one blind recipient of another. `name` is unique within the letter. */
export function reports(name: string, fates: readonly CopyFate[], { copy, toAuthor }: Reportable): DecidedEffect[] {
  return reportGroups(fates.flatMap(copy), toAuthor).map((group, i) =>
    reportOf(
      `${name}:${i}`,
      group.map(({ n, fate }) => ({ n, fate })),
    ),
  );
}

export function reportOf(name: string, copies: readonly CopyFate[]): DecidedEffect {
  const payload: ReportPayload = { copies };
  return { key: `report:${name}`, kind: 'report', payload };
}

/** The null sender is never told anything, and our own mail is never answered, not even by ourselves. */
export function mayBeReported(envelope: Pick<SpoolEnvelope, 'mailFrom' | 'origin'>): boolean {
  return envelope.mailFrom !== '' && envelope.origin !== 'own';
}

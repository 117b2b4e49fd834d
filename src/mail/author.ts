/**
 * Who a letter says wrote it, from its header alone: cheap enough to be asked in the SMTP session, before the 250.
 * Whether that is believed is the connection's matter, not this file's.
 */
import type { Anomaly, Mailbox } from '../../rules/letter.ts';
import { type AddressList, mailboxesOf } from './header/addresses.ts';
import { type Header, scanHeader } from './header/headers.ts';

export type Authors = {
  /** Of every `From` field; of several mailboxes each is an author. Empty: the letter has no author. */
  readonly from: readonly Mailbox[];
  /** Of every `Sender` field. */
  readonly sender: readonly Mailbox[];
  /** What readers' programs may understand differently: two `From` fields, two addresses in one entry … */
  readonly doubts: readonly Anomaly[];
};

/** The first bytes of a letter, with all of its header or as much as the limit allows. Never throws. */
export function readAuthors(bytes: Buffer): Authors {
  return authorsOf(scanHeader(bytes));
}

export function authorsOf(header: Header): Authors {
  const repeated = header.anomalies.filter(
    ({ kind, where }) => kind === 'header-repeated' && /^(from|sender)$/.test(where),
  );
  const from = mailboxesOf(header, 'from');
  const sender = mailboxesOf(header, 'sender');
  const faults = [...faultsAt(from, 'from'), ...faultsAt(sender, 'sender')];
  return { from: from.mailboxes, sender: sender.mailboxes, doubts: [...repeated, ...faults] };
}

function faultsAt({ faults }: AddressList, where: string): readonly Anomaly[] {
  return faults.map((kind) => ({ kind, where }));
}

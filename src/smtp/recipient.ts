/** RCPT TO: whether a copy to this address may be asked for here. */
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server';
import { domainOf, type EmailAddress, readAddress } from '../../rules/address.ts';
import { properOfficer } from '../../rules/directory.ts';
import { councilFor, councilOfAddress, type Policy } from '../config/policy.ts';
import { type Door, type House, originOf } from './house.ts';
import { REPLIES, type Reply } from './replies.ts';
import { senderOf, sendingCouncil } from './sender.ts';
import { inDirectory, isAscii, isAtGateway, isOfCouncil, isOurs, isProtectedCopy } from './standing.ts';

/** Null: it may. Turns `postmaster` of no mailbox system into who answers for it. */
export async function refuseRecipient(
  house: House,
  door: Door,
  recipient: SMTPServerAddress,
  session: SMTPServerSession,
): Promise<Reply | null> {
  if (!(await house.spool.room())) return REPLIES.spoolFull;
  if (!isAscii(recipient.address) && session.envelope.smtpUtf8 !== true) return REPLIES.utf8Needed;
  recipient.address = withPostmaster(house, recipient.address);
  const reading = readAddress(recipient.address);
  if (reading.kind === 'invalid') return REPLIES.badRecipient;
  switch (originOf(door)) {
    case 'inbound':
      return fromTheWorld(house.policy(), house.settings.hostname, reading.address);
    case 'upstream':
      return fromUpstream(house, door, reading.address, session);
    case 'submission':
      return null;
  }
}

/** RFC 5321 §4.5.1: `postmaster` must reach somebody. Ours is the proper officer, unless the directory has one. */
function withPostmaster(house: House, written: string): string {
  const policy = house.policy();
  const { hostname } = house.settings;
  if (/^postmaster$/i.test(written)) return officerFor(policy, null);
  const reading = readAddress(written);
  if (reading.kind === 'invalid' || !reading.address.startsWith('postmaster@')) return written;
  if (isAtGateway(hostname, reading.address)) return officerFor(policy, null);
  return written;
}

function officerFor(policy: Policy, address: EmailAddress | null): string {
  const council = councilFor(policy, address, []);
  return council.people.get(properOfficer(council, Date.now()))?.email ?? `postmaster@${council.domains[0] ?? ''}`;
}

/** Only the directory, and answers to notices of ours. */
function fromTheWorld(policy: Policy, hostname: string, address: EmailAddress): Reply | null {
  if (inDirectory(policy, address) || isPostmasterOfCouncil(policy, address)) return null;
  if (isAtGateway(hostname, address)) return unlessAnswer(address);
  return councilOfAddress(policy, address) === null ? REPLIES.noRelay : REPLIES.unknownRecipient;
}

/** At our own hostname nobody lives. Whether the mark in an answer to a notice is ours is found out when it is read. */
function unlessAnswer(address: EmailAddress): Reply | null {
  return /^bounce\+[0-9a-z]{26}-[0-9a-f]+@/.test(address) ? null : REPLIES.unknownRecipient;
}

function isPostmasterOfCouncil(policy: Policy, address: EmailAddress): boolean {
  return (
    address.startsWith('postmaster@') && policy.councils.some(({ domains }) => domains.includes(domainOf(address)))
  );
}

/** Who is not of a council may write to it, not through it. A null sender is a report and may go back to anybody. */
function fromUpstream(house: House, door: Door, address: EmailAddress, session: SMTPServerSession): Reply | null {
  const policy = house.policy();
  const sender = senderOf(session);
  const writes = sendingCouncil(house, door, session);
  if (isAtGateway(house.settings.hostname, address) && !isOfCouncil(policy, address)) return unlessAnswer(address);
  const maySend =
    sender === null || writes !== null || isOurs(policy, house.settings.hostname, sender) || isDelegate(policy, sender);
  if (maySend || isOurs(policy, house.settings.hostname, address)) return null;
  return isProtectedCopy(policy, writes, address) ? null : REPLIES.unproven;
}

function isDelegate(policy: Policy, sender: EmailAddress): boolean {
  return policy.councils.some(({ delegates }) => delegates.some((delegate) => delegate.sender === sender));
}

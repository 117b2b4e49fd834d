/** MAIL FROM: whether a letter from this sender may begin. */
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import { councilOfAddress } from '../config/policy.ts';
import { type Door, type House, isForPeople } from './house.ts';
import { REPLIES, type Reply } from './replies.ts';
import { signedIn } from './sign-in.ts';
import { isAscii } from './standing.ts';

/** Null: it may. */
export async function refuseSender(
  house: House,
  sender: SMTPServerAddress,
  session: SMTPServerSession,
): Promise<Reply | null> {
  if (!(await house.spool.room())) return REPLIES.spoolFull;
  if (!isAscii(sender.address) && session.envelope.smtpUtf8 !== true) return REPLIES.utf8Needed;
  return sender.address === '' || readAddress(sender.address).kind === 'address' ? null : REPLIES.badSender;
}

/** Null: the null sender. */
export function senderOf(session: SMTPServerSession): EmailAddress | null {
  const { mailFrom } = session.envelope;
  const reading = readAddress(mailFrom === false ? '' : mailFrom.address);
  return reading.kind === 'address' ? reading.address : null;
}

/** The council that writes, as far as the envelope or the sign-in says; null where it does not. */
export function sendingCouncil(house: House, door: Door, session: SMTPServerSession): Council | null {
  const policy = house.policy();
  const account = isForPeople(door) ? signedIn(session) : null;
  const ofAccount = policy.councils.find(({ id }) => id === account?.council);
  if (ofAccount !== undefined) return ofAccount;
  const sender = senderOf(session);
  return sender === null ? null : councilOfAddress(policy, sender);
}

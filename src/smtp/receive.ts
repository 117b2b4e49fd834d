/**
 * DATA: a letter's bytes through the guard into the spool, and the answer. The 250 is given when the letter is on
 * disk and not before; neither Redis nor PostgreSQL is waited for. A client that vanishes leaves nothing.
 */
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Draft } from '../../queue/spool/draft.ts';
import { asFault, type SpoolFault } from '../../queue/spool/fault.ts';
import { readAddress } from '../../rules/address.ts';
import { authorsOf } from '../mail/author.ts';
import { fieldsNamed, scanHeader } from '../mail/header/headers.ts';
import { claimedAuthors, mayLeave, proofOf, type Speaker } from './author.ts';
import { type Copy, entriesOf, type Received } from './entries.ts';
import { commonOf, recipientOf } from './envelope.ts';
import { type Guard, guard } from './guard.ts';
import { type Door, type House, originOf } from './house.ts';
import { queuedAs, REPLIES, type Reply } from './replies.ts';
import { senderOf, sendingCouncil } from './sender.ts';
import { signedIn } from './sign-in.ts';
import { isOurs, isProtectedCopy } from './standing.ts';

const MOST_RECEIVED_FIELDS = 50;

export type Reception = {
  readonly house: House;
  readonly door: Door;
  readonly session: SMTPServerSession;
  readonly stream: SMTPServerDataStream;
  /** The client sends more than anybody would by mistake: say this and hang up. */
  readonly dismiss: (reply: Reply) => void;
  /** To be called when the last byte is there. */
  readonly isWhole: () => void;
};

/** Rejects only where the client went away, or for a bug. */
export async function receive(reception: Reception): Promise<Reply> {
  const { house, isWhole } = reception;
  // Taken now: the library empties the session's envelope when the transaction ends, however it ends.
  const transaction = transactionOf(reception);
  const { size, header } = house.settings.smtp.limits;
  const guarding = guard({ size, header, patience: size * 4 });
  const draft = await house.spool.draft().catch(asFault);
  try {
    await readAll(reception, guarding, 'commit' in draft ? draft : null);
    isWhole();
    if (!('commit' in draft)) return refusal(house, draft);
    return await answer(house, transaction, guarding, draft);
  } catch (error) {
    if ('commit' in draft) await draft.discard();
    throw error;
  }
}

/** To the end, also of what is not stored: the protocol gives the answer there. Throws where the client goes away. */
async function readAll({ stream, dismiss }: Reception, guarding: Guard, draft: Draft | null): Promise<void> {
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    if (guarding.passes(bytes)) await draft?.write(bytes);
    else if (guarding.isOutOfPatience()) dismiss(REPLIES.tooBig);
  }
}

type Transaction = Omit<Received, 'proof' | 'author' | 'common'> & {
  readonly speaker: Speaker;
  readonly envelope: ReturnType<typeof commonOf>;
};

/** What the envelope says; nothing of the letter has been read. */
function transactionOf({ house, door, session }: Reception): Transaction {
  const policy = house.policy();
  const sender = senderOf(session);
  const writes = sendingCouncil(house, door, session);
  const copies = session.envelope.rcptTo.flatMap((given): Copy[] => {
    const reading = readAddress(given.address);
    if (reading.kind === 'invalid') return [];
    const { address } = reading;
    return [{ recipient: recipientOf(given), address, protected: isProtectedCopy(policy, writes, address) }];
  });
  const speaker: Speaker = { kind: originOf(door), sender, account: signedIn(session) };
  return { policy, sender, copies, speaker, envelope: commonOf(session, originOf(door)) };
}

async function answer(house: House, transaction: Transaction, guarding: Guard, draft: Draft): Promise<Reply> {
  const header = scanHeader(guarding.header());
  const circles = fieldsNamed(header, 'received').length > MOST_RECEIVED_FIELDS;
  const fault = guarding.verdict() ?? (circles ? REPLIES.loop : null);
  if (fault !== null) return discard(draft, fault);
  const open = transaction.copies.filter((copy) => !copy.protected);
  const claimed = open.length === 0 ? [] : claimedAuthors(authorsOf(header), transaction.sender);
  const proof = proofOf(transaction.policy, transaction.speaker, claimed);
  if (open.length > 0 && transaction.speaker.kind === 'submission' && proof.kind !== 'proven')
    return discard(draft, REPLIES.notTheirs);
  if (isRefused(house, transaction, mayLeave(transaction.policy, transaction.speaker, claimed)))
    return discard(draft, REPLIES.unproven);
  const author = proof.kind === 'proven' ? (claimed[0] ?? null) : null;
  const eightBit = transaction.envelope.eightBit || guarding.eightBit();
  const common = { ...transaction.envelope, eightBit, receivedAt: Date.now(), ...draft.written() };
  const entries = entriesOf({ ...transaction, proof, author, common });
  if (!(await house.spool.room())) return discard(draft, REPLIES.spoolFull);
  try {
    await draft.commit(entries);
  } catch (error) {
    return refusal(house, asFault(error));
  }
  house.producer.add(entries.map(({ id }) => ({ job: { kind: 'judge', letter: id } })));
  logAccepted(house, entries);
  return queuedAs(entries[0].id);
}

/**
 * An author who is not proven reaches nobody outside. Where a protected address is among the recipients the letter is
 * taken all the same, so that its copy gets there; the others are then returned by the judgement. The null sender
 * passes: the protocol's own reports have it.
 */
function isRefused(house: House, { policy, sender, copies }: Transaction, leaves: boolean): boolean {
  if (leaves || sender === null || copies.some((copy) => copy.protected)) return false;
  return copies.some(({ address }) => !isOurs(policy, house.settings.hostname, address));
}

async function discard(draft: Draft, reply: Reply): Promise<Reply> {
  await draft.discard();
  return reply;
}

function refusal(house: House, fault: SpoolFault): Reply {
  if (fault.kind === 'full') return REPLIES.spoolFull;
  house.log.error({ err: fault }, 'a letter could not be stored');
  return REPLIES.storageFault;
}

/** Nothing of a protected copy: not even that there was one. */
function logAccepted(house: House, entries: ReturnType<typeof entriesOf>): void {
  for (const { id, origin, size, recipients, client, protected: isProtected } of entries) {
    if (!isProtected)
      house.log.info({ letter: id, origin, size, copies: recipients.length, ip: client?.ip }, 'accepted');
  }
}

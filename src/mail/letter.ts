/** Bytes → letter: the door where everything that a stranger can send becomes a value, and nothing throws. */
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { Anomaly, Letter } from '../../rules/letter.ts';
import { type BodyReading, readBody } from './body.ts';
import { contentHash } from './content-hash.ts';
import { type AddressList, mailboxesOf } from './header/addresses.ts';
import { readParameters } from './header/content-type.ts';
import { saysWhen } from './header/date.ts';
import { decodeWords, isUnclear } from './header/encoded-words.ts';
import { handlingIn } from './header/handling.ts';
import { fieldsNamed, firstValue, type Header, scanHeader } from './header/headers.ts';
import { labelsIn } from './header/labels.ts';
import { roomsIn } from './rooms.ts';

/** What of the envelope a letter holds; without its protected recipients. */
export type LetterEnvelope = Pick<SpoolEnvelope, 'id' | 'mailFrom' | 'recipients' | 'proof'>;

/** The listeners refuse far shorter headers; this is for files that came another way. */
const MOST_HEADER = 512 * 1024;
/** Enough to know whom such a letter is from. */
const ENOUGH = 64 * 1024;

export async function letterFrom(bytes: Buffer, envelope: LetterEnvelope): Promise<Letter> {
  if (bytes.length > MOST_HEADER && !/^\r?\n|\n\r?\n/.test(bytes.toString('latin1', 0, MOST_HEADER))) {
    return letterWithoutBody(bytes.subarray(0, ENOUGH), envelope, 'its header is longer than 512 KB');
  }
  const header = scanHeader(bytes);
  const letter = assemble(header, envelope, await readBody(bytes, header));
  const handling = { ...letter.handling, rooms: await roomsIn(bytes, header) };
  return { ...letter, handling, contentHash: contentHash(bytes, header.bodyAt) };
}

/** For a body that could not be read: what its header, or its first bytes, say all the same. */
export function letterWithoutBody(first: Buffer, envelope: LetterEnvelope, why: string): Letter {
  const header = scanHeader(first);
  const type = readParameters(firstValue(header, 'content-type') ?? '').value;
  const seal = {
    signed: type === 'multipart/signed',
    encrypted: type === 'multipart/encrypted',
    opaque: false,
    report: type === 'multipart/report',
  };
  return assemble(header, envelope, { body: { kind: 'unreadable', why }, seal, anomalies: [] });
}

function assemble(header: Header, envelope: LetterEnvelope, { body, seal, anomalies }: BodyReading): Letter {
  const at = peopleOf(header);
  return {
    id: envelope.id,
    envelope: { from: senderOf(envelope), to: recipientsOf(envelope) },
    proof: envelope.proof,
    from: at.from.mailboxes,
    sender: at.sender.mailboxes[0] ?? null,
    replyTo: at.replyTo.mailboxes,
    to: at.to.mailboxes,
    cc: at.cc.mailboxes,
    bcc: at.bcc.mailboxes,
    subject: decodeWords(firstValue(header, 'subject') ?? ''),
    messageId: messageIds(firstValue(header, 'message-id'))[0] ?? null,
    references: references(header),
    date: firstValue(header, 'date'),
    autoSubmitted: autoSubmitted(header),
    precedence: firstValue(header, 'precedence'),
    listId: firstValue(header, 'list-id'),
    listPost: firstValue(header, 'list-post'),
    handling: handlingIn(header, envelope.recipients),
    contentHash: null,
    signed: seal.signed,
    encrypted: seal.encrypted,
    report: seal.report,
    labels: labelsIn(header),
    body,
    anomalies: [...header.anomalies, ...addressFaults(at), ...subjectFault(header), ...dateFault(header), ...anomalies],
  };
}

type People = Readonly<Record<'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'bcc', AddressList>>;

function peopleOf(header: Header): People {
  const [from, sender, replyTo] = [
    mailboxesOf(header, 'from'),
    mailboxesOf(header, 'sender'),
    mailboxesOf(header, 'reply-to'),
  ];
  return {
    from,
    sender: oneAlone(sender),
    replyTo,
    to: mailboxesOf(header, 'to'),
    cc: mailboxesOf(header, 'cc'),
    bcc: mailboxesOf(header, 'bcc'),
  };
}

/** RFC 5322 §3.6.2: a sender is one mailbox. Of several, nobody can tell which is meant. */
function oneAlone(list: AddressList): AddressList {
  return list.mailboxes.length < 2 ? list : { ...list, faults: [...list.faults, 'address-unclear'] };
}

function addressFaults(people: People): readonly Anomaly[] {
  return Object.entries(people).flatMap(([where, { faults }]) => faults.map((kind) => ({ kind, where })));
}

/** Whoever knows the character set, or forgives what is wrong with it, reads a subject that we do not. */
function subjectFault(header: Header): readonly Anomaly[] {
  const unread = fieldsNamed(header, 'subject').some(({ value }) => isUnclear(value));
  return unread ? [{ kind: 'header-encoded-word', where: 'subject' }] : [];
}

function dateFault(header: Header): readonly Anomaly[] {
  const date = firstValue(header, 'date');
  return date === null || saysWhen(date) ? [] : [{ kind: 'header-date-invalid', where: 'date' }];
}

function senderOf({ mailFrom }: LetterEnvelope): EmailAddress | null {
  return mailFrom === '' ? null : folded(mailFrom);
}

function recipientsOf({ recipients }: LetterEnvelope): readonly EmailAddress[] {
  return [...new Set(recipients.map(({ address }) => folded(address)))];
}

/** What the listener took (`postmaster` alone) and no parser of ours reads is compared as it stands. */
function folded(address: string): EmailAddress {
  const reading = readAddress(address);
  return reading.kind === 'address' ? reading.address : (address.toLowerCase() as EmailAddress);
}

/** RFC 5322 §3.6.4, oldest first; `In-Reply-To` last, where `References` leaves it out. */
function references(header: Header): readonly string[] {
  const ids = ['references', 'in-reply-to'].flatMap((name) =>
    fieldsNamed(header, name).flatMap((field) => messageIds(field.value)),
  );
  return [...new Set(ids)].slice(0, 1_000);
}

function messageIds(value: string | null): readonly string[] {
  // Some programs leave the brackets out.
  if (value !== null && /^[^\s<>]{1,998}$/.test(value)) return [value];
  return [...(value ?? '').matchAll(/<([^<>]{1,998})>/g)].map((match) => (match[1] ?? '').replace(/\s+/g, ''));
}

/** RFC 3834 §5: one word, perhaps with parameters and comments. */
function autoSubmitted(header: Header): string | null {
  const value = firstValue(header, 'auto-submitted');
  return value === null ? null : readParameters(value).value;
}

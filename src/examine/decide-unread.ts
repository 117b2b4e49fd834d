/**
 * Decisions about letters that nobody reads: copies to protected addresses, which leave no name, subject or text in
 * the register, and the gateway's own mail, which is never judged and leaves as it was written.
 */
import type { DecidedCopy, Decision } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { Gateway } from '../gateway.ts';
import { wholeOf } from './renderings.ts';
import { folded, termsOf } from './terms.ts';

/**
 * The register gets a mark where others have a hash or an address: the hash of the letter's bytes would tell of which
 * letter this is a copy. The terms decide which copies go together, and are not kept either.
 */
export function decideProtected(envelope: SpoolEnvelope, gateway: Gateway): Decision {
  const { mark } = gateway.secret;
  const sha256 = mark('bytes', `${envelope.id} ${envelope.sha256}`);
  return {
    ...unread(envelope),
    sha256,
    renderings: [{ pieces: [], sha256, size: envelope.size }],
    copies: allReady(envelope, gateway, (address) => mark('protected', address)),
  };
}

export function decideOwn(envelope: SpoolEnvelope, gateway: Gateway): Decision {
  return {
    ...unread(envelope),
    renderings: [wholeOf(envelope)],
    copies: allReady(envelope, gateway, (address) => address),
  };
}

function unread(envelope: SpoolEnvelope): Omit<Decision, 'renderings' | 'copies'> {
  return {
    id: envelope.id,
    council: envelope.council,
    origin: envelope.origin,
    protected: envelope.protected,
    policyVersion: null,
    receivedAt: envelope.receivedAt,
    size: envelope.size,
    sha256: envelope.sha256,
    envelopeFrom: envelope.protected ? null : envelope.mailFrom,
    author: null,
    subject: null,
    messageId: null,
    visible: [],
    judgement: null,
    effects: [],
    sibling: null,
  };
}

function allReady(envelope: SpoolEnvelope, gateway: Gateway, name: (address: string) => string): DecidedCopy[] {
  return envelope.recipients.map((recipient, n) => ({
    n,
    address: name(folded(recipient.address)),
    state: 'ready',
    rules: [],
    heldFor: null,
    reviewer: null,
    rendering: 0,
    inPlaceOf: null,
    transaction: termsOf(recipient, envelope.mailFrom, gateway.settings),
  }));
}

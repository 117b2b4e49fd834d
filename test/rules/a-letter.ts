/** Letters to be judged, in the words of their addresses: who writes, who is shown, who is not. */
import type { EmailAddress } from '../../rules/address.ts';
import { type Letter, type LetterId, type Mailbox, NO_HANDLING, type Quotation } from '../../rules/letter.ts';
import { at } from './ashcombe.ts';

export type Written = {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  /** The `Bcc:` header. */
  readonly bcc?: readonly string[];
  /** The envelope's recipients besides those of To and Cc. */
  readonly blind?: readonly string[];
  /** The envelope's recipients, where they are not To, Cc and `blind`. */
  readonly envelope?: readonly string[];
  readonly signed_off?: readonly string[];
  readonly quotes?: boolean;
  readonly unproven?: boolean;
  readonly unreadable?: boolean;
  readonly letter?: Partial<Letter>;
};

/** Noon on Monday, 23 November 2026, in London. */
export const NOON = Date.UTC(2026, 10, 23, 12, 0);

export function aLetter(written: Written = {}): Letter {
  const from = at(written.from ?? 'devan');
  const [to, cc, bcc] = [written.to ?? ['jane'], written.cc ?? [], written.bcc ?? []];
  const recipients = (written.envelope ?? [...to, ...cc, ...(written.blind ?? [])]).map(at);
  return {
    id: '01KAS0000000000000000000AA' as LetterId,
    envelope: { from, to: [...new Set<EmailAddress>(recipients)] },
    proof: written.unproven === true ? { kind: 'unproven', why: 'nobody signed in' } : { kind: 'proven', by: 'case' },
    from: [mailbox(from)],
    sender: null,
    replyTo: [],
    to: to.map(at).map(mailbox),
    cc: cc.map(at).map(mailbox),
    bcc: bcc.map(at).map(mailbox),
    subject: 'Northgate allotments',
    messageId: 'one@ashcombe.example',
    references: [],
    date: null,
    autoSubmitted: null,
    precedence: null,
    listId: null,
    listPost: null,
    handling: NO_HANDLING,
    contentHash: null,
    signed: false,
    encrypted: false,
    report: false,
    labels: [],
    body: written.unreadable === true ? { kind: 'unreadable', why: 'no part of it can be read' } : bodyOf(written),
    anomalies: [],
    ...written.letter,
  };
}

const A_QUOTATION: Quotation = {
  kind: 'quoted',
  part: '1',
  from: 0,
  to: 0,
  depth: 1,
  author: null,
  recipients: [],
  date: null,
  subject: null,
  messageId: null,
};

function bodyOf({ quotes = false, signed_off = [] }: Written): Letter['body'] {
  const text = 'When is the shed due?';
  const own = { kind: 'own', from: 0, to: text.length } as const;
  return {
    kind: 'read',
    texts: [{ part: '1', kind: 'plain', stands: 'body', text, hidden: [], stretches: [own] }],
    quotations: quotes ? [A_QUOTATION] : [],
    enclosures: [],
    signature: signed_off,
  };
}

function mailbox(address: EmailAddress): Mailbox {
  return { name: '', address };
}

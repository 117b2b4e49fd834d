/** The letters that the notices in these tests are about, and the people of Ashcombe who wrote and got them. */
import type { EmailAddress } from '../../rules/address.ts';
import type { Finding } from '../../rules/judgement.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Clause, ClauseNumber, ProtocolId } from '../../rules/protocol.ts';
import type { AuthorNotice, Contact, CopyAccount, Letterhead } from '../../src/notices/account.ts';

export const at = (address: string) => address as EmailAddress;
export const id = (text: string) => text as LetterId;
const protocolId = (text: string) => text as ProtocolId;

export const clerk: Contact = {
  name: 'Moira Lang',
  post: 'Town Clerk',
  address: at('clerk@ashcombe-tc.example'),
};

export const letterhead: Letterhead = {
  language: 'en',
  councilName: 'Ashcombe Town Council',
  zone: 'Europe/London',
  hostname: 'post.ashcombe-tc.example',
  from: at('postroom@ashcombe-tc.example'),
  replyTo: at('post-help@ashcombe-tc.example'),
  properOfficer: clerk,
};

const wonderland = {
  id: protocolId('wonderland'),
  title: 'Wonderland Town Council, Member/Officer Protocol',
};
export const standard = { id: protocolId('standard'), title: 'The standard protocol' };

export const clause121: Clause = {
  number: '12.1' as ClauseNumber,
  source: wonderland.id,
  rules: ['blind-copies'],
  paraphrase:
    'Mail between one member and an officer is copied to another member only if its author means and says so or ' +
    'consents; a copy is always open, never blind.',
};
export const clause51: Clause = {
  number: '5.1' as ClauseNumber,
  source: protocolId('knutsford'),
  rules: ['blind-copies'],
  paraphrase:
    'An officer does not copy mail between one member and an officer to another member; a copy is always open, never blind.',
};

const PEOPLE: Readonly<Record<string, string>> = {
  'clerk@ashcombe-tc.example': 'Moira Lang',
  'devan.rao@ashcombe-tc.example': 'Devan Rao',
  'george.ellery@ashcombe-tc.example': 'George Ellery',
  'jane.marsh@ashcombe-tc.example': 'Jane Marsh',
  'tom.hale@ashcombe-tc.example': 'Tom Hale',
  'owen.pryce@ashcombe-tc.example': 'Owen Pryce',
};

/** A copy that was sent openly, unless `changes` says otherwise. */
export function copy(address: string, changes: Partial<CopyAccount> = {}): CopyAccount {
  const name = PEOPLE[address] ?? null;
  return {
    to: at(address),
    name,
    inside: name !== null,
    blind: false,
    opened: false,
    became: { kind: 'sent' },
    ...changes,
  };
}

export const heldForAuthor: Partial<CopyAccount> = { blind: true, became: { kind: 'held', for: 'author' } };
export const heldForClerk: Partial<CopyAccount> = {
  blind: true,
  became: { kind: 'held', for: 'review', reviewer: clerk },
};

export function finding(changes: Partial<Finding>): Finding {
  return {
    rule: 'blind-copies',
    clauses: [clause121],
    mode: 'enforce',
    evidence: [],
    effects: [],
    facts: {},
    ...changes,
  };
}

export function notice(changes: Partial<AuthorNotice>): AuthorNotice {
  return {
    notice: { id: id('01KAKZ0000000000000000000N'), at: Date.UTC(2026, 10, 23, 10, 15, 30) },
    letterhead,
    protocol: wonderland,
    to: { name: 'Tom Hale', address: at('tom.hale@ashcombe-tc.example') },
    letter: {
      id: id('01KAKYZZZZ0000000000000000'),
      subject: 'Fence at Tabley Road',
      messageId: 'fence-1@ashcombe-tc.example',
      references: ['fence-0@ashcombe-tc.example'],
      receivedAt: Date.UTC(2026, 10, 23, 10, 15),
    },
    occasion: { kind: 'judged' },
    copies: [],
    findings: [],
    ...changes,
  };
}

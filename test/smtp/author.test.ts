/** Whose word proves who wrote a letter, at each door. */
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../rules/address.ts';
import { authorsOf } from '../../rules/author.ts';
import type { PersonId } from '../../rules/council.ts';
import type { Letter } from '../../rules/letter.ts';
import { sampleCouncil } from '../../src/config/find-config.ts';
import type { Policy } from '../../src/config/policy.ts';
import { openVariants } from '../../src/config/variants.ts';
import { readAuthors } from '../../src/mail/author.ts';
import { claimedAuthors, proofOf, type Speaker } from '../../src/smtp/author.ts';
import { aLetter } from '../rules/a-letter.ts';

const policy = aPolicy();
const council = policy.councils[0] ?? fail();

type Claim = { readonly header: string; readonly mailFrom?: string; readonly account?: string };

/** The people whom the rules believe to be the authors; `outside` and `council` for others. */
function believed({ header, mailFrom = '', account }: Claim): readonly string[] {
  const bytes = Buffer.from(`${header.replaceAll('@A', '@ashcombe-tc.example')}\n\n`);
  const authors = readAuthors(bytes);
  const sender = addressOf(mailFrom);
  const speaker: Speaker =
    account === undefined ? { kind: 'upstream', sender } : { kind: 'submission', sender, account: accountOf(account) };
  const proof = proofOf(policy, speaker, claimedAuthors(authors, sender));
  const letter: Letter = aLetter({
    letter: { from: authors.from, sender: authors.sender[0] ?? null, envelope: { from: sender, to: [] }, proof },
  });
  return authorsOf(letter, council).map((author) => (author.kind === 'person' ? author.person.id : author.kind));
}

describe('a trusted mail system vouches for its envelope sender', () => {
  test.each<readonly [string, Claim, readonly string[]]>([
    ['who writes as themselves', { header: 'From: jane.marsh@A', mailFrom: 'jane.marsh@A' }, ['jane.marsh']],
    ['under another address of theirs', { header: 'From: mayor@A', mailFrom: 'ruth.amory@A' }, ['ruth.amory']],
    ['under a private one', { header: 'From: jane.marsh@homemail.example', mailFrom: 'jane.marsh@A' }, ['jane.marsh']],
    ['with a tag of the mail system', { header: 'From: jane.marsh@A', mailFrom: 'jane.marsh+b7@A' }, ['jane.marsh']],
    [
      'with a tag, from a mailbox that nobody listed',
      { header: 'From: payroll@A', mailFrom: 'payroll+b7@A' },
      ['outside'],
    ],
    ['for the mailbox that they read', { header: 'From: info@A', mailFrom: 'nadia.forbes@A' }, ['council']],
    ['not for one that they do not', { header: 'From: info@A', mailFrom: 'owen.pryce@A' }, ['outside']],
    [
      'for whom they may send',
      { header: 'From: mayor@A\nSender: nadia.forbes@A', mailFrom: 'nadia.forbes@A' },
      ['ruth.amory'],
    ],
    [
      'not for whom they may not',
      { header: 'From: tom.hale@A\nSender: nadia.forbes@A', mailFrom: 'nadia.forbes@A' },
      ['outside'],
    ],
    [
      'not by what Sender says',
      { header: 'From: tom.hale@A\nSender: tom.hale@A', mailFrom: 'sue@postbox.example' },
      ['outside'],
    ],
    [
      'not by a name',
      { header: 'From: "Tom Hale tom.hale@A" <sue@postbox.example>', mailFrom: 'sue@postbox.example' },
      ['outside'],
    ],
    [
      'beside somebody else of ours',
      { header: 'From: jane.marsh@A, tom.hale@A', mailFrom: 'jane.marsh@A' },
      ['jane.marsh', 'tom.hale'],
    ],
    [
      'beside a stranger',
      { header: 'From: sue@postbox.example, jane.marsh@A', mailFrom: 'jane.marsh@A' },
      ['outside', 'jane.marsh'],
    ],
    [
      'not as a stranger beside somebody of ours',
      { header: 'From: clerk@A, sue@postbox.example', mailFrom: 'sue@postbox.example' },
      ['outside', 'outside'],
    ],
    [
      'in a second From',
      { header: 'From: sue@postbox.example\nFrom: jane.marsh@A', mailFrom: 'sue@postbox.example' },
      ['outside', 'outside'],
    ],
    ['in a group', { header: 'From: Us: jane.marsh@A;', mailFrom: 'jane.marsh@A' }, ['jane.marsh']],
    ['without From, by Sender', { header: 'Sender: jane.marsh@A', mailFrom: 'jane.marsh@A' }, ['jane.marsh']],
    ['without either, by itself', { header: 'Subject: x', mailFrom: 'jane.marsh@A' }, ['jane.marsh']],
    // Whoever sends it on did not write it, and who wrote it did not send it (RFC 5322 §3.6.6).
    [
      'not when they send on what another wrote',
      { header: 'Resent-From: devan.rao@A\nFrom: jane.marsh@A', mailFrom: 'devan.rao@A' },
      ['outside'],
    ],
    ['not with the null sender', { header: 'From: jane.marsh@A' }, ['outside']],
  ])('%s', (_says, claim, expected) => {
    expect(believed({ ...claim, mailFrom: claim.mailFrom?.replace('@A', '@ashcombe-tc.example') ?? '' })).toEqual(
      expected,
    );
  });
});

describe('a sign-in vouches for the person, whatever the envelope says', () => {
  test.each<readonly [string, Claim, readonly string[]]>([
    ['as themselves', { header: 'From: jane.marsh@A', account: 'jane.marsh' }, ['jane.marsh']],
    [
      'under a private address with a tag',
      { header: 'From: jane.marsh+ward@homemail.example', account: 'jane.marsh' },
      ['jane.marsh'],
    ],
    ['not as another', { header: 'From: tom.hale@A', account: 'jane.marsh' }, ['outside']],
    [
      'not as another beside themselves',
      { header: 'From: jane.marsh@A, tom.hale@A', account: 'jane.marsh' },
      ['outside', 'outside'],
    ],
    ['for the mailbox that they read', { header: 'From: info@A', account: 'nadia.forbes' }, ['council']],
    ['for whom they may send', { header: 'From: ruth.amory@A', account: 'nadia.forbes' }, ['ruth.amory']],
    [
      'not when they send on what another wrote',
      { header: 'Resent-From: devan.rao@A\nFrom: jane.marsh@A', account: 'devan.rao' },
      ['outside'],
    ],
  ])('%s', (_says, claim, expected) => {
    expect(believed(claim)).toEqual(expected);
  });
});

function accountOf(person: string) {
  return { name: person, council: council.id, person: person as PersonId, role: 'officer', hash: '' } as const;
}

function addressOf(text: string) {
  const reading = readAddress(text);
  return reading.kind === 'address' ? reading.address : null;
}

/** The sample council, where the events officer may send as the mayor. */
function aPolicy(): Policy {
  const file = sampleCouncil();
  const variants = openVariants(file, Date.UTC(2026, 10, 23));
  if (variants.kind === 'refused') return fail();
  const delegates = [{ sender: 'nadia.forbes@ashcombe-tc.example', person: 'ruth.amory' }];
  const reading = variants.variant({ file, protocol: 'standard', settings: { delegates } });
  return reading.kind === 'refused' ? fail() : ({ councils: [reading.council] } as unknown as Policy);
}

function fail(): never {
  throw new Error('the sample council cannot be read');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { EmailAddress } from '../../../rules/address.ts';
import { authorsOf } from '../../../rules/author.ts';
import { NO_HANDLING, type Proof } from '../../../rules/letter.ts';
import { classesOf, isBlindKind } from '../../../rules/recipients/recipient-class.ts';
import { blindIn } from '../../../rules/recipients.ts';
import { sampleCouncil } from '../../../src/config/find-config.ts';
import { openVariants } from '../../../src/config/variants.ts';
import type { LetterEnvelope } from '../../../src/mail/letter.ts';
import { readNow } from '../../../src/mail/reading/read-now.ts';
import { envelopeTo } from '../../mail/envelope.ts';
import { crlf } from '../../mail/letter-file.ts';
import { aLetter } from '../a-letter.ts';

type Transaction = {
  readonly about: string;
  readonly came: Extract<Proof, { readonly kind: 'proven' }>['by'] | 'unproven';
  readonly mail_from?: string;
  readonly header: string;
  readonly body?: string;
  readonly body64?: string;
  readonly orcpt?: Readonly<Record<string, string>>;
  readonly recipients: Readonly<Record<string, string>>;
  readonly blind: readonly string[];
};

const FILE = join(import.meta.dirname, '../../letters/transactions/classes.yaml');
const TRANSACTIONS = parse(
  readFileSync(FILE, 'utf8').replaceAll(/@A\b/g, '@ashcombe-tc.example'),
) as readonly Transaction[];
const council = readCouncil();

describe.each(TRANSACTIONS)('$about', (transaction) => {
  test('each recipient has its class and how sure that is, and no blind one is missed', async () => {
    const letter = await readNow(Buffer.from(crlf(messageOf(transaction))), envelopeOf(transaction));
    const classes = classesOf(letter, council);
    expect(
      Object.fromEntries(classes.map(({ address, kind, confidence }) => [address, `${kind} ${confidence}`])),
    ).toEqual(transaction.recipients);
    const unseen = classes.filter(({ kind }) => isBlindKind(kind)).map(({ address }) => address);
    expect(unseen).toEqual(transaction.blind);
    const copies = blindIn(letter, council, authorsOf(letter, council)).filter(({ copyIs }) => copyIs === 'here');
    expect(copies.map(({ address }) => address)).toEqual(transaction.blind);
    for (const { why } of classes) expect(why).toMatch(/^(To or Cc|[a-z]).{10,}/);
  });
});

test('the set is large, and has every class of both vendors’ shapes', () => {
  const classes = TRANSACTIONS.flatMap(({ recipients }) => Object.values(recipients));
  expect(TRANSACTIONS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(classes.map((each) => each.split(' ')[0]))).toEqual(
    new Set('visible alias group mailing-list redirect resource blind broadcast unexplained author records'.split(' ')),
  );
});

test('whoever else hands the letter in, with the same words in it, what is blind stays so', async () => {
  for (const transaction of TRANSACTIONS) {
    for (const came of ['login', 'dkim', 'arc', 'case', 'unproven'] as const) {
      const letter = await readNow(Buffer.from(crlf(messageOf(transaction))), envelopeOf({ ...transaction, came }));
      const unseen = classesOf(letter, council).filter(({ kind }) => isBlindKind(kind));
      const addresses = unseen.map(({ address }) => address);
      expect(addresses, `${transaction.about} (${came})`).toEqual(expect.arrayContaining([...transaction.blind]));
    }
  }
});

test('an unexplained copy says what the reviewer would ask next', async () => {
  const group = TRANSACTIONS.find(({ about }) => about.startsWith('A group that nobody knows'));
  const forged = TRANSACTIONS.find(({ about }) => about.startsWith('Forged: P2-Type from a client'));
  expect(await whyOf(group, 'jane.marsh')).toContain(
    '`whole.council@ashcombe-tc.example` is in no list of the directory',
  );
  expect(await whyOf(forged, 'tom.hale')).toContain('counts only from a trusted mail system');
});

test('thousands of names in the header, and hundreds of recipients, cost no more than a moment', () => {
  const people = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: '', address: `${name}${n}@ashcombe-tc.example` as EmailAddress }));
  const addresses = (name: string, count: number) => people(name, count).map(({ address }) => address);
  const resent = Array.from({ length: 200 }, () => ({ by: addresses('by', 20), to: addresses('r', 50), bcc: [] }));
  const history = addresses('old', 200).map((address) => ({ how: 'expanded' as const, address }));
  const letter = aLetter({
    from: 'devan.rao@ashcombe-tc.example',
    letter: {
      proof: { kind: 'proven', by: 'upstream' },
      to: people('to', 10_000),
      bcc: people('bcc', 10_000),
      handling: { ...NO_HANDLING, resent, history, originalTo: addresses('gm', 200), fieldOfCopy: ['to'] },
      envelope: { from: null, to: addresses('r', 500) },
    },
  });
  const began = performance.now();
  expect(classesOf(letter, council)).toHaveLength(500);
  expect(performance.now() - began).toBeLessThan(1_000);
});

async function whyOf(transaction: Transaction | undefined, name: string): Promise<string> {
  if (transaction === undefined) throw new Error('the set no longer has that transaction');
  const letter = await readNow(Buffer.from(crlf(messageOf(transaction))), envelopeOf(transaction));
  return classesOf(letter, council).find(({ address }) => address.startsWith(name))?.why ?? '';
}

function messageOf({ header, body = 'Dear all', body64 }: Transaction): string {
  return `${header}\n${body64 === undefined ? body : Buffer.from(body64).toString('base64')}\n`;
}

function envelopeOf({ came, mail_from, header, recipients, orcpt = {} }: Transaction): LetterEnvelope {
  const from = /^From:.*?([^\s<]+@[^\s>]+)/im.exec(header)?.[1] ?? '';
  return {
    ...envelopeTo(),
    mailFrom: mail_from ?? from,
    recipients: Object.keys(recipients).map((address) => {
      const original = orcpt[address];
      if (original === undefined) return { address };
      return { address, orcpt: original.includes(';') ? original : `rfc822;${original}` };
    }),
    proof: came === 'unproven' ? { kind: 'unproven', why: 'it came from the world' } : { kind: 'proven', by: came },
  };
}

function readCouncil() {
  const variants = openVariants(sampleCouncil(), Date.UTC(2026, 10, 23));
  if (variants.kind === 'refused') throw new Error('the sample council cannot be read');
  const reading = variants.variant({ file: FILE, protocol: 'standard', settings: {} });
  if (reading.kind === 'refused') throw new Error('the sample council cannot be read');
  return reading.council;
}

/**
 * A letter from a file, as the rules see it, with the envelope that a case or a command line gives it. Nobody carried
 * it, so its author is proven unless somebody says otherwise; outside authors never are.
 */
import { readFile } from 'node:fs/promises';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { EmailAddress } from '../../rules/address.ts';
import { claimsCouncil } from '../../rules/author.ts';
import type { Council, CouncilId } from '../../rules/council.ts';
import type { Letter, LetterId } from '../../rules/letter.ts';
import type { CaseEnvelope } from '../config/case-file.ts';
import { readNow } from '../mail/reader.ts';

/** `envelope.from` null: who `From:` names; `to` null: every address of `To` and `Cc`. */
export type Claimed = { readonly envelope: CaseEnvelope; readonly proven: boolean };

export const NO_ID = '00000000000000000000000000' as LetterId;

/** Throws where the file cannot be read; a message that nobody can make sense of is a letter all the same. */
export async function readLetter(file: string, { envelope, proven }: Claimed, council: Council): Promise<Letter> {
  const bytes = await readFile(file);
  const letter = await readNow(bytes, asSpooled(bytes.length));
  const from = envelope.from ?? letter.from[0]?.address ?? null;
  const shown = [...letter.to, ...letter.cc].map(({ address }) => address);
  const to = [...new Set<EmailAddress>(envelope.to ?? shown)];
  const sent: Letter = { ...letter, envelope: { from: from === '' ? null : from, to } };
  return { ...sent, proof: proven && claimsCouncil(sent, council) ? PROVEN : UNPROVEN };
}

const PROVEN: Letter['proof'] = { kind: 'proven', by: 'case' };
const UNPROVEN: Letter['proof'] = { kind: 'unproven', why: 'nothing proves who wrote it' };

/** The `Date:` header in milliseconds since 1970; null where it is missing or no date. */
export function dateOf(letter: Letter): number | null {
  const at = letter.date === null ? Number.NaN : Date.parse(letter.date);
  return Number.isNaN(at) ? null : at;
}

/** What the reader wants to know of a letter that lies in no spool. */
export function asSpooled(size: number): SpoolEnvelope {
  return {
    version: 1,
    id: NO_ID,
    council: '' as CouncilId,
    origin: 'upstream',
    protected: false,
    mailFrom: '',
    recipients: [],
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    proof: UNPROVEN,
    client: null,
    account: null,
    transmission: 'ESMTP',
    tls: null,
    receivedAt: 0,
    size,
    sha256: '',
  };
}

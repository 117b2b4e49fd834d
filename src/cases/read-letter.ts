/**
 * A letter from a file, as the rules see it, with the envelope that a case or a command line gives it. Nobody carried
 * it, so its author is proven unless somebody says otherwise; outside authors never are.
 */
import type { EmailAddress } from '../../rules/address.ts';
import { claimsCouncil } from '../../rules/author.ts';
import type { Council } from '../../rules/council.ts';
import type { Letter, LetterId } from '../../rules/letter.ts';
import type { CaseEnvelope } from '../config/case-file.ts';
import type { LetterEnvelope } from '../mail/letter.ts';
import { readNow } from '../mail/reading/read-now.ts';

/** `envelope.from` null: who `From:` names; `to` null: every address of `To` and `Cc`. */
export type Claimed = { readonly envelope: CaseEnvelope; readonly proven: boolean };

export const NO_ID = '00000000000000000000000000' as LetterId;

/** Throws where the file cannot be read; a message that nobody can make sense of is a letter all the same. */
export async function readLetter(file: string, { envelope, proven }: Claimed, council: Council): Promise<Letter> {
  const letter = await readNow(file, UNSENT);
  const from = envelope.from ?? letter.from[0]?.address ?? null;
  const shown = [...letter.to, ...letter.cc].map(({ address }) => address);
  const to = [...new Set<EmailAddress>(envelope.to ?? shown)];
  const sent: Letter = { ...letter, envelope: { from: from === '' ? null : from, to } };
  return { ...sent, proof: proven && claimsCouncil(sent, council) ? PROVEN : UNPROVEN };
}

const UNPROVEN: Letter['proof'] = { kind: 'unproven', why: 'nothing proves who wrote it' };
const PROVEN: Letter['proof'] = { kind: 'proven', by: 'case' };

/** The envelope of what was never sent. */
export const UNSENT: LetterEnvelope = { id: NO_ID, mailFrom: '', recipients: [], proof: UNPROVEN };

/** The `Date:` header in milliseconds since 1970; null where it is missing or no date. */
export function dateOf(letter: Letter): number | null {
  const at = letter.date === null ? Number.NaN : Date.parse(letter.date);
  return Number.isNaN(at) ? null : at;
}

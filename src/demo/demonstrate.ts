/** The demonstration: hands every sample letter to the running gateway, then follows each to where it comes to rest. */
import { randomBytes } from 'node:crypto';
import type { EmailAddress } from '../../rules/address.ts';
import { type Account, followedAccount, refusedAccount } from './account.ts';
import { follow, type Lookout, type Trail } from './follow.ts';
import { type HandedIn, handIn, type Place } from './hand-in.ts';
import { type SampleLetter, writtenNow } from './sample-letters.ts';

export type Stage = {
  readonly place: Place;
  /** Right of the @ in the letters' Message-IDs. */
  readonly domain: string;
  readonly isProtected: (address: EmailAddress) => boolean;
  readonly lookout: Lookout;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export type Demonstration =
  | { readonly kind: 'shown'; readonly accounts: readonly Account[] }
  /** The gateway does not answer. */
  | { readonly kind: 'unanswered'; readonly why: string };

type Sent = { readonly letter: SampleLetter; readonly messageId: string; readonly handed: HandedIn };

export async function demonstrate(letters: readonly SampleLetter[], stage: Stage): Promise<Demonstration> {
  const sent: Sent[] = [];
  for (const sample of letters) {
    const messageId = `demo-${sample.name}-${randomBytes(6).toString('hex')}@${stage.domain}`;
    const letter = writtenNow(sample, messageId, stage.now());
    const handed = await handIn(letter, stage.place);
    if (handed.kind === 'unanswered') return handed;
    sent.push({ letter, messageId, handed });
  }
  const accounts: Account[] = [];
  for (const each of sent) accounts.push(await accountOf(each, stage));
  return { kind: 'shown', accounts };
}

async function accountOf({ letter, messageId, handed }: Sent, stage: Stage): Promise<Account> {
  if (handed.kind !== 'accepted') return refusedAccount(letter, handed);
  const trail: Trail = {
    id: handed.id,
    messageId,
    protected: letter.to.filter((to) => stage.isProtected(to)),
    others: letter.to.filter((to) => !stage.isProtected(to)),
  };
  return followedAccount(letter, trail, handed.reply, await follow(trail, stage.lookout));
}

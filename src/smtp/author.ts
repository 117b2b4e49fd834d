/**
 * Whether the connection proves who wrote the letter. A mail system we trust vouches for its envelope sender, a
 * sign-in for a person; either may speak for themselves, for a mailbox they share, or for whom a `delegates` entry
 * names. What comes from the world is unproven here: DKIM is looked at later, with time.
 */
import { type EmailAddress, withoutTag } from '../../rules/address.ts';
import { speaksFor } from '../../rules/author.ts';
import type { Proof } from '../../rules/letter.ts';
import type { Account } from '../accounts/account.ts';
import { councilOfAddress, type Policy } from '../config/policy.ts';
import type { Authors } from '../mail/author.ts';
import { isOfCouncil } from './standing.ts';

export type Speaker =
  | { readonly kind: 'upstream'; readonly sender: EmailAddress | null }
  | { readonly kind: 'submission'; readonly sender: EmailAddress | null; readonly account: Account | null }
  | { readonly kind: 'inbound'; readonly sender: EmailAddress | null };

/** Everybody the letter says wrote it: `From`; without one `Sender`; without either who sent it. */
export function claimedAuthors(authors: Authors, sender: EmailAddress | null): readonly EmailAddress[] {
  const named = authors.from.length > 0 ? authors.from : authors.sender.slice(0, 1);
  if (named.length > 0) return [...new Set(named.map(({ address }) => address))];
  return sender === null ? [] : [sender];
}

export function proofOf(policy: Policy, speaker: Speaker, claimed: readonly EmailAddress[]): Proof {
  if (speaker.kind === 'inbound') return unproven('it came from the world');
  if (claimed.length === 0) return unproven('it names no author');
  if (speaker.kind === 'submission') return bySignIn(policy, speaker.account, claimed);
  const { sender } = speaker;
  if (sender === null) return unproven('its sender is the null sender');
  // Whoever else a letter of theirs names as author, it is theirs, and judged as everybody's whom it names. A stranger
  // who names somebody of ours beside themselves proves nothing by that.
  const ours = claimed.filter((author) => councilOfAddress(policy, author) !== null);
  const proven = (ours.length > 0 ? ours : claimed).some((author) => mayWriteAs(policy, sender, author));
  return proven ? { kind: 'proven', by: 'upstream' } : unproven('its sender may not write as its author');
}

function bySignIn(policy: Policy, account: Account | null, claimed: readonly EmailAddress[]): Proof {
  const council = policy.councils.find(({ id }) => id === account?.council);
  const person = account?.person == null ? undefined : council?.people.get(account.person);
  if (person === undefined) return unproven('who signed in is nobody of the directory');
  const proven = claimed.every((author) => mayWriteAs(policy, person.email, author));
  return proven ? { kind: 'proven', by: 'login' } : unproven('who signed in may not write as its author');
}

function mayWriteAs(policy: Policy, sender: EmailAddress, author: EmailAddress): boolean {
  const council = councilOfAddress(policy, author);
  return council === null ? withoutTag(sender) === withoutTag(author) : speaksFor(council, sender, author);
}

/** Whether the letter may leave the council: every author it names is of ours, and proven. */
export function mayLeave(policy: Policy, speaker: Speaker, claimed: readonly EmailAddress[]): boolean {
  return claimed.every((author) => isOfCouncil(policy, author) && proofOf(policy, speaker, [author]).kind === 'proven');
}

function unproven(why: string): Proof {
  return { kind: 'unproven', why };
}

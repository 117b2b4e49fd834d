/**
 * Who wrote a letter. The person of each `From:` mailbox is an author, believed only where the connection proves it;
 * mail from a shared mailbox is its signatory's, and without one the Council's own, as if an officer's.
 * Blind to what a display name claims.
 */
import { type EmailAddress, withoutTag } from './address.ts';
import type { Council, List, Person } from './council.ts';
import { belongs, expand, isAtCouncil, isInside } from './directory.ts';
import type { Letter } from './letter.ts';
import { signatoryOf } from './signatory.ts';

/** `address` is the mailbox that the letter was written from. */
export type Author =
  | { readonly kind: 'person'; readonly address: EmailAddress; readonly person: Person; readonly mailbox: List | null }
  /** A shared or filing mailbox that nobody signed for. */
  | { readonly kind: 'council'; readonly address: EmailAddress; readonly mailbox: List | null }
  | { readonly kind: 'outside'; readonly address: EmailAddress };
export type InsideAuthor = Exclude<Author, { readonly kind: 'outside' }>;

/** Each author of the letter; none at all for the null author. Where the proof fails everybody counts as outside. */
export function authorsOf(letter: Letter, council: Council): readonly Author[] {
  const proven = letter.proof.kind === 'proven';
  return claimedBy(letter).map((address) =>
    proven ? authorAt(address, letter, council) : { kind: 'outside', address },
  );
}

export function isInsideAuthor(author: Author): author is InsideAuthor {
  return author.kind !== 'outside';
}

export function isMember(author: Author): boolean {
  return author.kind === 'person' && author.person.role === 'member';
}

/** An officer, or the Council itself, whose mail counts as an officer's. */
export function isOfficer(author: Author): boolean {
  return author.kind === 'council' || (author.kind === 'person' && author.person.role === 'officer');
}

/** Whether any address that the letter claims to come from is of this council, proven or not. */
export function claimsCouncil(letter: Letter, council: Council): boolean {
  return claimedBy(letter).some((address) => isInside(council, address) || isAtCouncil(council, address));
}

/**
 * Whether somebody who proved to be `sender` may write as `from`: under one's own addresses, a shared mailbox that one
 * reads, or as whom a `delegates` entry names. For the listeners, which settle the proof.
 */
export function speaksFor(council: Council, sender: EmailAddress, from: EmailAddress): boolean {
  if (withoutTag(sender) === withoutTag(from)) return true;
  const senders = expand(council, sender);
  const owner = belongs(council, from);
  if (owner?.kind === 'person') {
    const { person } = owner;
    const own = belongs(council, sender);
    return (
      (own?.kind === 'person' && own.person.id === person.id) ||
      council.delegates.some((each) => each.person === person.id && isSame(council, each.sender, sender))
    );
  }
  return owner?.kind === 'list' && senders.length === 1 && senders.every(({ id }) => owner.list.people.includes(id));
}

function isSame(council: Council, one: EmailAddress, other: EmailAddress): boolean {
  const [a, b] = [belongs(council, one), belongs(council, other)];
  return one === other || (a?.kind === 'person' && b?.kind === 'person' && a.person.id === b.person.id);
}

/** `From:`; a letter without one is accounted for by `Sender:`, else by its envelope. */
function claimedBy(letter: Letter): readonly EmailAddress[] {
  if (letter.from.length > 0) return [...new Set(letter.from.map(({ address }) => address))];
  const instead = letter.sender?.address ?? letter.envelope.from;
  return instead === null ? [] : [instead];
}

function authorAt(address: EmailAddress, letter: Letter, council: Council): Author {
  const owner = belongs(council, address);
  switch (owner?.kind) {
    case undefined:
      return { kind: 'outside', address };
    case 'person':
      return { kind: 'person', address, person: owner.person, mailbox: null };
    case 'list':
    case 'records': {
      const mailbox = owner.kind === 'list' ? owner.list : null;
      const person = signatoryOf(letter, council, mailbox?.people ?? []);
      return person === null ? { kind: 'council', address, mailbox } : { kind: 'person', address, person, mailbox };
    }
  }
}

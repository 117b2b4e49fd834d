/**
 * Who is shown as a recipient and who is not. Visible is whom `To` and `Cc` name, with aliases, plus-tags and lists
 * expanded; blind is an envelope recipient, or a `Bcc:` header's, that no visible address covers.
 * Blind to copies of the same letter that come in a later transaction.
 */
import { type EmailAddress, withoutTag } from './address.ts';
import type { Author } from './author.ts';
import type { Belongs, Council, List, Person, PersonId } from './council.ts';
import { belongs, expand, isProtected } from './directory.ts';
import type { SiblingLetter } from './history.ts';
import type { Letter } from './letter.ts';
import { classifier, isBlindKind } from './recipients/recipient-class.ts';
import { mailboxOf } from './recipients/sight.ts';

export type Visible = {
  /** Whom anybody can see to have it, through a list too. */
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Lists and shared mailboxes that are named themselves. */
  readonly lists: readonly List[];
  /** As they stand, without plus-tags. */
  readonly addresses: ReadonlySet<EmailAddress>;
};

export type BlindRecipient = {
  readonly address: EmailAddress;
  /** `null`: outside. */
  readonly belongs: Belongs | null;
  /**
   * `elsewhere`: only a `Bcc:` header names it, or its copy came in another transaction and left. `stopped`: it came in
   * another and was kept back there.
   */
  readonly copyIs: 'here' | 'elsewhere' | 'stopped';
};

export function visibleIn(letter: Letter, council: Council): Visible {
  const shown = [...letter.to, ...letter.cc].map(({ address }) => address);
  return {
    people: new Map(shown.flatMap((address) => expand(council, address).map((person) => [person.id, person]))),
    lists: shown.flatMap((address) => {
      const found = belongs(council, address);
      return found?.kind === 'list' ? [found.list] : [];
    }),
    addresses: new Set(shown.map(withoutTag)),
  };
}

/**
 * In the envelope's order; then those whom only a `Bcc:` header names; then those whose blind copies of the same
 * letter came in another transaction. An author's own addresses are never blind.
 */
export function blindIn(
  letter: Letter,
  council: Council,
  authors: readonly Author[],
  siblings: readonly SiblingLetter[] = [],
): readonly BlindRecipient[] {
  const classOf = classifier(letter, council, authors);
  const isBlind = (address: EmailAddress) => isBlindKind(classOf(address).kind);
  // What a mail system says of this transaction explains no copy of another.
  const isUnseen = (address: EmailAddress) => isBlind(address) || classOf(address).confidence === 'probable';
  const has = new Set<string>();
  const first = (address: EmailAddress) => {
    const mailbox = mailboxOf(council, address);
    return has.has(mailbox) ? false : has.add(mailbox);
  };
  const blind = (copyIs: BlindRecipient['copyIs']) => (address: EmailAddress) => ({
    address,
    belongs: belongs(council, address),
    copyIs,
  });
  const copies = letter.envelope.to.filter(isBlind);
  copies.forEach(first);
  const named = letter.bcc.map(({ address }) => address).filter((address) => isBlind(address) && first(address));
  // Each was classified with its own transaction; here it counts unless this one shows it.
  const others = siblings
    .flatMap((sibling) => sibling.copies)
    .filter(({ address, blind }) => blind && !isProtected(council, address) && isUnseen(address) && first(address));
  return [
    ...copies.map(blind('here')),
    ...named.map(blind('elsewhere')),
    ...others.map(({ address, delivered }) => blind(delivered ? 'elsewhere' : 'stopped')(address)),
  ];
}

/** Wrote it, or can be seen to have it. */
export function hasItOpenly(id: PersonId, visible: Visible, authors: readonly Author[]): boolean {
  return visible.people.has(id) || authors.some((author) => author.kind === 'person' && author.person.id === id);
}

/**
 * Who is shown as a recipient and who is not. Visible is whom `To` and `Cc` name, with aliases, plus-tags and lists
 * expanded; blind is an envelope recipient, or a `Bcc:` header's, that no visible address covers.
 * Blind to copies of the same letter that came in another transaction.
 */
import { type EmailAddress, withoutTag } from './address.ts';
import type { Author } from './author.ts';
import type { Belongs, Council, List, Person, PersonId } from './council.ts';
import { belongs, expand } from './directory.ts';
import type { Letter } from './letter.ts';

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
  /** False where only a `Bcc:` header names it: its copy, if there is one, came in another transaction. */
  readonly hasCopyHere: boolean;
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

/** In the envelope's order, then those whom only a `Bcc:` header names. An author's own addresses are never blind. */
export function blindIn(
  letter: Letter,
  council: Council,
  visible: Visible,
  authors: readonly Author[],
): readonly BlindRecipient[] {
  const seen = seenBy(visible, authors);
  const unseen = (address: EmailAddress) => !isAccountedFor(address, council, seen);
  const copies = letter.envelope.to.filter(unseen);
  const has = new Set(copies.map((address) => mailboxOf(council, address)));
  const named = letter.bcc.map(({ address }) => address).filter(unseen);
  const elsewhere = named.filter((address) => {
    const mailbox = mailboxOf(council, address);
    return has.has(mailbox) ? false : has.add(mailbox);
  });
  const blind = (hasCopyHere: boolean) => (address: EmailAddress) => ({
    address,
    belongs: belongs(council, address),
    hasCopyHere,
  });
  return [...copies.map(blind(true)), ...elsewhere.map(blind(false))];
}

type Seen = { readonly addresses: ReadonlySet<EmailAddress>; readonly people: ReadonlySet<PersonId> };

/** Whoever wrote it, or can be seen to have it; gathered once, since a hostile header may name thousands. */
function seenBy(visible: Visible, authors: readonly Author[]): Seen {
  return {
    addresses: new Set([...visible.addresses, ...authors.map((author) => withoutTag(author.address))]),
    people: new Set([
      ...visible.people.keys(),
      ...authors.flatMap((author) => (author.kind === 'person' ? [author.person.id] : [])),
    ]),
  };
}

function isAccountedFor(address: EmailAddress, council: Council, { addresses, people }: Seen): boolean {
  if (addresses.has(withoutTag(address))) return true;
  const found = belongs(council, address);
  switch (found?.kind) {
    case undefined:
      return false;
    case 'records':
      return true;
    case 'person':
      return people.has(found.person.id);
    case 'list':
      return found.list.people.length > 0 && found.list.people.every((id) => people.has(id));
  }
}

/** Wrote it, or can be seen to have it. */
export function hasItOpenly(id: PersonId, visible: Visible, authors: readonly Author[]): boolean {
  return visible.people.has(id) || authors.some((author) => author.kind === 'person' && author.person.id === id);
}

/** The same for every address of one person; else the address without its tag. */
function mailboxOf(council: Council, address: EmailAddress): string {
  const found = belongs(council, address);
  return found?.kind === 'person' ? found.person.id : withoutTag(found?.kind === 'list' ? found.list.address : address);
}

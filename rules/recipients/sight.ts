/**
 * What can be seen of a letter's recipients, and by whom it was written: what `To` and `Cc` show when aliases,
 * plus-tags and the directory's lists are read, and which copies that explains by itself.
 * Blind to groups that the directory does not list.
 */
import { type EmailAddress, withoutTag } from '../address.ts';
import type { Author } from '../author.ts';
import type { Council, PersonId } from '../council.ts';
import { belongs, expand } from '../directory.ts';
import type { Letter } from '../letter.ts';

export type RecipientKind =
  /** Named in `To` or `Cc`. */
  | 'visible'
  /** Another address of somebody who is. */
  | 'alias'
  | 'group'
  | 'mailing-list'
  | 'redirect'
  /** A room or a piece of equipment, invited. */
  | 'resource'
  | 'author'
  | 'records'
  /** A `Bcc:` header, or a trusted mail system, says so. */
  | 'blind'
  /** Nobody at all is shown. */
  | 'broadcast'
  /** Probably a blind copy. */
  | 'unexplained';

export type RecipientClass = {
  readonly address: EmailAddress;
  readonly kind: RecipientKind;
  /** `certain`: the letter and the directory say so. `probable`: on a mail system's word, or for want of any. */
  readonly confidence: 'certain' | 'probable';
  /** In plain words, for whoever reviews it. */
  readonly why: string;
};

export type Found = Omit<RecipientClass, 'address'>;

export type Sight = {
  readonly letter: Letter;
  readonly council: Council;
  /** Handed in by a mail system whose word counts: never a person who signed in, nor the world with a signature. */
  readonly trusted: boolean;
  readonly shown: ReadonlySet<EmailAddress>;
  /** Shown without their plus-tags. */
  readonly mailboxes: ReadonlySet<EmailAddress>;
  /** Who is shown under an address of their own. */
  readonly named: ReadonlySet<PersonId>;
  /** The list through which somebody is shown. */
  readonly through: ReadonlyMap<PersonId, EmailAddress>;
  readonly writers: { readonly mailboxes: ReadonlySet<EmailAddress>; readonly people: ReadonlySet<PersonId> };
  /** Mailboxes that a `Bcc:` or `Resent-Bcc:` header names. */
  readonly bcc: ReadonlySet<string>;
  readonly originals: ReadonlyMap<EmailAddress, EmailAddress>;
};

export function sightOf(letter: Letter, council: Council, authors: readonly Author[]): Sight {
  const shown = new Set([...letter.to, ...letter.cc].map(({ address }) => address));
  const bcc = [...letter.bcc.map(({ address }) => address), ...letter.handling.resent.flatMap((block) => block.bcc)];
  return {
    letter,
    council,
    trusted: letter.proof.kind === 'proven' && letter.proof.by === 'upstream',
    shown,
    mailboxes: new Set([...shown].map(withoutTag)),
    ...peopleShown([...shown], council),
    writers: {
      mailboxes: new Set(authors.map(({ address }) => withoutTag(address))),
      people: new Set(authors.flatMap((author) => (author.kind === 'person' ? [author.person.id] : []))),
    },
    bcc: new Set(bcc.map((address) => mailboxOf(council, address))),
    originals: new Map(letter.handling.originals.map(({ copy, original }) => [copy, original])),
  };
}

function peopleShown(shown: readonly EmailAddress[], council: Council): Pick<Sight, 'named' | 'through'> {
  const named = new Set<PersonId>();
  const through = new Map<PersonId, EmailAddress>();
  for (const address of shown) {
    const owner = belongs(council, address);
    if (owner?.kind === 'person') named.add(owner.person.id);
    else if (owner?.kind === 'list') for (const { id } of expand(council, address)) through.set(id, address);
  }
  return { named, through };
}

/** The same for every address of one person; else the address without its tag. */
export function mailboxOf(council: Council, address: EmailAddress): string {
  const found = belongs(council, address);
  return found?.kind === 'person' ? found.person.id : withoutTag(found?.kind === 'list' ? found.list.address : address);
}

/** What the letter's own `To` and `Cc` and the directory explain, whoever brought it; `null` where they do not. */
export function shownOrOurs(address: EmailAddress, sight: Sight): Found | null {
  const { council, shown, mailboxes, named, through, writers } = sight;
  if (shown.has(address)) return certain('visible', 'To or Cc names this address');
  if (mailboxes.has(withoutTag(address)))
    return certain('alias', 'To or Cc names the same mailbox, with or without a plus-tag');
  if (writers.mailboxes.has(withoutTag(address))) return certain('author', 'it is the author’s own address');
  const owner = belongs(council, address);
  switch (owner?.kind) {
    case undefined:
      return null;
    case 'records':
      return certain('records', 'it is a filing mailbox of the council');
    case 'person': {
      const { id, name } = owner.person;
      if (named.has(id)) return certain('alias', `To or Cc names ${name} under another address`);
      if (writers.people.has(id)) return certain('author', 'it is another address of the author’s');
      const list = through.get(id);
      return list === undefined ? null : certain('group', `To or Cc names \`${list}\`, and ${name} is on that list`);
    }
    case 'list': {
      const has = (id: PersonId) => named.has(id) || through.has(id) || writers.people.has(id);
      const everybody = owner.list.people.length > 0 && owner.list.people.every(has);
      return everybody ? certain('group', 'everybody on this list can be seen to have it') : null;
    }
  }
}

export function certain(kind: RecipientKind, why: string): Found {
  return { kind, confidence: 'certain', why };
}

export function probable(kind: RecipientKind, why: string): Found {
  return { kind, confidence: 'probable', why };
}

/** Somebody other than the author who can be seen to have it, through a list too. */
export function isShown(address: EmailAddress, sight: Sight): boolean {
  const kind = shownOrOurs(address, sight)?.kind;
  return (kind === 'visible' || kind === 'alias' || kind === 'group') && !isWriter(address, sight);
}

export function isWriter(address: EmailAddress, { council, writers }: Sight): boolean {
  const owner = belongs(council, address);
  return (
    writers.mailboxes.has(withoutTag(address)) || (owner?.kind === 'person' && writers.people.has(owner.person.id))
  );
}

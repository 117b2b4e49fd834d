/** Whether a letter is in a member's name, and to whom outside it goes. `pp Town Clerk` under it changes nothing. */
import { type EmailAddress, withoutTag } from './address.ts';
import { isMember } from './author.ts';
import type { Council, Person } from './council.ts';
import { isOutside } from './directory.ts';
import { isMedia } from './media.ts';
import type { Matter } from './rule.ts';

/** The author, where that is a member; else a member who signed it; `null` where no member did. */
export function memberBehind({ authors, signatory }: Matter): Person | null {
  const author = authors.find(isMember);
  if (author?.kind === 'person') return author.person;
  return signatory?.role === 'member' ? signatory : null;
}

/** Copies to outside people, but for the author's own addresses. */
export function outsideCopies({ letter, council, authors }: Matter): readonly EmailAddress[] {
  const own = new Set(authors.map(({ address }) => withoutTag(address)));
  return letter.envelope.to.filter((address) => isOutside(council, address) && !own.has(withoutTag(address)));
}

/** Copies to outside people who are not the media. */
export function privateCopies(matter: Matter): readonly EmailAddress[] {
  return outsideCopies(matter).filter((address) => !isMedia(matter.council, address));
}

/** Chair, or the deputy while the chair is away. */
export function isChair(council: Council, person: Person, isAway: (id: Person['id']) => boolean): boolean {
  return person.id === council.chair || (person.id === council.deputyChair && isAway(council.chair));
}

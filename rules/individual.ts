/**
 * Individual correspondence: one member and an officer, as opposed to circulars. What a member writes that an officer
 * can be seen to have, and what an officer writes that exactly one member can be seen to have.
 * Blind to who else was on earlier letters of the thread.
 */
import { withoutTag } from './address.ts';
import { isMember, isOfficer } from './author.ts';
import type { Person } from './council.ts';
import type { Matter } from './rule.ts';

export function isIndividual(matter: Matter): boolean {
  if (isBulk(matter)) return false;
  return (
    (matter.authors.some(isMember) && visible(matter, 'officer') > 0) ||
    (matter.authors.some(isOfficer) && visible(matter, 'member') === 1 && !isToList(matter))
  );
}

/** Five or more blind recipients outside, and no correspondence quoted: a newsletter. What cannot be read is none. */
function isBulk({ letter, blind }: Matter): boolean {
  const outside = new Set(blind.flatMap((each) => (each.belongs === null ? [withoutTag(each.address)] : [])));
  return outside.size >= 5 && letter.body.kind === 'read' && letter.body.quotations.length === 0;
}

function visible(matter: Matter, role: Person['role']): number {
  return [...matter.visible.people.values()].filter((person) => person.role === role).length;
}

/** A mailbox that several people read together is no list. */
function isToList({ visible }: Matter): boolean {
  return visible.lists.some((list) => !list.sharedMailbox);
}

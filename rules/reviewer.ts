/**
 * Who reviews what is held for review: one person, the first of proper officer and deputies who is there and has no
 * part in it. Where it is about the proper officer (insulted, complained of or party to it), nobody whom that officer
 * manages reviews, but whoever the council named for it: the only place where a member reviews.
 */
import type { Council, PersonId } from './council.ts';
import { committeeNamed, manages } from './directory.ts';
import { isOnLeave, isPresent } from './presence.ts';

export type Involved = {
  /** Its authors, its signatory, and whom the rule keeps it from. */
  readonly barred: ReadonlySet<PersonId>;
  /** Whom it is about; barred as well. */
  readonly concerned: ReadonlySet<PersonId>;
};

/** `null`: nobody is left, and it is held for its author instead. */
export function reviewerFor(council: Council, now: number, { barred, concerned }: Involved): PersonId | null {
  const free = (id: PersonId) => !barred.has(id) && !concerned.has(id) && !isOnLeave(council, id, now);
  const candidates = inOrder(council, concerned).filter(free);
  return candidates.find((id) => isPresent(council, id, now)) ?? candidates[0] ?? null;
}

function inOrder(council: Council, concerned: ReadonlySet<PersonId>): readonly PersonId[] {
  const chief = council.properOfficer;
  if (!concerned.has(chief)) return [chief, ...council.deputies];
  const instead = council.aboutProperOfficer ?? committeeNamed(council, 'personnel')?.chair ?? null;
  return [...council.deputies.filter((id) => !manages(council, chief, id)), ...(instead === null ? [] : [instead])];
}

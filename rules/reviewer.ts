/**
 * Who reviews what is held for review: one person, the first of proper officer and deputies who is there and has no
 * part in it. Where that part is the proper officer's, nobody whom that officer manages reviews, but whoever the
 * council named for it: the only place where a member reviews.
 */
import type { Council, PersonId } from './council.ts';
import { committeeNamed, manages } from './directory.ts';
import { isOnLeave, isPresent } from './presence.ts';

/**
 * `barred` are its authors, its signatory, whom the rule keeps it from, and whom it concerns. `null`: nobody is left,
 * and it is held for its author instead.
 */
export function reviewerFor(council: Council, now: number, barred: ReadonlySet<PersonId>): PersonId | null {
  const candidates = inOrder(council, barred).filter((id) => !barred.has(id) && !isOnLeave(council, id, now));
  return candidates.find((id) => isPresent(council, id, now)) ?? candidates[0] ?? null;
}

function inOrder(council: Council, barred: ReadonlySet<PersonId>): readonly PersonId[] {
  const chief = council.properOfficer;
  if (!barred.has(chief)) return [chief, ...council.deputies];
  const instead = council.aboutProperOfficer ?? committeeNamed(council, 'personnel')?.chair ?? null;
  return [...council.deputies.filter((id) => !manages(council, chief, id)), ...(instead === null ? [] : [instead])];
}

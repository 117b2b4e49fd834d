/**
 * Whose an address is: people under all their addresses and plus-tags, lists, filing mailboxes; who is outside, an
 * adviser or protected; and who acts as proper officer today.
 * Blind to display names: only the address itself says who somebody is.
 */
import { domainOf, type EmailAddress, withoutTag } from './address.ts';
import type { Belongs, Committee, Council, Person, PersonId } from './council.ts';
import { isOnLeave, isPresent } from './presence.ts';

/** Whose an inside address is, under an alias or plus-tag too; `null` for anybody outside. */
export function belongs(council: Council, address: EmailAddress): Belongs | null {
  return council.addresses.get(address) ?? council.addresses.get(withoutTag(address)) ?? null;
}

/** The one person whose mailbox this is; `null` for lists, filing mailboxes and anybody outside. */
export function personAt(council: Council, address: EmailAddress): Person | null {
  const found = belongs(council, address);
  return found?.kind === 'person' ? found.person : null;
}

export function isInside(council: Council, address: EmailAddress): boolean {
  return belongs(council, address) !== null;
}

export function isOutside(council: Council, address: EmailAddress): boolean {
  return !isInside(council, address);
}

/** At a domain of the council or below, whether or not anybody listed the mailbox. */
export function isAtCouncil(council: Council, address: EmailAddress): boolean {
  const domain = domainOf(address);
  return council.domains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

/** An entry that is an address protects that address alone; a domain protects itself and what lies below it. */
export function isProtected(council: Council, address: EmailAddress): boolean {
  const domain = domainOf(address);
  return council.protected.some(({ kind, value }) =>
    kind === 'address' ? address === value : domain === value || domain.endsWith(`.${value}`),
  );
}

/** Solicitor, HR, insurer, valuer, internal auditor: outside for all rules but those that say otherwise. */
export function isAdviser(council: Council, address: EmailAddress): boolean {
  return council.advisers.some((entry) => entry === withoutTag(address) || entry === domainOf(address));
}

/** Everybody who reads mail to this address: one person, all on a list, nobody of ours outside. */
export function expand(council: Council, address: EmailAddress): readonly Person[] {
  const found = belongs(council, address);
  if (found?.kind === 'person') return [found.person];
  return found?.kind === 'list' ? found.list.people.flatMap((id) => council.people.get(id) ?? []) : [];
}

/** The proper officer, or the first deputy present where that person is away; with nobody present, who is not on leave. */
export function properOfficer(council: Council, now: number): PersonId {
  const inOrder = [council.properOfficer, ...council.deputies];
  return (
    inOrder.find((id) => isPresent(council, id, now)) ??
    inOrder.find((id) => !isOnLeave(council, id, now)) ??
    council.properOfficer
  );
}

export function committeeNamed(council: Council, name: string): Committee | null {
  return council.committees.find((committee) => committee.name === name) ?? null;
}

/** By default the proper officer; for that officer the chair. Members have none. */
function managerOf(council: Council, id: PersonId): PersonId | null {
  const person = council.people.get(id);
  if (person === undefined || person.role === 'member') return null;
  return person.manager ?? (id === council.properOfficer ? council.chair : council.properOfficer);
}

/** Whether `manager` is the line manager of `person`, or of somebody above. */
export function manages(council: Council, manager: PersonId, person: PersonId): boolean {
  const seen = new Set<PersonId>();
  for (let at = managerOf(council, person); at !== null && !seen.has(at); at = managerOf(council, at)) {
    if (at === manager) return true;
    seen.add(at);
  }
  return false;
}

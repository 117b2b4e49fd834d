/**
 * A member's letter in their own capacity, for a resident. It is judged like any other, but whatever of it is held is
 * held for the author.
 * Blind, so far, to correspondents whom the member confirmed as casework.
 */
import { withoutTag } from './address.ts';
import { isMember } from './author.ts';
import type { Matter } from './rule.ts';

export function isCasework({ letter, council, authors }: Matter): boolean {
  const members = authors.filter(isMember);
  const tagged = /\[casework\]/i.test(letter.subject);
  return members.some(({ address }) => tagged || council.casework.includes(withoutTag(address)));
}

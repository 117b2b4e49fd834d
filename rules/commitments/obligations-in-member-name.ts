/**
 * obligations-in-member-name: a member agrees, orders, promises, permits or instructs for the Council in a letter that
 * goes outside. Every outside copy waits for review; the author may withdraw, correct, or confirm that no commitment
 * is meant.
 * Leaves alone: opinion, hope, a promise to raise the matter, personal promises, reports of what was resolved,
 * questions, conditions, refusals, quoted words, and what others will do.
 * Blind to a commitment that only the words it answers make one of, beyond a price or terms in them; and to pictures.
 */
import { memberBehind, privateCopies } from '../members-name.ts';
import type { Matter, Rule } from '../rule.ts';
import { doing, evidenceOf, type Spoken } from '../spoken.ts';
import { isOthersAffair } from './whose-affair.ts';

/** Chosen on letters that the detector had not learned from: see rules/README.md. */
const SURE = 0.5;

export const obligationsInMemberName: Rule = {
  id: 'obligations-in-member-name',
  looksAt: 'inside',
  acts: (matter) => {
    const copies = privateCopies(matter);
    if (copies.length === 0 || memberBehind(matter) === null) return [];
    const binding = bindingIn(matter);
    if (binding.length === 0) return [];
    const effects = copies.map((copy) => ({ kind: 'hold', copy, for: 'review' }) as const);
    return [{ evidence: evidenceOf(binding), effects, facts: {} }];
  },
};

/** The sentences that bind the Council; none where they are somebody else's affair. */
export function bindingIn({ letter }: Pick<Matter, 'letter'>): readonly Spoken[] {
  return doing('binds', letter, SURE).filter(({ text }) => !isOthersAffair(text, letter));
}

/**
 * One letter in several transactions: what they have in common, and what each of them needs to know of the others.
 * An upstream sends blind copies, and parts of a large group, apart; only together do they show how many are blind.
 * Blind to transactions that are still to come, and to a letter that a mail system changed between them.
 */
import { authorsOf, isInsideAuthor } from './author.ts';
import type { Council } from './council.ts';
import type { SiblingLetter } from './history.ts';
import type { Judgement } from './judgement.ts';
import type { Letter } from './letter.ts';
import { blindIn } from './recipients.ts';

/**
 * The same for all transactions of one letter; `null` where nobody could tell. How far it is proven belongs to it: what
 * a stranger sends under the same words is no part of the author's letter.
 */
export function siblingKey({ messageId, contentHash, from, date, proof }: Letter): string | null {
  if (messageId === null || contentHash === null) return null;
  const proven = proof.kind === 'proven';
  return JSON.stringify([messageId, contentHash, from.map(({ address }) => address), date, proven]);
}

/** Only of letters that rules look at: nothing depends on who else gets what a stranger wrote. */
export function copiesForSiblings(
  letter: Letter,
  council: Council,
  judgement: Pick<Judgement, 'copies'>,
): SiblingLetter['copies'] {
  const authors = authorsOf(letter, council);
  if (!authors.some(isInsideAuthor)) return [];
  const here = blindIn(letter, council, authors).filter(({ copyIs }) => copyIs === 'here');
  const blind = new Set(here.map(({ address }) => address));
  return judgement.copies.map(({ to, outcome }) => ({
    address: to,
    blind: blind.has(to),
    delivered: outcome.kind === 'deliver',
  }));
}

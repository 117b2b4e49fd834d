/**
 * Groups: the copies of a letter that leave in one SMTP transaction, because their bytes and their terms are equal.
 * They are numbered from 1 in the order of their copies; a later release continues the numbers.
 */
import type { TransactionTerms } from './records.ts';

export type Groups = readonly { readonly grp: number; readonly rendering: number; readonly terms: TransactionTerms }[];
type ReadyCopy = { readonly n: number; readonly rendering: number; readonly transaction: TransactionTerms };

export function groupsOf(
  copies: readonly ReadyCopy[],
  first: number,
): { groups: Groups; groupOf: Map<number, number> } {
  const groups = new Map<string, Groups[number]>();
  const groupOf = new Map<number, number>();
  for (const copy of copies) {
    const key = sharedBy(copy);
    const group = groups.get(key) ?? { grp: first + groups.size, rendering: copy.rendering, terms: copy.transaction };
    groups.set(key, group);
    groupOf.set(copy.n, group.grp);
  }
  return { groups: [...groups.values()], groupOf };
}

function sharedBy({ rendering, transaction: { route, mailFrom, notify, orcpt } }: ReadyCopy): string {
  return JSON.stringify([rendering, route, mailFrom, notify, orcpt]);
}

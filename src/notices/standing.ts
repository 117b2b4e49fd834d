/** How a letter's copies stand, sorted into what a notice tells apart. */
import type { AuthorNotice, Contact, CopyAccount, Named } from './account.ts';

export type Standing = {
  readonly sent: readonly CopyAccount[];
  readonly opened: readonly CopyAccount[];
  readonly heldForAuthor: readonly CopyAccount[];
  /** By reviewer: as a rule there is one. */
  readonly heldForReview: readonly { readonly reviewer: Named; readonly copies: readonly CopyAccount[] }[];
  readonly forwarded: readonly { readonly to: Contact; readonly copies: readonly CopyAccount[] }[];
  readonly returned: readonly CopyAccount[];
};

export function standing({ copies }: Pick<AuthorNotice, 'copies'>): Standing {
  const sent = copies.filter((copy) => copy.became.kind === 'sent');
  return {
    sent,
    opened: sent.filter((copy) => copy.opened),
    heldForAuthor: copies.filter(({ became }) => became.kind === 'held' && became.for === 'author'),
    heldForReview: byPerson(copies, ({ became }) =>
      became.kind === 'held' && became.for === 'review' ? became.reviewer : null,
    ).map(([reviewer, copies]) => ({ reviewer, copies })),
    forwarded: byPerson(copies, ({ became }) => (became.kind === 'forwarded' ? became.to : null)).map(
      ([to, copies]) => ({ to, copies }),
    ),
    returned: copies.filter(({ became }) => became.kind === 'returned'),
  };
}

export function heldCount(standing: Standing): number {
  return standing.heldForReview.reduce((sum, { copies }) => sum + copies.length, standing.heldForAuthor.length);
}

function byPerson<P extends Named>(
  copies: readonly CopyAccount[],
  personOf: (copy: CopyAccount) => P | null,
): [P, CopyAccount[]][] {
  const found = new Map<string, [P, CopyAccount[]]>();
  for (const copy of copies) {
    const person = personOf(copy);
    if (person === null) continue;
    const entry = found.get(`${person.name}\n${person.post}`) ?? [person, []];
    entry[1].push(copy);
    found.set(`${person.name}\n${person.post}`, entry);
  }
  return [...found.values()];
}

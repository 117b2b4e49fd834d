/** What a delivery report is told: which copies, what became of them, and the letter they are copies of. */

import type { LetterId } from '../../rules/letter.ts';
import type { Clause } from '../../rules/protocol.ts';
import type { Letterhead, Named } from './account.ts';

export type ReportedCopy = {
  /** As the client gave it. */
  readonly address: string;
  readonly blind: boolean;
  /** RFC 3461 §4.2, decoded, with its type: `rfc822;jane@x`. */
  readonly orcpt: string | null;
  readonly fate: Fate;
};

/** An uncertain copy has no fate to report: it is sent again. */
export type Fate =
  | { readonly kind: 'returned'; readonly by: { readonly kind: 'rule'; readonly clauses: readonly Clause[] } }
  | { readonly kind: 'returned'; readonly by: { readonly kind: 'reviewer'; readonly reason: string } & Named }
  /** `reply`: the next hop's, with its codes. */
  | { readonly kind: 'refused'; readonly reply: string }
  | { readonly kind: 'expired'; readonly reply: string | null }
  /** `until`: when we give up, milliseconds since 1970. */
  | { readonly kind: 'delayed'; readonly reply: string | null; readonly until: number }
  /** NOTIFY=SUCCESS was asked for, and the next hop does not know how to report. */
  | { readonly kind: 'relayed'; readonly reply: string | null };

export type DeliveryReport = {
  readonly report: { readonly id: LetterId; readonly at: number };
  readonly letterhead: Letterhead;
  /** The envelope sender, verbatim; never the null sender. */
  readonly to: string;
  /** Whether that is the author, who knows every blind copy. */
  readonly toAuthor: boolean;
  /** About a copy to a protected address: nobody else is named who could be asked, and no answer reaches anybody. */
  readonly isPrivate: boolean;
  readonly letter: {
    readonly id: LetterId;
    readonly subject: string;
    readonly messageId: string | null;
    readonly references: readonly string[];
    readonly receivedAt: number;
    /** RFC 3461 §4.4, decoded. */
    readonly envid: string | null;
    readonly ret: 'FULL' | 'HDRS' | null;
    readonly confidential: boolean;
    /** message.eml, or as much of it as holds the header. */
    readonly bytes: Buffer;
  };
  readonly copies: readonly ReportedCopy[];
};

/**
 * Splits the copies of one letter into reports: one fate each, and to anybody but the author never two blind
 * recipients in one, since each would learn of the other from a report passed on.
 */
export function reportGroups<C extends ReportedCopy>(copies: readonly C[], toAuthor: boolean): C[][] {
  const groups: C[][] = [];
  for (const copy of copies) {
    const alike = groups.find(
      (group) =>
        group[0]?.fate.kind === copy.fate.kind && (toAuthor || !copy.blind || group.every(({ blind }) => !blind)),
    );
    if (alike === undefined) groups.push([copy]);
    else alike.push(copy);
  }
  return groups;
}

/** INVARIANT: what a report to somebody else names holds one blind recipient at most, whatever it was called with. */
export function nameable({ copies, toAuthor }: Pick<DeliveryReport, 'copies' | 'toAuthor'>): ReportedCopy[] {
  const blind = copies.find((copy) => copy.blind);
  return copies.filter((copy) => toAuthor || !copy.blind || copy === blind);
}

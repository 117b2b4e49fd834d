/**
 * From one transaction to its entries in the spool: copies to protected addresses apart from the others, which learn
 * nothing of them; and one entry for each council whose people are written to.
 */
import type { SpoolEnvelope, SpoolRecipient } from '../../queue/spool/envelope.ts';
import { newLetterId } from '../../queue/spool/letter-id.ts';
import type { EmailAddress } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import type { Proof } from '../../rules/letter.ts';
import { councilFor, councilOfAddress, type Policy } from '../config/policy.ts';

export type Copy = { readonly recipient: SpoolRecipient; readonly address: EmailAddress; readonly protected: boolean };

export type Received = {
  readonly policy: Policy;
  readonly sender: EmailAddress | null;
  readonly copies: readonly Copy[];
  readonly proof: Proof;
  /** Who wrote it, where that is proven. */
  readonly author: EmailAddress | null;
  /** What the entries have in common. */
  readonly common: Omit<SpoolEnvelope, 'id' | 'council' | 'protected' | 'recipients' | 'proof'>;
};

const NOT_EXAMINED: Proof = { kind: 'unproven', why: 'not examined' };

/** The first is the one that the client is told of: a protected copy's only where there is no other. */
export function entriesOf(received: Received): readonly [SpoolEnvelope, ...SpoolEnvelope[]] {
  const { policy, sender, copies, proof } = received;
  const apart = copies.filter((copy) => copy.protected);
  const examined = [...byCouncil(received)].map(([council, own]) =>
    entry(received, council, own, { protected: false, proof }),
  );
  const addresses = copies.map(({ address }) => address);
  const guarded = () =>
    entry(received, councilFor(policy, sender, addresses), apart, { protected: true, proof: NOT_EXAMINED });
  const [first, ...others] = examined;
  if (first === undefined) return [guarded()];
  return apart.length > 0 ? [first, ...others, guarded()] : [first, ...others];
}

/** Under a proven author's council all of them; else each under its own, and what is nobody's under the first. */
function byCouncil({ policy, copies, author }: Received): ReadonlyMap<Council, readonly Copy[]> {
  const open = copies.filter((copy) => !copy.protected);
  const ofAuthor = author === null ? null : councilOfAddress(policy, author);
  const fallback =
    ofAuthor ??
    councilFor(
      policy,
      null,
      open.map(({ address }) => address),
    );
  const groups = new Map<Council, Copy[]>();
  for (const copy of open) {
    const council = ofAuthor ?? councilOfAddress(policy, copy.address) ?? fallback;
    groups.set(council, [...(groups.get(council) ?? []), copy]);
  }
  return groups;
}

function entry(
  { common }: Received,
  council: Council,
  copies: readonly Copy[],
  rest: Pick<SpoolEnvelope, 'protected' | 'proof'>,
): SpoolEnvelope {
  const recipients = copies.map(({ recipient }) => recipient);
  return { ...common, ...rest, id: newLetterId(common.receivedAt), council: council.id, recipients };
}

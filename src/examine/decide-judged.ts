/**
 * From a judgement to a decision: which bytes each copy leaves with, what state it is in, and what must be written
 * to whom. Nothing is done here; the register commits the decision first.
 */
import type { DecidedCopy, Decision } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { EmailAddress } from '../../rules/address.ts';
import type { Council, PersonId } from '../../rules/council.ts';
import { isProtected } from '../../rules/directory.ts';
import type { CopyJudgement, Judgement } from '../../rules/judgement.ts';
import type { Letter } from '../../rules/letter.ts';
import { copiesForSiblings, siblingKey } from '../../rules/siblings.ts';
import type { Gateway } from '../gateway.ts';
import type { Edit } from '../mail/insertion/added-words.ts';
import { answersOurMail } from './answers-to-us.ts';
import { effectsOf } from './effects-due.ts';
import { renderingsOf } from './renderings.ts';
import { folded, termsOf } from './terms.ts';

export type Judged = {
  readonly envelope: SpoolEnvelope;
  readonly letter: Letter;
  readonly council: Council;
  readonly policyVersion: number | null;
  readonly judgement: Judgement;
};

/** `words`: where those go that its changes add to the text of the letter. */
export type Worded = Judged & { readonly words: readonly Edit[] };

export async function decideJudged(judged: Worded, gateway: Gateway): Promise<Decision> {
  const { envelope, letter, judgement } = judged;
  const renderings = renderingsOf(judged, gateway);
  const copies = [
    ...(await Promise.all(envelope.recipients.map((_, n) => ownCopy(n, judged, gateway, renderings.of)))),
    ...(await copiesInPlace(judged, gateway, renderings.of)),
  ];
  copies.push(...(await copiesAdded(copies.length, judged, gateway, renderings.of)));
  return {
    id: envelope.id,
    council: envelope.council,
    origin: envelope.origin,
    protected: false,
    policyVersion: judged.policyVersion,
    receivedAt: envelope.receivedAt,
    size: envelope.size,
    sha256: envelope.sha256,
    envelopeFrom: envelope.mailFrom,
    author: letter.from[0]?.address ?? null,
    subject: letter.subject,
    messageId: letter.messageId,
    visible: [...letter.to, ...letter.cc].map((mailbox) => mailbox.address),
    judgement,
    renderings: renderings.made(),
    copies,
    effects: await effectsOf(judged, gateway),
    sibling: siblingOf(judged),
  };
}

/** Who handed it in: the account, else the machine. A protected recipient is not in the letter any more. */
function siblingOf({ envelope, letter, council, judgement }: Judged): Decision['sibling'] {
  const key = siblingKey(letter);
  if (key === null) return null;
  const client = envelope.account ?? envelope.client?.ip ?? null;
  const handedIn = JSON.stringify([client, envelope.mailFrom, [...letter.envelope.to].sort()]);
  return { key, handedIn, copies: copiesForSiblings(letter, council, judgement) };
}

/** Copies for people whom a rule adds, beyond the recipients and those who stand in for one. */
async function copiesAdded(
  first: number,
  judged: Judged,
  gateway: Gateway,
  rendering: RenderingOf,
): Promise<DecidedCopy[]> {
  const { mailFrom } = judged.envelope;
  return Promise.all(
    judged.judgement.added.map(
      async (copy, more): Promise<DecidedCopy> => ({
        n: first + more,
        address: copy.to,
        ...stateOf(copy, copy.to, judged, gateway),
        rules: copy.rules,
        rendering: await rendering(copy, null),
        inPlaceOf: null,
        transaction: termsOf({ address: copy.to }, mailFrom, gateway.settings),
      }),
    ),
  );
}

type RenderingOf = (copy: CopyJudgement | null, forwardedTo: EmailAddress | null) => Promise<number>;

/** What becomes of one recipient's own copy. */
async function ownCopy(n: number, judged: Judged, gateway: Gateway, rendering: RenderingOf): Promise<DecidedCopy> {
  const recipient = judged.envelope.recipients[n];
  if (recipient === undefined) throw new RangeError(`letter ${judged.envelope.id} has no recipient ${n}`);
  const address = folded(recipient.address);
  const copy = judged.judgement.copies.find((each) => each.to === address) ?? null;
  // Protected since it was taken in: it goes, and the register does not learn to whom.
  const isHidden = isProtected(judged.council, address);
  return {
    n,
    address: isHidden ? gateway.secret.mark('protected', address) : address,
    ...stateOf(copy, address, judged, gateway),
    rules: copy?.rules ?? [],
    rendering: await rendering(copy, null),
    inPlaceOf: null,
    transaction: termsOf(recipient, judged.envelope.mailFrom, gateway.settings),
  };
}

function stateOf(copy: CopyJudgement | null, address: EmailAddress, judged: Judged, gateway: Gateway): CopyFate {
  const fate = (state: CopyFate['state']): CopyFate => ({ state, heldFor: null, reviewer: null });
  if (answersOurMail(address, gateway)) return fate('withheld');
  const outcome = copy?.outcome ?? { kind: 'deliver' };
  switch (outcome.kind) {
    case 'deliver':
      return fate('ready');
    case 'return':
      return fate('returned');
    case 'forward':
      return fate(hasItAlready(outcome.to, judged) ? 'withheld' : 'forwarded');
    case 'hold':
      return { state: 'held', heldFor: outcome.for, reviewer: outcome.for === 'review' ? outcome.reviewer : null };
  }
}

type CopyFate = Pick<DecidedCopy, 'state' | 'heldFor' | 'reviewer'>;

/** Where that person already has it, the copy just goes no further (rules of correspondence, *forward*). */
function hasItAlready(person: PersonId, judged: Judged): boolean {
  const found = judged.council.people.get(person);
  if (found === undefined) return false;
  const theirs: readonly EmailAddress[] = [found.email, ...found.also];
  return judged.judgement.copies.some((copy) => theirs.includes(copy.to) && copy.outcome.kind === 'deliver');
}

/** One copy for each person who gets somebody else's instead, however many copies that stands for. */
async function copiesInPlace(judged: Judged, gateway: Gateway, rendering: RenderingOf): Promise<DecidedCopy[]> {
  const made = new Map<PersonId, DecidedCopy>();
  for (const copy of judged.judgement.copies) {
    if (copy.outcome.kind !== 'forward' || made.has(copy.outcome.to) || hasItAlready(copy.outcome.to, judged)) continue;
    const person = judged.council.people.get(copy.outcome.to);
    if (person === undefined) throw new Error(`a copy goes to \`${copy.outcome.to}\`, who is not in the directory`);
    made.set(person.id, {
      n: judged.envelope.recipients.length + made.size,
      address: person.email,
      state: 'ready',
      rules: copy.rules,
      heldFor: null,
      reviewer: null,
      rendering: await rendering(copy, person.email),
      inPlaceOf: judged.envelope.recipients.findIndex((each) => folded(each.address) === copy.to),
      transaction: termsOf({ address: person.email }, judged.envelope.mailFrom, gateway.settings),
    });
  }
  return [...made.values()];
}

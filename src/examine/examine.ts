/**
 * One letter's path from the spool to its decision, the page to read first: read it, judge it, record what was
 * decided, and only then act. Runs as a `judge` job, and may run again after any crash: a recorded decision stands,
 * acts that were done are found done.
 */
import { decideAgain } from '../../queue/recovery/decide-again.ts';
import type { Attempt, Decision } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { authorsOf, isInsideAuthor } from '../../rules/author.ts';
import { withoutProtected } from '../../rules/correspondence/protected-channels.ts';
import type { Council } from '../../rules/council.ts';
import { facts } from '../../rules/facts.ts';
import type { History } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { Letter, LetterId } from '../../rules/letter.ts';
import { attend } from '../deliver/dispatch.ts';
import type { Gateway } from '../gateway.ts';
import { councilNamed } from './council-named.ts';
import { decideJudged } from './decide-judged.ts';
import { decideOwn, decideProtected } from './decide-unread.ts';
import { carryOutEffects } from './effects.ts';
import { prove } from './prove.ts';
import { withWords } from './with-words.ts';

export async function examine(id: LetterId, gateway: Gateway): Promise<void> {
  const envelope = await gateway.spool.envelope(id);
  if (envelope === null) return;
  const recalled = await gateway.recall(id, envelope.recipients.length);
  // The register was put back from before, and nobody has said yet that this may be sent again.
  if (recalled.kind === 'waits') return;
  const judged = await decide(envelope, gateway);
  const decision = recalled.kind === 'new' ? judged : decideAgain(judged, recalled);
  const owner = recalled.kind === 'new' && gateway.sending.now < MOST_SENDING ? gateway.owner : undefined;
  const recorded = await gateway.register.recordDecision(decision, owner);
  callFor(id, recorded.groups, gateway);
  await Promise.all([
    ...recorded.attempts.map((attempt) => sendNow(attempt, envelope, gateway)),
    recorded.kind === 'present' || decision.effects.length > 0 ? act(id, gateway) : undefined,
  ]);
}

/** Slow next hops must not keep letters from being judged: beyond this, copies wait for a job of their own. */
const MOST_SENDING = 20;

/** Claimed with the decision, so that a letter to a next hop that is well waits for no second job. */
async function sendNow(attempt: Attempt, envelope: SpoolEnvelope, gateway: Gateway): Promise<void> {
  gateway.sending.now++;
  try {
    const later = await attend(attempt, envelope, gateway);
    if (later !== undefined) callFor(attempt.letter, [attempt.group], gateway, later.laterMs);
  } finally {
    gateway.sending.now--;
  }
}

async function act(id: LetterId, gateway: Gateway): Promise<void> {
  await carryOutEffects(await gateway.register.effectsOf(id), gateway);
}

/** If this process dies before it says so to the queue, the sweep finds what is due in the register. */
function callFor(letter: LetterId, groups: readonly number[], { producer }: Gateway, delayMs = 0): void {
  producer.add(groups.map((group) => ({ job: { kind: 'deliver', letter, group }, delayMs })));
}

/** The order matters: what is protected or our own is never read (design: order of judgement). */
async function decide(envelope: SpoolEnvelope, gateway: Gateway): Promise<Decision> {
  if (envelope.protected) return decideProtected(envelope, gateway);
  if (envelope.origin === 'own') return decideOwn(envelope, gateway);
  // The letter is judged wholly under the version that is in force at this moment.
  const policy = gateway.policy();
  const council = councilNamed(envelope.council, { policy: () => policy });
  const letter = await readLetter(envelope, council, gateway);
  const history = await historyOf(letter, envelope, council, gateway);
  const worded = await withWords(
    (as) => judge(as, council, history, envelope.receivedAt),
    letter,
    (words) => gateway.reader.additionsTo(gateway.spool.messagePath(envelope.id), words),
  );
  return decideJudged({ envelope, council, policyVersion: policy.version, ...worded }, gateway);
}

async function historyOf(
  letter: Letter,
  envelope: SpoolEnvelope,
  council: Council,
  gateway: Gateway,
): Promise<History> {
  const { messageIds, sibling } = facts(letter);
  // What a stranger sends is delivered, however many transactions it comes in.
  const isJudged = sibling !== null && authorsOf(letter, council).some(isInsideAuthor);
  const asked = { council: council.id, key: sibling ?? '', letter: envelope.id, at: envelope.receivedAt };
  const [carried, siblings] = await Promise.all([
    gateway.register.carried(council.id, messageIds),
    isJudged ? gateway.register.siblings(asked) : [],
  ]);
  return { carried, siblings };
}

/** From here on nobody knows of its protected recipients, shown ones neither. */
async function readLetter(envelope: SpoolEnvelope, council: Council, gateway: Gateway): Promise<Letter> {
  const path = gateway.spool.messagePath(envelope.id);
  const letter = await gateway.reader.read(path, envelope);
  const proven = { ...letter, proof: await prove(letter, envelope, path, council, gateway) };
  return withoutProtected(proven, council);
}

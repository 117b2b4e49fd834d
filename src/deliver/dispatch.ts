/**
 * One delivery attempt of one group of copies, as a `deliver` job: claim it in the register, hand the bytes to the
 * next hop, record what the next hop said. The order of the three commits is what keeps a letter from being lost
 * or, but for the one unavoidable gap, sent twice (design: states and recovery).
 */
import type { AttemptEnded, DotMayGo, SentCopy } from '../../queue/recovery/outcome-records.ts';
import { codesIn } from '../../queue/register/codes.ts';
import type { Attempt, CopyResult } from '../../queue/register/records.ts';
import type { SpoolEnvelope, SpoolRecipient } from '../../queue/spool/envelope.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Route } from '../config/settings.ts';
import { reportsAfter } from '../examine/effects-due.ts';
import { renderingOf } from '../examine/renderings.ts';
import type { Gateway } from '../gateway.ts';
import { classify } from './classify.ts';
import type { Transaction, TransactionResult } from './deliverer.ts';
import { routeOf } from './route.ts';
import { type Sealed, sealed } from './sealed.ts';
import { timetable } from './timetable.ts';

type Later = { readonly laterMs: number };

/** Gives `laterMs` where the route has no room now or a copy is deferred: the job comes again, and no worker waits. */
export async function dispatch(letter: LetterId, group: number, gateway: Gateway): Promise<Later | undefined> {
  const attempt = await gateway.register.claimAttempt(letter, group, gateway.owner, gateway.now());
  if (attempt === null) return undefined;
  const envelope = await gateway.spool.envelope(letter);
  return envelope === null ? alarm(attempt, gateway) : attend(attempt, envelope, gateway);
}

/** The rest of an attempt that is claimed. However it goes wrong, the claim is given up. */
export async function attend(attempt: Attempt, envelope: SpoolEnvelope, gateway: Gateway): Promise<Later | undefined> {
  const transaction = transactionOf(attempt, envelope, gateway);
  const laterMs = gateway.deliverer.waitMs(transaction.route);
  if (laterMs > 0 && !isExpired(attempt, gateway)) return postpone(attempt, laterMs, gateway);
  const result = await send(transaction, gateway);
  return settle({ attempt, envelope, transaction, result }, gateway);
}

/** What is not known to have failed may have arrived: a fault of ours is no proof that it did not. */
async function send(transaction: Transaction, { deliverer, log }: Gateway): Promise<TransactionResult> {
  try {
    return await deliverer.send(transaction);
  } catch (err) {
    log.error({ err, letter: transaction.letter }, 'a delivery attempt was cut short by a fault of ours');
    return { kind: 'unknown', why: 'a fault of ours cut the attempt short' };
  }
}

/** Uncertain if the dot was allowed; the register knows whether it was. */
async function doubt(attempt: Attempt, why: string, gateway: Gateway): Promise<Later> {
  const now = gateway.now();
  const nextAt = now + timetable(attempt.tries + 1, Math.random);
  const { letter, group, attempt: number } = attempt;
  await gateway.register.recordUncertain({ letter, group, attempt: number, owner: gateway.owner, now, nextAt, why });
  return { laterMs: nextAt - now };
}

/** Then it is sent whatever the route is like, so that its sender hears of it. */
function isExpired({ receivedAt }: Attempt, { now, settings }: Gateway): boolean {
  return now() - receivedAt >= settings.deliver.expireMs;
}

async function postpone({ letter, group, attempt }: Attempt, laterMs: number, gateway: Gateway): Promise<Later> {
  const now = gateway.now();
  await gateway.register.yieldClaim({ letter, group, attempt, owner: gateway.owner, now, nextAt: now + laterMs });
  return { laterMs };
}

/**
 * The register names the terms of a copy, but for a protected one, whose terms and bytes only the spool knows. The
 * route is the one that the configuration names today: the one of the decision may be gone.
 */
function transactionOf(attempt: Attempt, envelope: SpoolEnvelope, gateway: Gateway): Transaction {
  const recipients = attempt.copies.map((copy) => recipientOf(copy, envelope));
  let leaving: Sealed | null = null;
  return {
    letter: attempt.letter,
    group: attempt.group,
    route: routeTo(recipients[0]?.address ?? '', gateway),
    mailFrom: attempt.terms?.mailFrom ?? envelope.mailFrom,
    recipients,
    dsn: envelope.dsn,
    eightBit: envelope.eightBit,
    smtpUtf8: envelope.smtpUtf8,
    size: attempt.rendering.size,
    bytes: () => {
      leaving = sealed(gateway.spool.messagePath(attempt.letter), () => renderingOf(attempt, envelope, gateway));
      return leaving.stream;
    },
    dotMayGo: async () =>
      leaving?.intact() === true ? permitDot(attempt, envelope, gateway) : refuseAltered(attempt, gateway),
  };
}

function routeTo(address: string, { settings }: Gateway): Route {
  const { routes } = settings.deliver;
  const route = routes.get(routeOf(address, routes));
  if (route === undefined) throw new Error('the configuration names no next hop');
  return route;
}

/** As the client spelt it; a copy that took another's place has only the address we gave it. */
function recipientOf(copy: Attempt['copies'][number], envelope: SpoolEnvelope): SpoolRecipient {
  return envelope.recipients[copy.n] ?? { address: copy.address };
}

/** INVARIANT: both records stand before the body's last byte may be followed by the dot. */
async function permitDot(claimed: Attempt, envelope: SpoolEnvelope, gateway: Gateway): Promise<boolean> {
  const { letter, group, attempt } = claimed;
  const copies = claimed.copies.map((copy) => placeOf(copy, envelope));
  const [ours] = await Promise.all([
    gateway.register.dotMayGo(letter, group, attempt, gateway.owner),
    gateway.spool.appendOutcome(letter, { dotMayGo: attempt, group, copies } satisfies DotMayGo),
  ]);
  return ours;
}

async function refuseAltered({ letter, group }: Attempt, { log }: Gateway): Promise<boolean> {
  log.error({ letter, group }, 'the bytes on disk are not those that were decided: the copy stays here');
  return false;
}

type Sent = {
  readonly attempt: Attempt;
  readonly envelope: SpoolEnvelope;
  readonly transaction: Transaction;
  readonly result: TransactionResult;
};

async function settle({ attempt, envelope, transaction, result }: Sent, gateway: Gateway): Promise<Later | undefined> {
  const { letter, group } = attempt;
  const now = gateway.now();
  const expired = isExpired(attempt, gateway);
  if (result.kind === 'unknown' && !expired) return doubt(attempt, result.why, gateway);
  if (result.kind === 'unreached' && result.laterMs !== undefined && !expired) {
    return postpone(attempt, result.laterMs, gateway);
  }
  // After days of doubt its sender must hear of it: as far as anybody knows, it did not arrive.
  const said = result.kind === 'unknown' ? ({ kind: 'unreached', why: result.why } as const) : result;
  const claim = { letter, group, attempt: attempt.attempt, owner: gateway.owner, now };
  const results = classify(said, attempt, { transaction, now, expireMs: gateway.settings.deliver.expireMs });
  const dsnOffered = said.kind === 'answered' && said.dsnOffered;
  const effects = await reportsAfter(results, attempt, { envelope, dsnOffered }, gateway);
  const told = results.map((result) => toldOf(result, attempt, envelope));
  const outcome: AttemptEnded = { result: attempt.attempt, group, at: now, results: told, effects };
  const [{ settled }] = await Promise.all([
    gateway.register.recordResult({ ...claim, results, effects }),
    gateway.spool.appendOutcome(letter, outcome),
  ]);
  if (effects.length > 0) gateway.producer.add([{ job: { kind: 'judge', letter } }]);
  if (settled && attempt.protected) await clear(letter, gateway);
  const next = results.flatMap((each) => (each.kind === 'deferred' ? [each.nextAt] : []));
  return next.length === 0 ? undefined : { laterMs: Math.min(...next) - now };
}

/** A copy as the log of outcomes names it: by its place, which says nothing without the envelope. */
function placeOf({ n, address }: Attempt['copies'][number], { recipients }: SpoolEnvelope): SentCopy {
  return n < recipients.length ? { n } : { n, to: address };
}

/** A reply's words may name a protected address, which the register does not have either: its codes say enough. */
function toldOf(result: CopyResult, { copies, ...attempt }: Attempt, envelope: SpoolEnvelope) {
  const copy = copies.find(({ n }) => n === result.n);
  const place = copy === undefined ? { n: result.n } : placeOf(copy, envelope);
  const named = !attempt.protected && copy?.address.includes('@') === true;
  return { ...result, ...place, reply: named ? result.reply : codesIn(result.reply) };
}

/** A protected copy's bytes go at the next hop's 250; those of other letters when the sweep finds them due. */
async function clear(letter: LetterId, gateway: Gateway): Promise<void> {
  await gateway.spool.remove(letter);
  await gateway.register.purged([letter]);
}

async function alarm({ letter }: Attempt, gateway: Gateway): Promise<undefined> {
  gateway.log.error({ letter }, 'the spool has no bytes for a letter that is not settled');
  await gateway.register.bytesMissing(letter);
}

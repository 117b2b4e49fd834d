/**
 * What the next hop's replies make of each copy: delivered, tried again later, or failed. 503 counts as temporary: it
 * says that the session went wrong, which is no verdict on the letter.
 */
import type { Attempt, CopyResult } from '../../queue/register/records.ts';
import { timetable } from './timetable.ts';
import type { Reply, Transaction, TransactionResult } from './transaction.ts';

type Sent = {
  readonly transaction: Pick<Transaction, 'mailFrom' | 'recipients'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly expireMs: number;
  readonly random?: () => number;
};

type Trial = Pick<Attempt, 'copies' | 'receivedAt' | 'tries'>;

/**
 * The transaction's recipients were `attempt.copies`, in their order: a copy finds its reply by its place, because
 * addresses of protected copies are not in the register. An unknown end is not classified: it is kept as uncertain.
 */
export function classify(
  result: Exclude<TransactionResult, { kind: 'unknown' }>,
  attempt: Trial,
  sent: Sent,
): CopyResult[] {
  const later = (n: number, place: number, reply: string, waitMs?: number): CopyResult =>
    postponed({ n, reply, waitMs, report: mayBeTold(sent, place) }, attempt, sent);
  if (result.kind === 'unreached') {
    return attempt.copies.map(({ n }, place) => later(n, place, `4.4.1 ${result.why}`, result.laterMs));
  }
  const someAccepted = result.replies.some((reply) => isDelivered(reply));
  return attempt.copies.map(({ n }, place) => {
    const reply = result.replies[place];
    if (reply === undefined) return later(n, place, '4.5.0 the next hop said nothing of this recipient');
    const words = `${reply.code} ${reply.text}`;
    if (isDelivered(reply)) return { n, kind: 'delivered', reply: words };
    if (isPermanent(reply)) return { n, kind: 'failed', reply: words, report: mayBeTold(sent, place) };
    // A hop that took its fill of recipients takes the rest at once: 452 beside accepted ones is no reason to wait.
    return later(n, place, words, someAccepted && reply.code === 452 ? 0 : undefined);
  });
}

function isDelivered(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

function isPermanent(reply: Reply): boolean {
  return reply.code >= 500 && reply.code !== 503;
}

/** RFC 3461 §4.1: without NOTIFY a failure is reported; to the null sender never. */
function mayBeTold({ transaction }: Sent, place: number): boolean {
  const notify = transaction.recipients[place]?.notify ?? [];
  return transaction.mailFrom !== '' && (notify.length === 0 || notify.includes('FAILURE'));
}

/** A letter that was never tried does not expire: the gateway may just have been down for five days. */
function postponed(
  { n, reply, waitMs, report }: { n: number; reply: string; waitMs: number | undefined; report: boolean },
  { receivedAt, tries }: Trial,
  { now, expireMs, random = Math.random }: Sent,
): CopyResult {
  const expiresAt = receivedAt + expireMs;
  const wasTried = waitMs === undefined || tries > 0;
  if (now >= expiresAt && wasTried) {
    const text = `5.4.7 expired, not delivered within ${span(expireMs)}; last heard: ${reply}`;
    return { n, kind: 'failed', reply: text, report };
  }
  if (waitMs !== undefined) return { n, kind: 'deferred', reply, nextAt: now + waitMs };
  return { n, kind: 'deferred', reply, nextAt: Math.min(now + timetable(tries + 1, random), expiresAt) };
}

function span(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return hours >= 2 ? `${Math.round(hours)} hours` : `${Math.round(ms / 1000)} seconds`;
}

/**
 * Hands transactions to their next hop: the built-in outbox, or SMTP over pooled connections. Says beforehand whether
 * a route has room, so that a job for one that is full or dead comes back later and occupies no worker.
 */
import type { Route, Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';
import { cannotTake } from './cannot-take.ts';
import type { Connection } from './connection.ts';
import { type Hop, openHop } from './hop.ts';
import { openOutbox } from './outbox.ts';
import { openReach } from './reach.ts';
import { hopKey } from './route.ts';
import { TIMEOUTS, type Timeouts } from './timeouts.ts';
import { type Transacted, transact } from './transact.ts';
import type { Reply, Transaction, TransactionResult } from './transaction.ts';

export type Deliverer = {
  /** 0: send now. Else how many milliseconds to keep the job away: the hop is dead, or full and not moving. */
  readonly waitMs: (route: Route) => number;
  /** Never rejects. Waits in line for a slot while the hop keeps giving lines back. */
  readonly send: (transaction: Transaction) => Promise<TransactionResult>;
  /** Lets what is under way finish for `graceMs`, then cuts the lines: no socket outlives it. */
  readonly close: (graceMs?: number) => Promise<void>;
};

export type DelivererTerms = {
  readonly tls: Settings['deliver']['tls'];
  /** Connections to one next hop. */
  readonly slots: number;
  /** For EHLO. */
  readonly hostname: string;
  /** Folder of the built-in next hop. */
  readonly outbox: string;
  readonly log: Pick<Logger, 'warn'>;
  readonly timeouts?: Partial<Timeouts>;
  readonly lettersPerLine?: number;
  /** PEM of an authority to trust beside the machine's own. */
  readonly ca?: string;
  readonly now?: () => number;
  readonly random?: () => number;
};

const LETTERS_PER_LINE = 100;
const GRACE_MS = 5_000;

export function openDeliverer(terms: DelivererTerms): Deliverer {
  const now = terms.now ?? Date.now;
  const timeouts = { ...TIMEOUTS, ...terms.timeouts };
  // Waits are counted by a clock that nobody sets.
  const clock = terms.now ?? (() => performance.now());
  const outbox = openOutbox(terms.outbox, now);
  const hops = new Map<string, Hop>();
  const stop = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  const hopOf = (route: Extract<Route, { kind: 'smtp' }>): Hop => {
    const key = hopKey(route);
    const hop = hops.get(key) ?? openSmtpHop(route, terms, { timeouts, now: clock, stop: stop.signal });
    hops.set(key, hop);
    return hop;
  };
  const sendWhole = async (transaction: Transaction): Promise<TransactionResult> => {
    const { route } = transaction;
    if (route.kind === 'outbox') return outbox.deliver(transaction);
    return sendBy(hopOf(route), transaction, timeouts);
  };
  return {
    waitMs: (route) => (route.kind === 'outbox' ? 0 : hopOf(route).waitMs()),
    send: (transaction) => {
      // Only what comes before the letter can throw: the rest answers with a result.
      const sending = sendWhole(transaction).catch(
        (error: Error): TransactionResult => ({ kind: 'unreached', why: error.message }),
      );
      underWay.add(sending);
      return sending.finally(() => underWay.delete(sending));
    },
    close: async (graceMs = GRACE_MS) => {
      for (const hop of hops.values()) hop.close(false);
      const timer = setTimeout(() => {
        stop.abort();
        for (const hop of hops.values()) hop.close(true);
      }, graceMs);
      await Promise.allSettled(underWay);
      clearTimeout(timer);
    },
  };
}

function openSmtpHop(
  route: Extract<Route, { kind: 'smtp' }>,
  terms: DelivererTerms,
  { timeouts, now, stop }: { timeouts: Timeouts; now: () => number; stop: AbortSignal },
): Hop {
  const { kind: _, ...where } = route;
  const trust = terms.ca === undefined ? {} : { ca: terms.ca };
  const target = { ...where, ...trust, hostname: terms.hostname, timeouts, stop };
  const reach = openReach(target, terms.tls, now, (why) => {
    terms.log.warn({ hop: hopKey(route), why }, 'TLS with the next hop failed: letters go to it in the clear');
  });
  const open = async () => {
    const opened = await reach();
    if (opened.kind === 'failed')
      terms.log.warn({ hop: hopKey(route), why: opened.why }, 'the next hop cannot be reached');
    return opened;
  };
  const lettersPerLine = terms.lettersPerLine ?? LETTERS_PER_LINE;
  return openHop({
    slots: terms.slots,
    idleMs: timeouts.idleMs,
    lettersPerLine,
    open,
    now,
    random: terms.random ?? Math.random,
  });
}

/**
 * A line that had idled may have been dead before this letter came. As long as nothing of the letter was asked for,
 * another line is tried; the number of idle lines bounds this.
 */
async function sendBy(hop: Hop, transaction: Transaction, timeouts: Timeouts): Promise<TransactionResult> {
  for (;;) {
    const lease = await hop.take();
    if (lease.kind === 'down') return { ...lease, kind: 'unreached' };
    const sent = await sendOver(lease.connection, transaction, timeouts);
    hop.give(lease.connection, sent.line);
    if (!(lease.reused && sent.untouched && sent.line === 'gone')) return sent.result;
  }
}

async function sendOver(connection: Connection, transaction: Transaction, timeouts: Timeouts): Promise<Transacted> {
  try {
    const refused = await cannotTake(transaction, connection.offers);
    const refusedTo = new Set(refused.map((reply) => reply.address));
    const recipients = transaction.recipients.filter(({ address }) => !refusedTo.has(address));
    const dsnOffered = connection.offers.extensions.has('DSN');
    if (recipients.length === 0) {
      return { result: { kind: 'answered', replies: refused, dsnOffered }, line: 'usable', untouched: false };
    }
    const sent = await transact(connection, { ...transaction, recipients }, timeouts);
    if (sent.result.kind !== 'answered' || refused.length === 0) return sent;
    return { ...sent, result: { ...sent.result, replies: inOrder(transaction, [...sent.result.replies, ...refused]) } };
  } catch (error) {
    return { result: { kind: 'unreached', why: (error as Error).message }, line: 'usable', untouched: false };
  }
}

function inOrder({ recipients }: Transaction, replies: readonly Reply[]): Reply[] {
  return recipients.flatMap(({ address }) => replies.find((reply) => reply.address === address) ?? []);
}

export type { Transaction, TransactionResult } from './transaction.ts';

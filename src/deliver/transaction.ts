/**
 * One SMTP transaction to a next hop, and what can come of it. A transaction carries copies with the same bytes,
 * MAIL FROM and DSN parameters; what the hop says of each of them is kept apart.
 */
import type { Readable } from 'node:stream';
import type { SpoolEnvelope, SpoolRecipient } from '../../queue/spool/envelope.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Route } from '../config/settings.ts';

export type Transaction = {
  readonly letter: LetterId;
  readonly group: number;
  readonly route: Route;
  /** Empty for the null sender. */
  readonly mailFrom: string;
  /** Those with equal NOTIFY and ORCPT: nodemailer repeats one set on every RCPT; where they differ, none is sent. */
  readonly recipients: readonly SpoolRecipient[];
  readonly dsn: SpoolEnvelope['dsn'];
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  /** Bytes that `bytes()` gives. */
  readonly size: number;
  /** The message from its first byte; may be called more than once. */
  readonly bytes: () => Readable;
  /**
   * Commits "the dot may go". The body ends only after it resolved true; false (the claim was lost) or a throw
   * breaks the connection off, so that no dot is sent. Called at most once.
   */
  readonly dotMayGo: () => Promise<boolean>;
};

/** What was said of one recipient. `text` begins with the enhanced code where one was given. */
export type Reply = { readonly address: string; readonly code: number; readonly text: string };

export type TransactionResult =
  /** Final for now: one reply for each recipient, in their order. Without `dsnOffered` a wished-for report is ours to make ("relayed"). */
  | { readonly kind: 'answered'; readonly replies: readonly Reply[]; readonly dsnOffered: boolean }
  /** Certainly not delivered: the dot was not sent. With `laterMs` it was not even tried, and may be so soon. */
  | { readonly kind: 'unreached'; readonly why: string; readonly laterMs?: number }
  /** The dot may have gone and no reply came. */
  | { readonly kind: 'unknown'; readonly why: string };

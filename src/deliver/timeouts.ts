/**
 * How long a next hop may take. RFC 5321 §4.5.3.2: the reply to the dot gets ten minutes, because giving up earlier
 * makes further copies of letters that were delivered after all.
 */
export type Timeouts = {
  /** TCP, greeting, TLS and EHLO by one clock; a second try in the clear has its own. */
  readonly connectMs: number;
  /** From MAIL to the reply to DATA. */
  readonly envelopeMs: number;
  /** Without any byte of the body taken. */
  readonly bodyMs: number;
  /** From the dot to its reply. */
  readonly finalMs: number;
  /** An idle connection is kept so long for the next letter. */
  readonly idleMs: number;
};

export const TIMEOUTS: Timeouts = {
  connectMs: 30_000,
  envelopeMs: 300_000,
  bodyMs: 180_000,
  finalMs: 600_000,
  idleMs: 5_000,
};

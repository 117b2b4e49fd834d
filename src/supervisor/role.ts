/**
 * What a role (smtp, worker, desk) is given when its process starts. A role is one async function: it works until
 * `stopping`, lets what it has begun end, and then resolves.
 */
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';

export type RoleContext = {
  readonly settings: Settings;
  /** Read from the supervisor's snapshot, never from the council's own files: every process judges by one version. */
  readonly policy: {
    readonly current: () => Policy;
    readonly onChange: (listener: (policy: Policy) => void) => void;
  };
  /** Where PostgreSQL (for `pg`) and Redis (for `ioredis`, a URL or a socket's path) are, whether or not they are up. */
  readonly stores: { readonly database: string; readonly redis: string };
  /** Unique per process start: `worker-1-<pid>-<start in ms>`. */
  readonly instance: string;
  /** When this gateway (its supervisor) began, milliseconds since 1970. */
  readonly gatewaySince: number;
  readonly log: Logger;
  /** Asks the supervisor (see `Question`); rejects when it does not answer within 5 s. */
  readonly ask: (message: Question) => Promise<unknown>;
  /** Aborted when a graceful stop is asked. */
  readonly stopping: AbortSignal;
};

export type Role = (context: RoleContext) => Promise<void>;

/** Which of the configured doors a process listens at. */
export type Door = 'smtp' | 'submission' | 'submissions' | 'inbound' | 'desk';

/** What a role may ask. Counters of failed sign-ins live in the supervisor, so that all SMTP processes share them. */
export type Question =
  /** Before a password is looked at. Answer: `SignInAnswer`. */
  | { readonly kind: 'auth-allowed'; readonly account: string; readonly ip: string }
  /** After a wrong password. Answer: `SignInAnswer` for the next try. */
  | { readonly kind: 'auth-failed'; readonly account: string; readonly ip: string }
  /** After a right one: the account's failures are forgotten, the address's are not. */
  | { readonly kind: 'auth-succeeded'; readonly account: string; readonly ip: string }
  /** Says at which address a door is open (needed where the port asked for was 0). Answer: null. */
  | { readonly kind: 'listening'; readonly door: Door; readonly host: string; readonly port: number };

export type SignInAnswer = {
  readonly allowed: boolean;
  /** How long to wait before answering the client. */
  readonly delayMs: number;
};

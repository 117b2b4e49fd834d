/** How an attempt ended, as its worker tells the register, and what that makes of the letter. */
import type { OwnAttempt } from './attempts.ts';
import type { CopyResult, DecidedEffect } from './records.ts';

export type AttemptResult = OwnAttempt & {
  /** One for each copy of the attempt; a copy left out is tried again. */
  readonly results: readonly CopyResult[];
  readonly effects: readonly DecidedEffect[];
};

/** Settled: nothing of the letter is open any more, and its bytes may go when their time comes. */
export type Result = { readonly settled: boolean };

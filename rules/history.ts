/**
 * What the gateway has carried before, as far as it bears on one letter: the register looks it up by the keys
 * that `facts` names, and `judge` is given it as a value.
 */
import type { EmailAddress } from './address.ts';
import type { LetterId } from './letter.ts';

/** An earlier letter, as the register keeps it for the rules: who wrote to whom, never its text. */
export type CarriedLetter = {
  readonly id: LetterId;
  readonly messageId: string;
  readonly author: EmailAddress | null;
  readonly visible: readonly EmailAddress[];
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type History = { readonly carried: readonly CarriedLetter[] };

export const NO_HISTORY: History = { carried: [] };

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

/** The same letter in another transaction: mail systems send blind copies, and parts of large groups, apart. */
export type SiblingLetter = {
  readonly id: LetterId;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Never a protected one. `delivered`: nothing kept it back. */
  readonly copies: readonly { readonly address: EmailAddress; readonly blind: boolean; readonly delivered: boolean }[];
};

export type History = { readonly carried: readonly CarriedLetter[]; readonly siblings: readonly SiblingLetter[] };

export const NO_HISTORY: History = { carried: [], siblings: [] };

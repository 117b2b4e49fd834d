/**
 * What stands in `outcomes.log`, line by line: enough to tell a register that has forgotten it what became of a
 * letter's copies, and no more. Copies go by their place in the spool's envelope, so that no line of a protected
 * letter names anybody; an address stands only beside a copy that the envelope does not have.
 */
import type { LetterId } from '../../rules/letter.ts';
import type { Act, CopyResult, DecidedEffect } from '../register/records.ts';
import type { Outcome } from '../spool/outcomes.ts';

/** `to`: of a copy that took another's place, whose number a new judgement need not repeat. */
export type SentCopy = { readonly n: number; readonly to?: string };

/** On disk before the dot. */
export type DotMayGo = { readonly dotMayGo: number; readonly group: number; readonly copies: readonly SentCopy[] };

/** `at` is when its reports were required, from which their ids follow. */
export type AttemptEnded = {
  readonly result: number;
  readonly group: number;
  readonly at: number;
  readonly results: readonly (CopyResult & SentCopy)[];
  readonly effects: readonly DecidedEffect[];
};

/** What a reviewer did, whole, written after the register has it. */
export type Acted = { readonly act: Act; readonly at: number };

/** Written before the letter `child` is made of the effect. */
export type EffectMade = { readonly effect: string; readonly child: LetterId };

type OutcomeRecord = DotMayGo | AttemptEnded | Acted | EffectMade;

export type OutcomeLine = OutcomeRecord & { readonly epoch: number };

/** Null for a line of another version, of which nothing is known. */
export function lineOf({ record, epoch }: Outcome): OutcomeLine | null {
  if ('dotMayGo' in record && 'copies' in record) return { ...(record as DotMayGo), epoch };
  if ('result' in record && 'effects' in record) return { ...(record as AttemptEnded), epoch };
  if ('act' in record && 'at' in record) return { ...(record as Acted), epoch };
  if ('effect' in record && 'child' in record) return { ...(record as EffectMade), epoch };
  return null;
}

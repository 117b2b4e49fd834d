/**
 * Whether the register is older than the spool. Two things tell: its number is smaller than the one beside the spool;
 * or an outcome of these last minutes is one that the register must know and does not, since every line is written
 * after the commit that it follows. A crash leaves neither, so neither is a false alarm.
 */
import type { Client } from '../register/database.ts';
import type { RegisterEpoch } from '../register/epoch.ts';
import type { Recovery } from '../register/recoveries.ts';
import { unknownOutcome } from '../register/unknown-outcome.ts';
import type { SpoolEpoch } from '../spool/epoch.ts';
import type { Spool } from '../spool/spool.ts';
import { lineOf } from './outcome-records.ts';

export type Compared = {
  readonly client: Client;
  readonly spool: Pick<Spool, 'outcomes' | 'hoursWithOutcomesSince' | 'hours'>;
  readonly register: RegisterEpoch;
  readonly beside: SpoolEpoch | null;
  readonly recoveries: readonly Recovery[];
};

/** Processes learn of the number within seconds: a line of one that is two older may still be just written. */
const LATE_BY = 2;
/** Much longer than a number lasts. */
const LATE_BY_MS = 600_000;

/** In plain words why it is; null where nothing says so. */
export async function whyBehind(compared: Compared): Promise<string | null> {
  const { register, beside, recoveries } = compared;
  if (beside !== null && !isSucceeded(beside, recoveries)) {
    if (register.register !== beside.register) return 'it is not the register that this spool was used with before';
    if (register.number < beside.number) {
      return `it is older than the spool: it was put back to its state number ${register.number}, and the spool knows number ${beside.number}`;
    }
  }
  const unknown = await unknownLine(compared);
  return unknown === null ? null : `it is older than the spool: it does not know ${unknown}`;
}

/** A recovery was ended, and its process died before the spool was told. */
function isSucceeded({ register, number }: SpoolEpoch, recoveries: readonly Recovery[]): boolean {
  return recoveries.some(
    (each) => each.replayedAt !== null && each.spoolRegister === register && each.spoolNumber === number,
  );
}

async function unknownLine({ client, spool, beside, recoveries }: Compared): Promise<string | null> {
  const since = Math.max((beside?.number ?? 0) - LATE_BY, recoveries.at(-1)?.number ?? 0);
  const hours = beside === null ? await spool.hours('all') : await spool.hoursWithOutcomesSince(beside.at - LATE_BY_MS);
  for (const hour of hours) {
    const outcomes = await spool.outcomes(hour, (_letter, epoch) => epoch >= since);
    const lines = outcomes.flatMap((outcome) => {
      const line = lineOf(outcome);
      return line === null ? [] : [{ letter: outcome.letter, line }];
    });
    const unknown = await unknownOutcome(client, lines);
    if (unknown !== null) return unknown;
  }
  return null;
}

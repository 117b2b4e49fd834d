/**
 * What `postroom recover` does, whether or not the gateway runs: holds the register against the spool, says what waits,
 * and lets it go on once a person has confirmed that it may be sent again.
 */
import type { LetterId } from '../../rules/letter.ts';
import { alone } from '../register/alone.ts';
import { openDatabase } from '../register/database.ts';
import { confirmRecoveries, recoveries, type WaitingGroup, type WaitingLetter } from '../register/recoveries.ts';
import { type CatchUp, catchUp, endIfNothingWaits } from './catch-up.ts';
import { replayOutcomes } from './replay.ts';
import { unjudged, waiting } from './waiting.ts';

export type Recovering = {
  /** What waits, oldest first. */
  waiting(): Promise<WaitingLetter[]>;
  /** Lets all of it go on; gives what there is to do because of it. */
  confirm(actor: string): Promise<{ readonly groups: readonly WaitingGroup[]; readonly judge: readonly LetterId[] }>;
  close(): Promise<void>;
};

const ANSWER_MS = 60_000;
const AGAIN_MS = 500;

/** Waits while a process of the gateway is at it. */
export async function openRecovering(databaseUrl: string, by: CatchUp): Promise<Recovering> {
  const database = openDatabase(databaseUrl, { connections: 3, answerMs: ANSWER_MS });
  const looked = { client: database, spool: by.spool };
  try {
    while (
      (await alone(database, 'recovery', async () => {
        await catchUp(by, database);
        return endIfNothingWaits(by.spool, database);
      })) === null
    ) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    waiting: () => waiting(looked),
    confirm: async (actor) => {
      const recovery = (await recoveries(database)).at(-1);
      if (recovery === undefined) return { groups: [], judge: [] };
      // A result may have been written since, by a process that did not hear of it in time.
      await replayOutcomes({ database, spool: by.spool, recovery, now: Date.now() });
      const judge = await unjudged(looked);
      const { groups } = await confirmRecoveries(database, actor, Date.now());
      return { groups, judge };
    },
    close: () => database.close(),
  };
}

/**
 * Where the register is found to be older than the spool, it is told what it has forgotten. Whoever calls this is alone
 * at it (the lock `recovery`); cut short, it is carried on by the next.
 */
import type { Client, Database } from '../register/database.ts';
import { readEpoch } from '../register/epoch.ts';
import { beginRecovery, confirmRecoveries, type Recovery, recoveries } from '../register/recoveries.ts';
import type { Spool } from '../spool/spool.ts';
import { whyBehind } from './behind.ts';
import { replayAll } from './replay.ts';
import { mayWait } from './waiting.ts';

export type CatchUp = {
  readonly spool: Spool;
  /** This run of the gateway, by a name that no other has. */
  readonly run: string;
  /** Nothing that came since then (milliseconds since 1970) was decided by anybody before this run first vouched. */
  readonly newSince: () => number;
  readonly log: {
    info(what: object, text: string): void;
    error(what: object, text: string): void;
    fatal(what: object, text: string): void;
  };
};

/** Does nothing where the register is as new as the spool. */
export async function catchUp(by: CatchUp, database: Database): Promise<void> {
  const recovery = (await recoveries(database)).find(isUnreplayed) ?? (await find(by, database));
  if (recovery === null) return;
  const told = await replayAll({ database, spool: by.spool, recovery, now: Date.now() });
  if (await endIfNothingWaits(by.spool, database)) {
    by.log.info(told, 'the register was told what it had forgotten, and nothing is unknown');
    return;
  }
  const says = 'the register was told what it had forgotten; what is unknown waits for `postroom recover --confirm`';
  by.log.fatal(told, says);
}

/** Nobody need confirm what nothing waits for. */
export async function endIfNothingWaits(spool: Spool, database: Database): Promise<boolean> {
  if ((await recoveries(database)).every((each) => each.confirmedAt !== null)) return true;
  if (await mayWait({ client: database, spool })) return false;
  await confirmRecoveries(database, 'postroom', Date.now());
  return true;
}

export function isUnreplayed(recovery: Recovery): boolean {
  return recovery.replayedAt === null;
}

/** Null where the register is as new as the spool. */
async function find({ spool, run, newSince, log }: CatchUp, client: Client): Promise<Recovery | null> {
  const beside = await spool.epoch();
  const all = await recoveries(client);
  const register = await readEpoch(client);
  const why = await whyBehind({ client, spool, register, beside, recoveries: all });
  if (why === null) return null;
  // A spool that this very run has written to all along is whole: what it does not tell of was not sent.
  const waitsBefore = beside?.run === run ? 0 : newSince();
  const says = 'the register was put back from before: nothing is delivered until it is told what it has forgotten';
  log.fatal({ why }, says);
  const number = ROOM + Math.max(register.number, beside?.number ?? 0, await newestLine(spool));
  return beginRecovery(client, { why, waitsBefore, spool: beside, number, now: Date.now() });
}

/** For lines that are being written just now, by processes that have not heard of it. */
const ROOM = 10;

/** The highest epoch of any outcome: all there are come before the one in which the register goes on. */
async function newestLine(spool: Spool): Promise<number> {
  let newest = 0;
  for (const hour of await spool.hours('all')) {
    await spool.outcomes(hour, (_letter, epoch) => {
      newest = Math.max(newest, epoch);
      return false;
    });
  }
  return newest;
}

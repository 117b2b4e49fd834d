/**
 * Vouches for the register: at its start, and whenever another server answers, a process of the gateway holds the
 * register against the spool. Where it is as new as the spool, work goes on; where it is older, the outcomes are
 * replayed into it first, by one process of all. Until then nobody judges or delivers; letters are taken in all the while.
 */

import type { LetterId } from '../../rules/letter.ts';
import { alone } from '../register/alone.ts';
import { type Database, openDatabase } from '../register/database.ts';
import { advanceEpoch, type RegisterEpoch, readEpoch, serverMark } from '../register/epoch.ts';
import type { Guard } from '../register/guard.ts';
import { type Recovery, recoveries } from '../register/recoveries.ts';
import { type Recalled, recall } from '../register/remembered.ts';
import { RegisterUnreachable } from '../register/unreachable.ts';
import { timeOf } from '../spool/letter-id.ts';
import { type CatchUp, catchUp, endIfNothingWaits, isUnreplayed } from './catch-up.ts';

export type VouchOptions = CatchUp & { readonly databaseUrl: string };

export type Vouching = {
  /** For `openRegister`: nothing is asked of a register that nobody vouches for. */
  readonly guard: Guard;
  /** Resolves once somebody does, or when `stop` is aborted. */
  vouched(stop: AbortSignal): Promise<void>;
  /** To be called now and then by the process that sweeps, so that the epoch moves on. */
  advance(): Promise<void>;
  /** What is known from before of a letter that is to be judged. Costs nothing but after a recovery. */
  recall(letter: LetterId, copies: number): Promise<Recalled>;
  close(): Promise<void>;
};

type Known = RegisterEpoch & {
  readonly server: string;
  /** Letters older than this may be from before a recovery. */
  readonly recalledBefore: number;
};

const LOOK_EVERY_MS = 5_000;
const AGAIN_MS = 500;
/** A page of a replay may take long on a disk that is busy. */
const ANSWER_MS = 60_000;

export function openVouching(options: VouchOptions): Vouching {
  const { spool } = options;
  const database = openDatabase(options.databaseUrl, { connections: 3, answerMs: ANSWER_MS });
  const stop = new AbortController();
  let known: Known | null = null;
  let waiters: (() => void)[] = [];
  let wake = () => {};

  const distrust = (why: string): RegisterUnreachable => {
    known = null;
    wake();
    return new RegisterUnreachable(new Error(why));
  };
  const vouch = (now: Known) => {
    known = now;
    spool.enterEpoch(now.number);
    for (const tell of waiters.splice(0)) tell();
  };
  /** Also tells of an epoch that another process has moved on. */
  const look = async (): Promise<void> => {
    if (known === null) {
      const sound = await alone(database, 'recovery', () => holdAgainstSpool(options, database));
      if (sound !== null) vouch(sound);
      return;
    }
    const before = known;
    const [server, epoch] = [await serverMark(database), await readEpoch(database)];
    const all = await recoveries(database);
    if (known === null) return;
    if (!isSame(before, server, epoch) || all.some(isUnreplayed)) known = null;
    else vouch({ ...known, number: Math.max(known.number, epoch.number), recalledBefore: newest(all) });
  };
  const looking = (async () => {
    while (!stop.signal.aborted) {
      await look().catch((err: unknown) => {
        if (!isPassing(err)) options.log.error({ err }, 'the register could not be held against the spool');
      });
      const pausing = pause(known === null ? AGAIN_MS : LOOK_EVERY_MS, stop.signal);
      wake = pausing.end;
      await pausing.over;
    }
  })();
  return {
    guard: {
      assertVouched: () => {
        if (known === null) throw new RegisterUnreachable(new Error('nobody vouches for it yet'));
      },
      admit: async (client) => {
        const before = known;
        const [server, epoch] = [await serverMark(client), await readEpoch(client)];
        if (before !== null && known !== null && isSame(before, server, epoch)) return;
        throw distrust('another server answers, or an older state of it');
      },
    },
    vouched: (ended) =>
      new Promise((resolve) => {
        if (known !== null || ended.aborted) resolve();
        else {
          waiters.push(resolve);
          ended.addEventListener('abort', () => resolve(), { once: true });
        }
      }),
    advance: async () => {
      if (known === null) return;
      const before = known;
      const number = await moveOn(options, database, before).catch((error: unknown) => {
        if (error instanceof RegisterUnreachable) distrust(error.message);
        throw error;
      });
      if (known === before) vouch({ ...before, number });
      await endIfNothingWaits(spool, database);
    },
    recall: async (letter, copies) => {
      const at = timeOf(letter);
      if (known !== null && at >= known.recalledBefore) return { kind: 'new' };
      return recall(database, { letter, at, copies });
    },
    close: async () => {
      stop.abort();
      waiters = [];
      await looking;
      await database.close();
    },
  };
}

/** Ends with a register that is as new as the spool: it was, or it has been told everything. */
async function holdAgainstSpool(options: VouchOptions, database: Database): Promise<Known> {
  const server = await serverMark(database);
  await catchUp(options, database);
  const before = await readEpoch(database);
  const number = await moveOn(options, database, before);
  return { register: before.register, number, server, recalledBefore: newest(await recoveries(database)) };
}

/** The register first: see `spool/epoch.ts`. */
async function moveOn({ spool, run }: VouchOptions, database: Database, from: RegisterEpoch): Promise<number> {
  const number = await advanceEpoch(database, from);
  if (number === null) throw new RegisterUnreachable(new Error('it went back to an older state'));
  await spool.writeEpoch({ register: from.register, number, run, at: Date.now() });
  return number;
}

function newest(all: readonly Recovery[]): number {
  return Math.max(0, ...all.map(({ foundAt, waitsBefore }) => Math.max(foundAt, waitsBefore)));
}

function isSame(known: Known, server: string, { register, number }: RegisterEpoch): boolean {
  return server === known.server && register === known.register && number >= known.number;
}

/** It is away, or its tables are being made (42P01). */
function isPassing(error: unknown): boolean {
  return error instanceof RegisterUnreachable || (error instanceof Error && 'code' in error && error.code === '42P01');
}

type Pause = { readonly over: Promise<void>; readonly end: () => void };

function pause(ms: number, stop: AbortSignal): Pause {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(() => end(), ms);
    end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
  });
  return { over, end: () => end() };
}

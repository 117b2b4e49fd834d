/**
 * The sweep: one process of all takes it, at its start and every half minute, for as long as it lives; another one
 * takes over when it dies. Here too every worker says that it is alive, since the sweep is what asks.
 */
import { RegisterUnreachable } from '../register/unreachable.ts';
import { BEAT_EVERY_MS } from '../register/workers.ts';
import { type Found, sweepOnce } from './pass.ts';
import type { Scope, Sweeping } from './scope.ts';

export type SweepOptions = Sweeping & {
  /** This process, as its claims name it. */
  readonly instance: string;
  readonly role?: string;
  readonly everyMs?: number;
  /**
   * When the only supervisor there is began, milliseconds since 1970: claims older than that are nobody's, and need
   * not be waited for.
   */
  readonly startedAt?: number;
  /** Moves the epoch on, which says how new the register is. */
  readonly advanceEpoch?: () => Promise<void>;
};

/** To be closed after the process has ended its attempts: it stops saying that it is alive. */
export type Sweep = { close(): Promise<void> };

const EVERY_MS = 30_000;
/** What lies longer than this is not just being attended to. */
const RIPE_MS = 30_000;
const EVERYTHING_EVERY_MS = 600_000;
/** No SMTP transaction takes so long, and a clock that jumps by a day does not make it seem to. */
const ATTEMPT_AT_MOST_MS = 25 * 3_600_000;
const CLOCK_JUMPED_MS = 10_000;
const AGAIN_MS = 2_000;

export function openSweep(options: SweepOptions): Sweep {
  const stop = new AbortController();
  const beating = beat(options, stop.signal);
  const leading = takeTurns(options, stop.signal);
  return {
    close: async () => {
      stop.abort();
      await Promise.all([beating, leading]);
    },
  };
}

async function beat({ register, instance, role, log }: SweepOptions, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    // Missed while the register is away; so are everybody's, and the next one counts.
    await register.heartbeat(instance, role ?? 'worker', Date.now()).catch((err: unknown) => {
      if (!(err instanceof RegisterUnreachable)) log.error({ err }, 'the register would not take what was owed to it');
    });
    await pause(BEAT_EVERY_MS, stop);
  }
}

async function takeTurns(options: SweepOptions, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await options.register.alone('sweep', (still) => sweepOn(options, still, stop));
      await pause(options.everyMs ?? EVERY_MS, stop);
    } catch (err) {
      if (!stop.aborted) options.log.info({ err }, 'the sweep was cut short and begins again');
      await pause(AGAIN_MS, stop);
    }
  }
}

async function sweepOn(options: SweepOptions, still: () => Promise<void>, stop: AbortSignal): Promise<void> {
  let last: Seen = { generation: null, until: 0, everythingAt: 0, at: Date.now(), ticks: performance.now() };
  while (!stop.aborted) {
    await still();
    await options.advanceEpoch?.();
    last = await pass(options, last);
    await rest(options, last, stop);
  }
}

/** Until the next pass is due; or Redis is back, where it was away. */
async function rest({ producer, everyMs = EVERY_MS }: SweepOptions, last: Seen, stop: AbortSignal): Promise<void> {
  if (last.until > 0) return pause(everyMs, stop);
  const ends = performance.now() + everyMs;
  do await pause(Math.min(AGAIN_MS, everyMs), stop);
  while (!stop.aborted && performance.now() < ends && (await producer.generation()) === null);
}

/** What the last pass saw. `until` is 0 where Redis did not take everything, so that the next one looks at it all. */
type Seen = {
  readonly generation: string | null;
  readonly until: number;
  readonly everythingAt: number;
  readonly at: number;
  readonly ticks: number;
};

async function pass(options: SweepOptions, last: Seen): Promise<Seen> {
  const now = Date.now();
  const generation = await options.producer.generation();
  // A clock that was set back: what comes now would seem looked at already.
  const everything =
    last.until === 0 ||
    generation !== last.generation ||
    now < last.at ||
    now - last.everythingAt > EVERYTHING_EVERY_MS;
  const openedBefore = Math.max(now - ATTEMPT_AT_MOST_MS, options.startedAt ?? 0);
  const ticks = performance.now();
  // Heartbeats from before a jump look old: everybody has beaten again by the next pass.
  const clockJumped = Math.abs(now - last.at - (ticks - last.ticks)) > CLOCK_JUMPED_MS;
  const scope: Scope = { everything, now, from: last.until, until: now - RIPE_MS, openedBefore, clockJumped };
  const found = await sweepOnce(options, scope);
  tell(options, found, everything);
  const complete = found.allAdded && generation !== null;
  return {
    generation,
    until: complete ? scope.until : 0,
    everythingAt: everything ? now : last.everythingAt,
    at: now,
    ticks,
  };
}

function tell({ log }: SweepOptions, found: Found, everything: boolean): void {
  const { allAdded, purged: _, ...counts } = found;
  if (!allAdded || Object.values(counts).some((count) => count > 0)) log.info({ ...found, everything }, 'swept');
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
  });
}

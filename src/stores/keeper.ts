/** Keeps one store running: finds it where an earlier gateway left it, starts it otherwise, and again whenever it dies. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { type Server, untilItAnswers } from './server.ts';

const LOOK_EVERY_MS = 250;
const SHORTEST_MS = 200;
const LONGEST_MS = 30_000;
/** Having lived that long, a store that dies is not one that cannot start. */
const SETTLED_MS = 60_000;

export type Kept = {
  /** Resolves when it answers for the first time. */
  readonly up: Promise<void>;
  /** Resolves when it is no longer looked after; it may still run. */
  readonly leave: () => Promise<void>;
};

/** `onUp` is told each time the store has come up. */
export function keep(server: Server, log: Logger, onUp: () => void = () => {}): Kept {
  const leaving = new AbortController();
  let first: () => void = () => {};
  const up = new Promise<void>((resolve) => {
    first = resolve;
  });
  const loop = lookAfter(server, log, leaving.signal, () => {
    first();
    onUp();
  });
  return {
    up,
    leave: async () => {
      leaving.abort();
      await loop;
    },
  };
}

async function lookAfter(server: Server, log: Logger, leaving: AbortSignal, onUp: () => void): Promise<void> {
  let failures = 0;
  while (!leaving.aborted) {
    const since = Date.now();
    try {
      await bringUp(server, log, leaving);
      onUp();
      await untilItEnds(server, leaving);
      if (!leaving.aborted) log.error({ store: server.name }, 'a store ended and is started again');
    } catch (error) {
      if (leaving.aborted) return;
      log.error({ store: server.name, err: error }, 'a store does not start');
    }
    failures = Date.now() - since > SETTLED_MS ? 0 : failures + 1;
    await pause(Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (failures - 1)), leaving);
  }
}

async function bringUp(server: Server, log: Logger, leaving: AbortSignal): Promise<void> {
  const found = server.running();
  const mark = await server.start();
  log.info({ store: server.name, pid: mark.pid }, found === null ? 'store started' : 'store found running');
  await untilItAnswers(server, mark, leaving);
}

async function untilItEnds(server: Server, leaving: AbortSignal): Promise<void> {
  while (!leaving.aborted && server.running() !== null) await pause(LOOK_EVERY_MS, leaving);
}

async function pause(ms: number, leaving: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal: leaving }).catch(() => {});
}

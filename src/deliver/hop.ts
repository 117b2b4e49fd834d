/**
 * One next hop as seen from one worker: at most `slots` connections, kept a few seconds for the next letter, and left
 * alone for a while when nobody answers.
 */
import { type BackOff, openBackOff } from './back-off.ts';
import type { Connection, Opened } from './connection.ts';
import type { Transacted } from './transact.ts';

type Lease =
  | { readonly kind: 'line'; readonly connection: Connection; readonly reused: boolean }
  /** With `laterMs` nothing was tried. */
  | { readonly kind: 'down'; readonly why: string; readonly laterMs?: number };

export type Hop = {
  /** 0: there is a slot, or will be in a moment. Else how long to keep the job away. */
  readonly waitMs: () => number;
  /** Waits in line for a moment where all slots are taken. Every line that was taken must be given back. */
  readonly take: () => Promise<Lease>;
  readonly give: (connection: Connection, line: Transacted['line']) => void;
  /** Ends idle lines at once, the busy ones by `give`, or by force. */
  readonly close: (force: boolean) => void;
};

export type HopTerms = {
  readonly slots: number;
  readonly idleMs: number;
  /** Many hops drop a connection that carried too much. */
  readonly lettersPerLine: number;
  readonly open: () => Promise<Opened>;
  readonly now: () => number;
  readonly random: () => number;
};

type Resting = { readonly connection: Connection; readonly needsReset: boolean; readonly timer: NodeJS.Timeout };

const WHILE_FULL_MS = 100;
/** A slot that came free within this time says that the hop keeps up: then waiting in line is quicker than coming back. */
const MOVING_MS = 250;
/** Nobody waits in line for a hop that gave no line back for so long: it must not hold up what goes to others. */
const STUCK_MS = 1_000;

export function openHop(terms: HopTerms): Hop {
  const backOff = openBackOff(terms.random);
  const idle: Resting[] = [];
  const carried = new Map<Connection, number>();
  const waiting: ((go: boolean) => void)[] = [];
  let busy = 0;
  let lastLeft = Number.NEGATIVE_INFINITY;
  let closed = false;

  const takeIdle = async (): Promise<Connection | null> => {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.connection.isOpen() && (!kept.needsReset || (await kept.connection.reset()))) return kept.connection;
      kept.connection.cut();
      forget(kept.connection);
    }
    return null;
  };
  const forget = (connection: Connection) => {
    carried.delete(connection);
    const at = idle.findIndex((kept) => kept.connection === connection);
    for (const kept of at < 0 ? [] : idle.splice(at, 1)) clearTimeout(kept.timer);
  };
  /** A slot passes straight to who waits for it: counted down first, a newcomer could take it in between. */
  const leave = () => {
    lastLeft = terms.now();
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next(true);
  };
  const enter = async (): Promise<boolean> => {
    if (busy >= terms.slots) return waitInLine(waiting, () => terms.now() - lastLeft < STUCK_MS);
    busy += 1;
    return true;
  };
  const rest = (connection: Connection, needsReset: boolean) => {
    idle.push({ connection, needsReset, timer: setTimeout(() => connection.quit(), terms.idleMs).unref() });
  };
  const fresh = async (): Promise<Lease> => {
    const opened = await tryToOpen(terms, backOff);
    if (opened.kind === 'failed') {
      // Whoever waits for a slot here would now wait for a hop that is down.
      for (const wake of waiting.splice(0)) wake(false);
      leave();
      return { kind: 'down', why: opened.why };
    }
    opened.connection.onEnd(() => forget(opened.connection));
    carried.set(opened.connection, 0);
    return { kind: 'line', connection: opened.connection, reused: false };
  };

  const waitMs = () => {
    const down = backOff.waitMs(terms.now());
    if (down > 0) return Math.ceil(down + terms.random() * 1_000);
    const keepsUp = terms.now() - lastLeft < MOVING_MS && waiting.length < 2 * terms.slots;
    return busy < terms.slots || keepsUp ? 0 : Math.ceil(WHILE_FULL_MS * (1 + terms.random()));
  };
  const untried = (): Lease => {
    const why = backOff.waitMs(terms.now()) > 0 ? DEAD : FULL;
    return closed ? CLOSED : { kind: 'down', why, laterMs: Math.max(waitMs(), WHILE_FULL_MS) };
  };

  return {
    waitMs,
    take: async () => {
      if (!(await enter())) return untried();
      const kept = closed ? null : await takeIdle().catch(() => null);
      if (kept !== null) return { kind: 'line', connection: kept, reused: true };
      if (!closed && backOff.waitMs(terms.now()) === 0) return fresh();
      leave();
      return untried();
    },
    give: (connection, line) => {
      const letters = (carried.get(connection) ?? 0) + 1;
      // One that ended while it was out has told so already, and would be kept for ever.
      if (line === 'gone' || !connection.isOpen()) {
        connection.cut();
        forget(connection);
      } else {
        carried.set(connection, letters);
        if (closed || letters >= terms.lettersPerLine) connection.quit();
        else rest(connection, line === 'after-reset');
      }
      leave();
    },
    close: (force) => {
      closed = true;
      for (const kept of idle.splice(0)) {
        clearTimeout(kept.timer);
        kept.connection.quit();
      }
      for (const wake of waiting.splice(0)) wake(false);
      if (force) for (const connection of [...carried.keys()]) connection.cut();
    },
  };
}

const DEAD = 'the next hop did not answer a moment ago';
const FULL = 'all connections to the next hop stayed busy';
const CLOSED: Lease = { kind: 'down', why: 'the gateway is stopping', laterMs: 0 };

function waitInLine(waiting: ((go: boolean) => void)[], moves: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const wake = (go: boolean) => {
      clearInterval(timer);
      resolve(go);
    };
    const timer = setInterval(() => {
      if (moves()) return;
      waiting.splice(waiting.indexOf(wake), 1);
      wake(false);
    }, STUCK_MS);
    waiting.push(wake);
  });
}

async function tryToOpen(terms: HopTerms, backOff: BackOff): Promise<Opened> {
  backOff.probing();
  const opened = await terms
    .open()
    .catch((error: Error): Opened => ({ kind: 'failed', why: error.message, clearMayHelp: false }));
  if (opened.kind === 'open') backOff.reached();
  else backOff.failed(terms.now());
  return opened;
}

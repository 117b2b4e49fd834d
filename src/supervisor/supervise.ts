/**
 * The gateway on one page: one supervisor for a data folder, the stores it runs, the role processes, the policy in
 * force. SMTP starts at once and waits for no store; letters are taken in and wait where a store is down.
 */

import { setTimeout as wait } from 'node:timers/promises';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import { type Logger, openLog } from '../log.ts';
import { makeRunFolder } from '../stores/run-folder.ts';
import { openStores, type Stores } from '../stores/stores.ts';
import { aborted } from './aborted.ts';
import { type Asked, listenForCommands, type Reply } from './control.ts';
import { type Crew, openCrew, type RoleEntry } from './crew.ts';
import { type Doors, openDoors, wantedDoors, whyNotFree } from './doors.ts';
import { greeting } from './greeting.ts';
import { type Lock, takeLock } from './lock.ts';
import { giveVersion, openReloader, policyInForce } from './policy-in-force.ts';
import type { PolicyStore } from './reload.ts';
import type { Question } from './role.ts';
import { openThrottle } from './throttle.ts';

const STOP_WITHIN_MS = 20_000;

export type Plan = {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly roles: readonly RoleEntry[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opened once the supervisor knows where the register is. */
  readonly policyStore: (databaseUrl: string) => PolicyStore;
  readonly print: (text: string) => void;
  /** Aborted when a stop is asked from outside (TERM, INT). */
  readonly stop: AbortSignal;
  /** Calls back when a reload is asked from outside (HUP). */
  readonly onReload: (listener: () => void) => void;
  /** How long what is under way may take to end when a stop is asked; 20 s if left out. */
  readonly stopWithinMs?: number;
};

export type Supervised = { readonly kind: 'stopped' } | { readonly kind: 'refused'; readonly says: string };

/** Resolves when everything has ended; rejects with StoreMissing where a store cannot be had at all. */
export async function supervise(plan: Plan): Promise<Supervised> {
  const { settings } = plan;
  const taken = await takeLock(settings.data);
  if (taken.kind === 'refused') {
    const says = `a gateway already runs on ${settings.data} (process ${taken.by.pid}): \`postroom stop\` ends it`;
    return { kind: 'refused', says };
  }
  try {
    const roles = plan.roles.map((role) => role.name);
    const wanted = wantedDoors(settings, roles);
    const says = await whyNotFree(wanted);
    if (says !== null) return { kind: 'refused', says };
    makeRunFolder(settings.data);
    const stores = await openStores(settings, plan.env, plan.stop).catch((error) => {
      if (plan.stop.aborted) return null;
      throw error;
    });
    if (stores === null) return { kind: 'stopped' };
    const log = openLog({ file: `${settings.data}/postroom.log`, errors: 2, process: 'supervisor' });
    const lock = recordingWhereItCan(taken.lock, log);
    const doors = openDoors(wanted, (listening) => lock.record({ listening }));
    await run(plan, { lock, stores, doors, log });
    return { kind: 'stopped' };
  } finally {
    taken.lock.release();
  }
}

/** A full disk must not end a gateway that runs: the file is for the next start, and each later change writes it whole. */
function recordingWhereItCan(lock: Lock, log: Logger): Lock {
  return {
    ...lock,
    record: (now) => {
      try {
        lock.record(now);
      } catch (error) {
        log.error({ err: error }, 'which processes run cannot be written down');
      }
    },
  };
}

async function run(plan: Plan, around: Around): Promise<void> {
  const { settings, env } = plan;
  const { stores, doors, log } = around;
  const failed = (error: unknown) => log.error({ err: error }, 'the supervisor failed at something and goes on');
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  plan.stop.addEventListener('abort', stop);
  if (plan.stop.aborted) stop();

  const crew = crewOf(plan, around);
  const force = policyInForce(plan.policy, makeRunFolder(settings.data), () => crew.tell({ kind: 'policy' }));
  const policyStore = plan.policyStore(stores.urls.database);
  const readAgain = openReloader({ settings, env, force, store: policyStore.store, log });
  plan.onReload(() => void readAgain().catch(failed));
  const ear = await listenForCommands(settings.data, (asked) => obey(asked, stop, readAgain));

  crew.start();
  const up = stores.start(log);
  up.databaseUp.then(() => giveVersion(force, policyStore, stopping.signal)).catch(failed);
  greet(plan, doors, up).catch(failed);
  log.info({ councils: councilNames(plan.policy) }, 'gateway started');

  await aborted(stopping.signal);
  log.info('gateway stops');
  ear.close();
  await crew.stop(plan.stopWithinMs ?? STOP_WITHIN_MS);
  await stores.stop();
  log.info('gateway stopped');
}

type Around = { readonly lock: Lock; readonly stores: Stores; readonly doors: Doors; readonly log: Logger };

function crewOf({ settings, roles }: Plan, { lock, stores, doors, log }: Around): Crew {
  const since = Date.now();
  const throttle = openThrottle(Date.now);
  return openCrew({
    roles,
    begin: ({ module, run }, name) => ({ kind: 'begin', settings, stores: stores.urls, name, since, module, run }),
    answer: (question) => answerTo(question, throttle, doors),
    onPort: doors.openedPort,
    onChange: (children) => lock.record({ children }),
    log,
  });
}

function answerTo(question: Question, throttle: ReturnType<typeof openThrottle>, doors: Doors): unknown {
  switch (question.kind) {
    case 'auth-allowed':
      return throttle.allowed(question);
    case 'auth-failed':
      return throttle.failed(question);
    case 'auth-succeeded':
      throttle.succeeded(question);
      return null;
    case 'listening':
      doors.opened({ door: question.door, host: question.host, port: question.port });
      return null;
  }
}

async function obey(asked: Asked, stop: () => void, readAgain: () => Promise<Reply>): Promise<Reply> {
  if (asked.do === 'reload') return readAgain();
  setImmediate(stop);
  return { kind: 'stopping' };
}

async function greet(plan: Plan, doors: Doors, up: ReturnType<Stores['start']>): Promise<void> {
  await doors.all;
  const waits = [isPending(up.databaseUp, 'PostgreSQL'), isPending(up.redisUp, 'Redis')];
  const waitingFor = (await Promise.all(waits)).filter((name) => name !== null);
  const open = wantedDoors(plan.settings, ['smtp', 'desk']).flatMap(({ door }) =>
    doors.open().filter((at) => at.door === door),
  );
  plan.print(
    greeting({ settings: plan.settings, councils: councilNames(plan.policy), open: [...new Set(open)], waitingFor }),
  );
}

/** Its own stores have a moment to come up before a person is told that they have not. */
function isPending(up: Promise<void>, name: string): Promise<string | null> {
  return Promise.race([up.then(() => null), wait(10_000, name, { ref: false })]);
}

function councilNames(policy: Policy): string[] {
  return policy.councils.map((council) => council.name);
}

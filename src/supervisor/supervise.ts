/**
 * The gateway on one page: one supervisor for a data folder, the stores it runs, the role processes, the policy in
 * force. SMTP starts at once and waits for no store; letters are taken in and wait where a store is down.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import { openLog } from '../log.ts';
import { makeRunFolder } from '../stores/run-folder.ts';
import { openStores, type Stores } from '../stores/stores.ts';
import { type Asked, listenForCommands, type Reply } from './control.ts';
import { type Crew, openCrew, type RoleEntry } from './crew.ts';
import { type Doors, openDoors, wantedDoors, whyNotFree } from './doors.ts';
import { greeting } from './greeting.ts';
import { type Lock, takeLock } from './lock.ts';
import { type PolicyStore, reload } from './reload.ts';
import type { Question } from './role.ts';
import { writeSnapshot } from './snapshot.ts';
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
    const wanted = wantedDoors(
      settings,
      plan.roles.map((role) => role.name),
    );
    const says = await whyNotFree(wanted);
    if (says !== null) return { kind: 'refused', says };
    makeRunFolder(settings.data);
    const stores = await openStores(settings, plan.env);
    await run(
      plan,
      taken.lock,
      stores,
      openDoors(wanted, (listening) => taken.lock.record({ listening })),
    );
    return { kind: 'stopped' };
  } finally {
    taken.lock.release();
  }
}

async function run(plan: Plan, lock: Lock, stores: Stores, doors: Doors): Promise<void> {
  const { settings } = plan;
  const log = openLog({ file: `${settings.data}/postroom.log`, errors: 2, process: 'supervisor' });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  plan.stop.addEventListener('abort', stop);
  if (plan.stop.aborted) stop();

  const force = policyInForce(plan, (message) => crew.tell(message));
  const since = Date.now();
  const throttle = openThrottle(Date.now);
  const crew: Crew = openCrew({
    roles: plan.roles,
    begin: ({ module, run }, name) => ({ kind: 'begin', settings, stores: stores.urls, name, since, module, run }),
    answer: (question) => answerTo(question, throttle, doors),
    onPort: doors.openedPort,
    onChange: (children) => lock.record({ children }),
    log,
  });
  const policyStore = plan.policyStore(stores.urls.database);
  const readAgain = inTurn(async () => {
    const result = await reload({
      settings,
      env: plan.env,
      current: force.current,
      store: policyStore.store,
      adopt: force.adopt,
    });
    if (result.kind === 'refused') log.error(result, 'the policy in force stays');
    else log.info(result, 'policy reloaded');
    return result;
  });
  plan.onReload(() => void readAgain());
  const ear = await listenForCommands(settings.data, (asked) => obey(asked, stop, readAgain));

  crew.start();
  const up = stores.start(log);
  void up.databaseUp.then(() => giveVersion(force, policyStore, stopping.signal));
  void greet(plan, doors, up);
  log.info({ council: councilNames(plan.policy) }, 'gateway started');

  await aborted(stopping.signal);
  log.info('gateway stops');
  ear.close();
  await crew.stop(plan.stopWithinMs ?? STOP_WITHIN_MS);
  await stores.stop();
  log.info('gateway stopped');
}

type Force = { readonly current: () => Policy; readonly adopt: (policy: Policy) => void };

function policyInForce(plan: Plan, tell: (message: { kind: 'policy' }) => void): Force {
  const folder = makeRunFolder(plan.settings.data);
  let current = plan.policy;
  writeSnapshot(folder, current);
  return {
    current: () => current,
    adopt: (policy) => {
      writeSnapshot(folder, policy);
      current = policy;
      tell({ kind: 'policy' });
    },
  };
}

/** A start does not wait for the register: until it is up, the policy has no version. */
async function giveVersion(force: Force, { store }: PolicyStore, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && force.current().version === null) {
    const policy = force.current();
    const version = await store(policy).catch(() => null);
    if (version !== null && force.current() === policy) force.adopt({ ...policy, version });
    else await wait(500, undefined, { signal: stopping }).catch(() => {});
  }
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

/** One at a time, in the order they were asked for. */
function inTurn<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

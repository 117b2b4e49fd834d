/** The role processes: started, started again when they die (slower and slower), told of changes, ended together. */
import { type ChildProcess, fork } from 'node:child_process';
import cluster from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../log.ts';
import { isRunning, markOf, type ProcessMark, signal } from '../stores/process-mark.ts';
import type { FromRole, ToRole } from './messages.ts';
import type { Question } from './role.ts';

export type RoleEntry = {
  readonly name: string;
  /** URL of the module, and the name of the role's function in it. */
  readonly module: string;
  readonly run: string;
  readonly processes: number;
  /** Whether its processes listen at the same ports. */
  readonly sharesPorts: boolean;
};

export type Crew = {
  readonly start: () => void;
  readonly tell: (message: ToRole) => void;
  /** Resolves when all have ended: by themselves within `withinMs`, or else by force. */
  readonly stop: (withinMs: number) => Promise<void>;
};

export type CrewPlan = {
  readonly roles: readonly RoleEntry[];
  readonly begin: (role: RoleEntry, name: string) => ToRole;
  readonly answer: (question: Question) => unknown;
  readonly onPort: (port: number) => void;
  /** Told whenever a process has come or gone. */
  readonly onChange: (marks: readonly ProcessMark[]) => void;
  readonly log: Logger;
};

type Place = {
  readonly role: RoleEntry;
  readonly name: string;
  failures: number;
  process: ChildProcess | null;
  mark: ProcessMark | null;
};

const SHORTEST_MS = 200;
const LONGEST_MS = 30_000;
const SETTLED_MS = 60_000;

export function openCrew(plan: CrewPlan): Crew {
  const places = plan.roles.flatMap((role) => placesOf(role));
  const crew: CrewState = { plan, places, stopping: false };
  return {
    start: () => {
      if (plan.roles.some((role) => role.sharesPorts)) prepareCluster(plan.onPort);
      for (const place of places) fill(place, crew);
    },
    tell: (message) => {
      for (const place of places) say(place.process, message);
    },
    stop: async (withinMs) => {
      crew.stopping = true;
      for (const place of places) say(place.process, { kind: 'stop' });
      await allEnded(places, withinMs, plan.log);
    },
  };
}

type CrewState = { readonly plan: CrewPlan; readonly places: readonly Place[]; stopping: boolean };

/** Starts a process for this place, and another whenever it ends. */
function fill(place: Place, crew: CrewState): void {
  if (crew.stopping) return;
  const { log } = crew.plan;
  const since = performance.now();
  let over = false;
  const again = (why: object, says: string) => {
    if (over) return;
    over = true;
    take(place, null, crew);
    if (crew.stopping) return;
    place.failures = performance.now() - since > SETTLED_MS ? 0 : place.failures + 1;
    const afterMs = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** place.failures);
    log.error({ role: place.name, ...why, afterMs }, says);
    setTimeout(() => fill(place, crew), afterMs);
  };
  try {
    const child = startProcess(place);
    take(place, child, crew);
    child.on('message', (message: FromRole) => hear(child, message, place, crew));
    child.on('error', (error) => {
      // A process that could not be made (no memory, too many) has an error, and no end.
      if (child.pid === undefined) again({ err: error }, NOT_STARTED);
      else log.error({ role: place.name, err: error }, 'a role process cannot be reached');
    });
    child.once('exit', (code, by) => again({ code, signal: by }, 'a role process ended and is started again'));
  } catch (error) {
    again({ err: error }, NOT_STARTED);
  }
}

const NOT_STARTED = 'a role process cannot be started, which is tried again';

function take(place: Place, child: ChildProcess | null, { plan, places }: CrewState): void {
  place.process = child;
  place.mark = child?.pid === undefined ? null : markOf(child.pid);
  plan.onChange(places.map(({ mark }) => mark).filter((mark) => mark !== null));
}

function placesOf(role: RoleEntry): Place[] {
  const numbers = Array.from({ length: role.processes }, (_, at) => at + 1);
  return numbers.map((at) => ({ role, name: `${role.name}-${at}`, failures: 0, process: null, mark: null }));
}

/** The entry beside this file: TypeScript in development, what was built from it otherwise. */
function entry(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url));
}

function startProcess(place: Place): ChildProcess {
  if (!place.role.sharesPorts) return fork(entry(), [place.name], { serialization: 'advanced' });
  const worker = cluster.fork();
  // The process tells its errors itself; told by the worker to nobody, they would end us.
  worker.on('error', () => {});
  return worker.process;
}

function prepareCluster(onPort: (port: number) => void): void {
  cluster.setupPrimary({ exec: entry(), args: [], serialization: 'advanced' });
  cluster.on('listening', (_, address) => onPort(address.port));
}

function hear(child: ChildProcess, message: FromRole, place: Place, { plan, stopping }: CrewState): void {
  if (message.kind === 'question') {
    say(child, { kind: 'answer', id: message.id, value: plan.answer(message.question) });
    return;
  }
  say(child, plan.begin(place.role, place.name));
  // Asked for while its code was being loaded, and perhaps not heard.
  if (stopping) say(child, { kind: 'stop' });
}

/** A channel that is closing has nobody behind it who needs to hear. */
function say(child: ChildProcess | null, message: ToRole): void {
  if (child?.connected) child.send(message, () => {});
}

async function allEnded(places: readonly Place[], withinMs: number, log: Logger): Promise<void> {
  const until = performance.now() + withinMs;
  const alive = () => places.filter((place) => place.mark !== null && isRunning(place.mark));
  while (alive().length > 0 && performance.now() < until) await wait(20);
  for (const place of alive()) {
    log.error({ role: place.name }, 'a role process did not end in time and is killed');
    if (place.mark !== null) signal(place.mark, 'SIGKILL');
  }
  while (alive().length > 0) await wait(20);
}

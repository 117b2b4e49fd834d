/** Where a role process begins: takes what the supervisor sends, runs the role, ends with it or with its supervisor. */
import { join } from 'node:path';
import { type Logger, openLog } from '../log.ts';
import { runFolder } from '../stores/run-folder.ts';
import type { FromRole, ToRole } from './messages.ts';
import type { Question, Role, RoleContext } from './role.ts';
import { readSnapshot } from './snapshot.ts';

const ANSWER_WITHIN_MS = 5_000;

type Begin = Extract<ToRole, { kind: 'begin' }>;
type Listener = Parameters<RoleContext['policy']['onChange']>[0];

const stopping = new AbortController();
const answers = new Map<number, (value: unknown) => void>();
const listeners: Listener[] = [];
let reread: () => void = () => {};

// Nobody is left who would restart us, tell us of a new policy or count sign-ins: the next gateway begins anew.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => stopping.abort());
// Ctrl-C reaches every process of a terminal: the supervisor tells us when it has decided.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('message', (message: ToRole) => hear(message));
process.send?.({ kind: 'hello' } satisfies FromRole);

function hear(message: ToRole): void {
  switch (message.kind) {
    case 'begin':
      void begin(message);
      return;
    case 'policy':
      reread();
      return;
    case 'stop':
      stopping.abort();
      return;
    case 'answer':
      answers.get(message.id)?.(message.value);
      answers.delete(message.id);
      return;
  }
}

async function begin(message: Begin): Promise<void> {
  const log = openLog({ file: join(message.settings.data, 'postroom.log'), errors: 2, process: message.name });
  process.on('uncaughtException', (error) => die(log, error));
  try {
    const role: Role = (await import(message.module))[message.run];
    await role(contextOf(message, log));
    process.exit(0);
  } catch (error) {
    die(log, error);
  }
}

function die(log: Logger, error: unknown): void {
  log.fatal({ err: error }, 'this process ends by a fault and is started again');
  process.exit(1);
}

function contextOf({ settings, stores, name, since }: Begin, log: Logger): RoleContext {
  const folder = runFolder(settings.data);
  let policy = readSnapshot(folder);
  reread = () => {
    policy = readSnapshot(folder);
    log.info({ version: policy.version }, 'policy in force');
    for (const listener of listeners) listener(policy);
  };
  return {
    settings,
    stores,
    log,
    ask,
    policy: { current: () => policy, onChange: (listener) => void listeners.push(listener) },
    instance: `${name}-${process.pid}-${Date.now()}`,
    gatewaySince: since,
    stopping: stopping.signal,
  };
}

let asked = 0;

function ask(question: Question): Promise<unknown> {
  const id = ++asked;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      answers.delete(id);
      reject(new Error('the supervisor does not answer'));
    }, ANSWER_WITHIN_MS);
    answers.set(id, (value) => {
      clearTimeout(late);
      resolve(value);
    });
    process.send?.({ kind: 'question', id, question } satisfies FromRole);
  });
}

/** `postroom start` with roles that only answer lines; run as a program of its own: CONFIG [ROLE…]. */
import { loadPolicy, loadSettings } from '../../src/config/load.ts';
import { StoreMissing } from '../../src/stores/missing.ts';
import type { RoleEntry } from '../../src/supervisor/crew.ts';
import { policyStoreIn } from '../../src/supervisor/policy-store.ts';
import { supervise } from '../../src/supervisor/supervise.ts';

const [config = '', ...names] = process.argv.slice(2);
const module = new URL('./stub-roles.ts', import.meta.url).href;

const ROLES: Readonly<Record<string, RoleEntry>> = {
  smtp: { name: 'smtp', module, run: 'answerLines', processes: 2, sharesPorts: true },
  worker: { name: 'worker', module, run: 'waitForTheEnd', processes: 1, sharesPorts: false },
  deaf: { name: 'deaf', module, run: 'neverEnd', processes: 1, sharesPorts: false },
  desk: {
    name: 'desk',
    module: new URL('../../src/desk/role.ts', import.meta.url).href,
    run: 'runDesk',
    processes: 1,
    sharesPorts: false,
  },
};

const settings = loadSettings(config, process.env);
if (settings.kind === 'refused') throw new Error(JSON.stringify(settings.faults));
const policy = loadPolicy(settings.settings);
if (policy.kind === 'refused') throw new Error(JSON.stringify(policy.faults));
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
try {
  const result = await supervise({
    settings: settings.settings,
    policy: policy.policy,
    roles: names.map((name) => ROLES[name]).filter((role) => role !== undefined),
    env: process.env,
    policyStore: policyStoreIn,
    print: (text) => process.stdout.write(text),
    stop: stop.signal,
    onReload: (listener) => void process.on('SIGHUP', listener),
    stopWithinMs: Number(process.env.STOP_WITHIN_MS ?? 20_000),
  });
  if (result.kind === 'refused') {
    process.stderr.write(`${result.says}\n`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof StoreMissing)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}

/**
 * `postroom start` with roles that only answer lines; run as a program of its own: CONFIG [ROLE…]. Plain JavaScript on
 * what was built, as in service: five processes that each compiled the source would take seconds to start.
 */
import { build } from '../../bin/build.js';

build();
const { loadPolicy, loadSettings } = await import('../../dist/src/config/load.js');
const { StoreMissing } = await import('../../dist/src/stores/missing.js');
const { policyStoreIn } = await import('../../dist/src/supervisor/policy-store.js');
const { supervise } = await import('../../dist/src/supervisor/supervise.js');

const [config = '', ...names] = process.argv.slice(2);
const stubs = new URL('./stub-roles.js', import.meta.url).href;
const desk = new URL('../../dist/src/desk/role.js', import.meta.url).href;

const ROLES = {
  smtp: { name: 'smtp', module: stubs, run: 'answerLines', processes: 2, sharesPorts: true },
  worker: { name: 'worker', module: stubs, run: 'waitForTheEnd', processes: 1, sharesPorts: false },
  deaf: { name: 'deaf', module: stubs, run: 'neverEnd', processes: 1, sharesPorts: false },
  desk: { name: 'desk', module: desk, run: 'runDesk', processes: 1, sharesPorts: false },
};

const { settings } = loadSettings(config, process.env);
const { policy } = loadPolicy(settings);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
try {
  const result = await supervise({
    settings,
    policy,
    roles: names.map((name) => ROLES[name]),
    env: process.env,
    policyStore: policyStoreIn,
    print: (text) => process.stdout.write(text),
    stop: stop.signal,
    onReload: (listener) => process.on('SIGHUP', listener),
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

/** `postroom start`: reads the configuration, then runs the gateway until it is stopped. */
import { parseArgs } from 'node:util';
import { describe, type Fault } from '../config/fault.ts';
import { findConfig } from '../config/find-config.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import { StoreMissing } from '../stores/missing.ts';
import { policyStoreIn } from '../supervisor/policy-store.ts';
import { gatewayRoles, ROLES, type RoleName } from '../supervisor/roles.ts';
import { supervise } from '../supervisor/supervise.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';

export const start: Command = {
  usage: `[--config FILE] [--role ${ROLES.join('|')}]`,
  run: async (args, io) => {
    const options = { config: { type: 'string' }, role: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const role = roleNamed(values.role);
    const settings = loadSettings(findConfig(io, values.config), io.env);
    tell(settings.kind === 'read' ? settings.warnings : settings.faults, io);
    if (settings.kind === 'refused') return 1;
    const policy = loadPolicy(settings.settings);
    tell(policy.kind === 'read' ? policy.warnings : policy.faults, io);
    if (policy.kind === 'refused') return 1;
    return runUntilStopped(
      { settings: settings.settings, policy: policy.policy, roles: gatewayRoles(io.env, role) },
      io,
    );
  },
};

type Ready = Pick<Parameters<typeof supervise>[0], 'settings' | 'policy' | 'roles'>;

async function runUntilStopped(ready: Ready, io: Io): Promise<ExitCode> {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort());
  try {
    const result = await supervise({
      ...ready,
      env: io.env,
      policyStore: policyStoreIn,
      print: io.out,
      stop: stop.signal,
      onReload: (listener) => void process.on('SIGHUP', listener),
    });
    if (result.kind === 'stopped') return 0;
    io.err(`${result.says}\n`);
    return 1;
  } catch (error) {
    if (!(error instanceof StoreMissing)) throw error;
    io.err(`${error.message}\n`);
    return 3;
  }
}

function roleNamed(name: string | undefined): RoleName | null {
  if (name === undefined) return null;
  const known = ROLES.find((role) => role === name);
  if (known === undefined) throw new UsageError(`there is no role \`${name}\`: the roles are ${ROLES.join(', ')}`);
  return known;
}

function tell(faults: readonly Fault[], io: Io): void {
  for (const fault of faults) io.err(`${describe(fault, io.cwd)}\n`);
}

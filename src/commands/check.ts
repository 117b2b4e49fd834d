/** `postroom check`: is the configuration one that the gateway would run with, and if not, what is to be mended. */

import { parseArgs } from 'node:util';
import { BUILT } from '../../rules/catalogue.ts';
import { describe, type Fault, fileAsSeenFrom } from '../config/fault.ts';
import { findConfig } from '../config/find-config.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import type { Policy } from '../config/policy.ts';
import type { Command, Io } from './command.ts';

export const check: Command = {
  usage: '[--config FILE] [--json]',
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { config: { type: 'string' }, json: { type: 'boolean' } },
    });
    const file = findConfig(io, values.config);
    const { policy, faults } = readAll(file, io);
    if (values.json === true) io.out(`${JSON.stringify({ file, accepted: policy !== null, faults }, null, 2)}\n`);
    else
      io.out(
        [...faults.map((fault) => describe(fault, io.cwd)), verdict(fileAsSeenFrom(file, io.cwd), policy, faults)]
          .join('\n')
          .concat('\n'),
      );
    return policy === null ? 1 : 0;
  },
};

/** Both files' faults in one go, also where the first alone would be refused. */
function readAll(file: string, io: Io): { readonly policy: Policy | null; readonly faults: readonly Fault[] } {
  const settings = loadSettings(file, io.env);
  const councils = settings.kind === 'read' ? settings.settings.councils : settings.councils;
  const aboutSettings = settings.kind === 'read' ? settings.warnings : settings.faults;
  if (councils.length === 0) return { policy: null, faults: aboutSettings };
  const policy = loadPolicy({ councils });
  const faults = [...aboutSettings, ...(policy.kind === 'read' ? policy.warnings : policy.faults)];
  return { policy: settings.kind === 'read' && policy.kind === 'read' ? policy.policy : null, faults };
}

function verdict(file: string, policy: Policy | null, faults: readonly Fault[]): string {
  if (policy === null) {
    const refusals = faults.filter(({ severity }) => severity === 'refuse').length;
    return `refused: ${refusals === 1 ? 'one fault' : `${refusals} faults`} to mend`;
  }
  const councils = policy.councils.map(({ name, protocol, people, rules }) => {
    const built = BUILT.map(({ id }) => rules.get(id)).filter((setting) => setting !== undefined);
    const enforced = built.filter(({ mode }) => mode === 'enforce').length;
    const pending = rules.size - built.length;
    return `${name} under ${protocol.id}, ${people.size} people, ${enforced} of ${built.length} rules enforced, ${pending} more not built yet`;
  });
  return `accepted: ${file}: ${councils.join('; ')}`;
}

/**
 * `postroom demo`: sends the sample letters through the running gateway by SMTP, and tells what became of each copy
 * and why. Only for the sample council: in anybody else's name these letters would be forgeries.
 */

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openRegister, RegisterUnreachable } from '../../queue/register/register.ts';
import { isProtected } from '../../rules/directory.ts';
import { findConfig } from '../config/find-config.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import { type Demonstration, demonstrate } from '../demo/demonstrate.ts';
import { watchOutbox } from '../demo/outbox-files.ts';
import { demoPage } from '../demo/page.ts';
import { readSamples, type SampleLetter, sampleFolder } from '../demo/sample-letters.ts';
import { storeUrls } from '../stores/urls.ts';
import { type Command, type ExitCode, type Io, StoresUnreachable } from './command.ts';
import { refuse } from './refuse.ts';

const SAMPLE_DOMAIN = 'ashcombe-tc.example';
const LOOK_EVERY_MS = 100;
/** For each letter; all are on their way before the first is looked for. */
const LOOKS = 200;

export const demo: Command = {
  usage: '[--json] [--config FILE]',
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, config: { type: 'string' } },
    });
    const settings = loadSettings(findConfig(io, values.config), io.env);
    if (settings.kind === 'refused') return refuse(settings.faults, io);
    const policy = loadPolicy(settings.settings);
    if (policy.kind === 'refused') return refuse(policy.faults, io);
    const samples = readSamples(sampleFolder());
    if (samples.kind === 'refused') return refuse(samples.faults, io);
    return show(
      samples.letters,
      { settings: settings.settings, policy: policy.policy, json: values.json === true },
      io,
    );
  },
};

type Setting = { readonly settings: Settings; readonly policy: Policy; readonly json: boolean };

async function show(letters: readonly SampleLetter[], { settings, policy, json }: Setting, io: Io): Promise<ExitCode> {
  const [place] = settings.smtp.listen;
  const council = policy.councils.find(({ domains }) => domains.includes(SAMPLE_DOMAIN));
  if (council === undefined || place === undefined) {
    io.err(
      `${settings.file}: the sample letters need the sample council and a listener under \`smtp.listen\`; \`npm start\` runs both\n`,
    );
    return 1;
  }
  const shown = await atRegister(settings, async (register) =>
    demonstrate(letters, {
      place,
      domain: SAMPLE_DOMAIN,
      isProtected: (address) => isProtected(council, address),
      lookout: { register, outbox: await outboxOf(settings), looks: LOOKS, pause: () => wait(LOOK_EVERY_MS) },
      now: Date.now,
    }),
  );
  return tell(shown, { place: `${place.host}:${place.port}`, json }, io);
}

async function atRegister<T>(
  settings: Settings,
  work: (register: ReturnType<typeof openRegister>) => Promise<T>,
): Promise<T> {
  const register = openRegister(storeUrls(settings).database);
  try {
    return await work(register);
  } catch (error) {
    if (!(error instanceof RegisterUnreachable)) throw error;
    throw new StoresUnreachable(
      'the letters were accepted, but the register (PostgreSQL) does not answer: is the gateway still starting?',
    );
  } finally {
    await register.close();
  }
}

function outboxOf({ data, deliver }: Settings) {
  return deliver.routes.get('default')?.kind === 'smtp' ? null : watchOutbox(join(data, 'outbox'));
}

function tell(shown: Demonstration, { place, json }: { place: string; json: boolean }, io: Io): ExitCode {
  if (shown.kind === 'unanswered') {
    io.err(
      `the gateway does not answer at ${place} (${shown.why}): start it with \`npm start\` or \`postroom start\`\n`,
    );
    return 1;
  }
  io.out(json ? `${JSON.stringify({ letters: shown.accounts }, null, 2)}\n` : demoPage(shown.accounts, io.cwd));
  return shown.accounts.every(({ decided }) => decided) ? 0 : 1;
}

/** What the reviewer's commands share: find the configuration, open the register and the spool, close them again. */
import { openProducer, type Producer } from '../../queue/jobs/producer.ts';
import { openRegister, type Register, RegisterUnreachable } from '../../queue/register/register.ts';
import { openSpool, type Spool } from '../../queue/spool/spool.ts';
import { describe, type Fault } from '../config/fault.ts';
import { findConfig } from '../config/find-config.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import { runFolder } from '../stores/run-folder.ts';
import { storeUrls } from '../stores/urls.ts';
import { readSnapshot } from '../supervisor/snapshot.ts';
import { type ExitCode, type Io, StoresUnreachable } from './command.ts';

export type Desk = {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly register: Register;
  readonly spool: Spool;
  readonly producer: Producer;
};

/** Runs `work` with the stores open; a configuration that is refused is told, and exits 1. */
export async function atTheDesk(
  config: string | undefined,
  io: Io,
  work: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = loadSettings(findConfig(io, config), io.env);
  if (settings.kind === 'refused') return refuse(settings.faults, io);
  const policy = policyFor(settings.settings);
  if (policy.kind === 'refused') return refuse(policy.faults, io);
  const desk = await open(settings.settings, policy.policy);
  try {
    return await work(desk);
  } catch (error) {
    throw error instanceof RegisterUnreachable ? new StoresUnreachable(NOT_RUNNING) : error;
  } finally {
    await Promise.all([desk.register.close(), desk.producer.close(), desk.spool.close()]);
  }
}

/** Where the files have a fault, the policy that is in force goes on for the reviewer as it does for the gateway. */
function policyFor(settings: Settings): ReturnType<typeof loadPolicy> {
  const written = loadPolicy(settings);
  if (written.kind === 'read') return written;
  try {
    return { kind: 'read', policy: readSnapshot(runFolder(settings.data)), warnings: [] };
  } catch {
    return written;
  }
}

const NOT_RUNNING = 'the register (PostgreSQL) does not answer: `postroom start` brings it up';

async function open(settings: Settings, policy: Policy): Promise<Desk> {
  const urls = storeUrls(settings);
  const spool = await openSpool(settings.spool.at, { limit: settings.spool.limit });
  return { settings, policy, spool, register: openRegister(urls.database), producer: openProducer(urls.redis) };
}

function refuse(faults: readonly Fault[], io: Io): ExitCode {
  for (const fault of faults) io.err(`${describe(fault, io.cwd)}\n`);
  return 1;
}

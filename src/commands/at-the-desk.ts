/**
 * What the reviewer's commands share: find the configuration, open the register and the spool, close them again. They
 * work with the gateway running or not: where none runs, its register is brought up for as long as the command takes.
 */

import { existsSync, readdirSync } from 'node:fs';
import { openProducer, type Producer } from '../../queue/jobs/producer.ts';
import { openRegister, type Register, RegisterUnreachable } from '../../queue/register/register.ts';
import { openSpool, type Spool } from '../../queue/spool/spool.ts';
import { findConfig } from '../config/find-config.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import { lendRegister } from '../stores/lend.ts';
import { StoreMissing } from '../stores/missing.ts';
import { runFolder } from '../stores/run-folder.ts';
import { storeUrls } from '../stores/urls.ts';
import { runningInstance } from '../supervisor/lock.ts';
import { readSnapshot } from '../supervisor/snapshot.ts';
import { type ExitCode, type Io, StoresUnreachable } from './command.ts';
import { refuse } from './refuse.ts';

export type Desk = {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly register: Register;
  readonly spool: Spool;
  readonly producer: Producer;
};

/** Where no gateway ever ran, a register is made, or this is said. */
export type BeforeFirstStart = 'make' | ((io: Io) => ExitCode);

type Asked = { readonly config: string | undefined; readonly io: Io; readonly beforeFirstStart: BeforeFirstStart };

/** Runs `work` with the stores open; a configuration that is refused is told, and exits 1. */
export async function atTheDesk(
  { config, io, beforeFirstStart }: Asked,
  work: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  const reading = loadSettings(findConfig(io, config), io.env);
  if (reading.kind === 'refused') return refuse(reading.faults, io);
  const { settings } = reading;
  const policy = policyFor(settings);
  if (policy.kind === 'refused') return refuse(policy.faults, io);
  const lent = await lendRegister(settings, { make: beforeFirstStart === 'make' }).catch(unreachable);
  if (lent.kind === 'never begun' && beforeFirstStart !== 'make')
    return holdsLetters(settings) ? unread() : beforeFirstStart(io);
  try {
    return await withStores(settings, policy.policy, work);
  } finally {
    if (lent.kind === 'lent') await lent.giveBack();
  }
}

function unreachable(error: unknown): never {
  throw error instanceof StoreMissing ? new StoresUnreachable(error.message) : error;
}

/** A spool without a register is no gateway that never ran, but one that has lost it. */
function holdsLetters({ spool }: Settings): boolean {
  return existsSync(spool.at) && readdirSync(spool.at).some((name) => /^\d{10}$/.test(name));
}

function unread(): never {
  throw new StoresUnreachable('the spool holds letters and there is no register: `postroom start` makes one anew');
}

async function withStores(
  settings: Settings,
  policy: Policy,
  work: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  const desk = await open(settings, policy);
  try {
    return await work(desk);
  } catch (error) {
    throw error instanceof RegisterUnreachable ? new StoresUnreachable(whyNot(settings)) : error;
  } finally {
    await Promise.all([desk.register.close(), desk.producer.close(), desk.spool.close()]);
  }
}

function whyNot({ data, database }: Settings): string {
  if (database !== null) return 'the register does not answer: it is the PostgreSQL that `database:` names';
  const running = runningInstance(data) !== null;
  return running
    ? `the register (PostgreSQL) does not answer: the gateway brings it up again, and ${data}/postgres.log says why it ended`
    : 'the register (PostgreSQL) does not answer: `postroom start` brings it up';
}

/** Said by what only reads: before the first start there is nothing to read. */
export function nothingYet(io: Io, json: boolean): ExitCode {
  if (json) io.out('[]\n');
  else io.out('Nothing has been received yet: no gateway has run here. `postroom start` runs it.\n');
  return 0;
}

/** Said by what is about one letter. */
export function noLetterYet(id: string, io: Io): ExitCode {
  io.err(`there is no letter \`${id}\`: nothing has been received yet\n`);
  return 1;
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

async function open(settings: Settings, policy: Policy): Promise<Desk> {
  const urls = storeUrls(settings);
  const spool = await openSpool(settings.spool.at, { limit: settings.spool.limit });
  return { settings, policy, spool, register: openRegister(urls.database), producer: openProducer(urls.redis) };
}

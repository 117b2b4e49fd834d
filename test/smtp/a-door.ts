/** One real door of the gateway on a free port, with a spool of its own and the sample council. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { openSpool, type Spool, type SpoolOptions } from '../../queue/spool/spool.ts';
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Account } from '../../src/accounts/account.ts';
import { openAccounts } from '../../src/accounts/accounts.ts';
import { hashPassword } from '../../src/accounts/password.ts';
import { writeSnapshot } from '../../src/accounts/snapshot.ts';
import { loadPolicy, loadSettings } from '../../src/config/load.ts';
import { type Policy, readPolicy } from '../../src/config/policy.ts';
import type { Settings } from '../../src/config/settings.ts';
import { silentLog } from '../../src/log.ts';
import { findCertificate } from '../../src/smtp/certificate.ts';
import type { Door } from '../../src/smtp/house.ts';
import { serverAt } from '../../src/smtp/server.ts';
import type { Question, SignInAnswer } from '../../src/supervisor/role.ts';

export type DoorInTest = {
  readonly port: number;
  readonly data: string;
  readonly spool: Spool;
  /** Of the judge jobs that were asked for, in order. */
  readonly rung: readonly LetterId[];
  readonly asked: readonly Question[];
  /** Every entry in the spool. */
  readonly entries: () => Promise<SpoolEnvelope[]>;
  /** Resolves when the door has stopped. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type DoorOptions = {
  readonly name?: Door['name'];
  readonly limits?: Partial<Settings['smtp']['limits']>;
  readonly trusted?: readonly string[];
  readonly spool?: Partial<SpoolOptions>;
  readonly councils?: readonly string[];
  readonly answer?: (question: Question) => SignInAnswer | null;
};

export const PASSWORD = 'slipway-bandstand-weir';

export async function aDoor(options: DoorOptions = {}): Promise<DoorInTest> {
  const data = await mkdtemp(join(tmpdir(), 'door-'));
  await mkdir(join(data, 'run'));
  const settings = settingsFor(data, options);
  const spool = await openSpool(settings.spool.at, { limit: 1, ...options.spool });
  const rung: LetterId[] = [];
  const asked: Question[] = [];
  const policy = policyOf(options.councils);
  await writeSnapshot(data, await accountsOf(policy));
  const server = serverAt(
    {
      settings,
      policy: () => policy,
      spool,
      producer: { add: (jobs) => rung.push(...jobs.map(({ job }) => job.letter)) },
      accounts: openAccounts(data),
      ask: async (question) => {
        asked.push(question);
        return options.answer?.(question) ?? { allowed: true, delayMs: 0 };
      },
      log: silentLog(),
    },
    { name: options.name ?? 'smtp', listen: { host: '127.0.0.1', port: 0 } },
    await findCertificate(settings),
  );
  const port = await server.open(0, '127.0.0.1');
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= server.stop();
    return stopped;
  };
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  return { port, data, spool, rung, asked, entries: () => entriesIn(spool), stop, close };
}

async function entriesIn(spool: Spool): Promise<SpoolEnvelope[]> {
  const hours = await spool.hours('all');
  const ids = (await Promise.all(hours.map(spool.entries))).flat().sort();
  return (await Promise.all(ids.map(spool.envelope))).filter((envelope) => envelope !== null);
}

function settingsFor(data: string, options: DoorOptions): Settings {
  const reading = loadSettings(sample('postroom.yaml'), {});
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults));
  const { settings } = reading;
  const limits = { ...settings.smtp.limits, ...options.limits };
  const smtp = { ...settings.smtp, tls: null, limits, trusted: options.trusted ?? ['127.0.0.0/8'] };
  return { ...settings, data, hostname: 'post.example', smtp, spool: { ...settings.spool, at: join(data, 'spool') } };
}

/** The sample council; or as many as there are texts, each a change to the sample's. */
function policyOf(councils: readonly string[] | undefined): Policy {
  const reading = loadPolicy({ councils: [sample('council.yaml')] });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults));
  if (councils === undefined) return reading.policy;
  const others = reading.policy.source.filter(({ kind }) => kind !== 'council');
  const several = readPolicy([
    ...others,
    ...councils.map((text, i) => ({ kind: 'council' as const, file: `/council-${i}.yaml`, text })),
  ]);
  if (several.kind === 'refused') throw new Error(JSON.stringify(several.faults));
  return several.policy;
}

export function sample(file: string): string {
  return join(import.meta.dirname, '../../samples/ashcombe', file);
}

let hash: Promise<string> | null = null;

async function accountsOf(policy: Policy): Promise<Account[]> {
  hash ??= hashPassword(PASSWORD);
  const council = policy.councils[0]?.id as CouncilId;
  const rest = { council, hash: await hash };
  return [
    { ...rest, name: 'jane.marsh', person: 'jane.marsh' as PersonId, role: 'member' },
    { ...rest, name: 'moira.lang', person: 'moira.lang' as PersonId, role: 'proper-officer' },
    { ...rest, name: 'auditor', person: null, role: 'auditor' },
  ];
}

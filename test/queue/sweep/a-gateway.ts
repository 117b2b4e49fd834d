/** A spool, a register and a Redis together, with letters in any state that a crash may leave behind. */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProducer, type Producer } from '../../../queue/jobs/producer.ts';
import { migrate } from '../../../queue/register/migrate.ts';
import type { DueEffect } from '../../../queue/register/records.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import type { SpoolEnvelope } from '../../../queue/spool/envelope.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import { openSpool, type Spool } from '../../../queue/spool/spool.ts';
import type { Scope, Sweeping } from '../../../queue/sweep/scope.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { type ThrowAwayStore, throwAwayPostgres, throwAwayRedis } from '../../throw-away-stores.ts';
import { ASHCOMBE } from '../register/letters.ts';

export type AGateway = {
  readonly postgres: ThrowAwayStore;
  readonly redis: ThrowAwayStore;
  readonly spool: Spool;
  readonly register: Register;
  readonly producer: Producer;
  /** What the sweep said, and which effects it called for. */
  readonly said: string[];
  readonly called: DueEffect[];
  readonly sweeping: Sweeping;
  end(): Promise<void>;
};

export async function aGateway(): Promise<AGateway> {
  const [postgres, redis] = await Promise.all([throwAwayPostgres(), throwAwayRedis()]);
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'pr-spool-'));
  const spool = await openSpool(join(folder, 'spool'), { limit: 1 });
  const register = openRegister(postgres.url);
  const producer = openProducer(redis.url);
  while ((await producer.generation()) === null) await new Promise((resolve) => setTimeout(resolve, 20));
  const said: string[] = [];
  const called: DueEffect[] = [];
  const sweeping: Sweeping = {
    spool,
    register,
    producer,
    retention: { delivered: 0, ended: 1_000 },
    effects: async (due) => void called.push(...due),
    log: { info: (_what, text) => said.push(text), error: (_what, text) => said.push(text) },
  };
  return {
    postgres,
    redis,
    spool,
    register,
    producer,
    said,
    called,
    sweeping,
    end: async () => {
      await Promise.all([register.close(), producer.close()]);
      await Promise.all([postgres.end(), redis.end()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const BYTES = Buffer.from('Subject: The bench in Mill Lane\r\n\r\nIt wants paint.\r\n');

/** In the spool, and nowhere else. */
export async function spooled(
  { spool }: Pick<AGateway, 'spool'>,
  at = Date.now(),
  isProtected = false,
): Promise<LetterId> {
  const id = newLetterId(at);
  await spool.makeChild({ ...envelopeOf(id, at), protected: isProtected }, BYTES);
  return id;
}

export const SHA256 = createHash('sha256').update(BYTES).digest('hex');

function envelopeOf(id: LetterId, receivedAt: number): SpoolEnvelope {
  return {
    version: 1,
    id,
    council: ASHCOMBE,
    origin: 'submission',
    protected: false,
    mailFrom: 'clerk@ashcombe.example',
    recipients: [{ address: 'resident0@example.org' }],
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    proof: { kind: 'proven', by: 'login' },
    client: null,
    account: 'clerk',
    transmission: 'ESMTPSA',
    tls: null,
    receivedAt,
    size: BYTES.length,
    sha256: SHA256,
  };
}

/** A look at everything, as at a start. */
export function everything(given: Partial<Scope> = {}): Scope {
  const now = Date.now();
  return { everything: true, now, from: 0, until: now - 30_000, openedBefore: 0, clockJumped: false, ...given };
}

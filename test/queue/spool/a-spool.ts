/** A spool in a folder of its own, and letters to put into it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpoolEnvelope } from '../../../queue/spool/envelope.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import { openSpool, type Spool, type SpoolOptions } from '../../../queue/spool/spool.ts';
import type { CouncilId } from '../../../rules/council.ts';
import type { LetterId } from '../../../rules/letter.ts';

export type SpoolInTest = { readonly at: string; readonly spool: Spool; readonly clear: () => Promise<void> };

export async function aSpool(options: Partial<SpoolOptions> = {}): Promise<SpoolInTest> {
  const at = await mkdtemp(join(tmpdir(), 'spool-'));
  const spool = await openSpool(at, { limit: 1, ...options });
  const clear = async () => {
    await spool.close();
    await rm(at, { recursive: true, force: true });
  };
  return { at, spool, clear };
}

export function anEnvelope(over: Partial<SpoolEnvelope> = {}): SpoolEnvelope {
  return {
    version: 1,
    id: newLetterId(Date.now()),
    council: 'ashcombe' as CouncilId,
    origin: 'upstream',
    protected: false,
    mailFrom: 'moira.lang@ashcombe-tc.example',
    recipients: [{ address: 'ruth.amory@ashcombe-tc.example' }],
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    proof: { kind: 'proven', by: 'upstream' },
    client: { ip: '127.0.0.1', name: 'mail.example' },
    account: null,
    transmission: 'ESMTP',
    tls: null,
    receivedAt: Date.now(),
    size: 0,
    sha256: '',
    ...over,
  };
}

/** A letter brought in whole; returns its id. */
export async function bring(spool: Spool, text: string | Buffer, envelope = anEnvelope()): Promise<LetterId> {
  const draft = await spool.draft();
  await draft.write(Buffer.from(text));
  await draft.commit([{ ...envelope, ...draft.written() }]);
  return envelope.id;
}

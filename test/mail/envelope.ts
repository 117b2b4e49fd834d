/** What the spool knows of a letter, for tests: an ordinary one, signed in for. */
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { CouncilId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';

export function envelopeTo(...addresses: readonly string[]): SpoolEnvelope {
  return {
    version: 1,
    id: '01J00000000000000000000000' as LetterId,
    council: 'council' as CouncilId,
    origin: 'submission',
    protected: false,
    mailFrom: 'a@x.example',
    recipients: addresses.map((address) => ({ address })),
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    proof: { kind: 'proven', by: 'login' },
    client: { ip: '192.0.2.7', name: 'mua.example' },
    account: 'a',
    transmission: 'ESMTPSA',
    tls: 'TLSv1.3',
    receivedAt: Date.UTC(2026, 10, 21, 10),
    size: 0,
    sha256: '',
  };
}

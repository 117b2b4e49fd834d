/**
 * Whether the author is who `From:` says. The listener has settled it for the upstream and for those who sign in;
 * mail from the world that claims one of our own addresses is proven only by DKIM or a named ARC sealer.
 */
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { claimsCouncil } from '../../rules/author.ts';
import type { Council } from '../../rules/council.ts';
import type { Letter, Proof } from '../../rules/letter.ts';
import type { Gateway } from '../gateway.ts';
import { proveInbound } from '../mail/proof/proof.ts';

export async function prove(
  letter: Letter,
  envelope: SpoolEnvelope,
  path: string,
  council: Council,
  gateway: Gateway,
): Promise<Proof> {
  if (envelope.origin !== 'inbound' || !claimsCouncil(letter, council)) return envelope.proof;
  return proveInbound(path, council, { arcSealers: gateway.settings.smtp.arcSealers });
}

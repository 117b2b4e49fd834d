/**
 * Whether mail from the world that claims one of our own authors is theirs: by a DKIM signature aligned with every
 * `From` mailbox, or by the ARC seal of somebody the configuration names. Blind to SPF and DMARC policies: a host
 * that may send for a domain is not yet the author.
 */

import { Resolver } from 'node:dns/promises';
import { createReadStream } from 'node:fs';
import { domainOf, type EmailAddress } from '../../../rules/address.ts';
import type { Council } from '../../../rules/council.ts';
import type { Proof } from '../../../rules/letter.ts';
import { authorsOf } from '../author.ts';
import { readHead } from '../header/head-of-file.ts';
import { openSource } from '../outgoing/source.ts';
import { provenByArc } from './arc.ts';
import { type DnsResolver, isAligned, isSound, type Signature } from './dkim-signature.ts';

export type ProofTerms = {
  /** Domains whose ARC seal is believed. */
  readonly arcSealers: readonly string[];
  readonly resolver?: DnsResolver;
  readonly timeoutMs?: number;
};

/** Only for a letter with an author in our domains. Never throws: what cannot be settled in time is unproven. */
export async function proveInbound(
  messagePath: string,
  council: Pick<Council, 'domains'>,
  terms: ProofTerms,
): Promise<Proof> {
  const late = AbortSignal.timeout(terms.timeoutMs ?? 10_000);
  const expired = new Promise<Proof>((resolve) => {
    late.addEventListener('abort', () => resolve(unproven('its signature could not be checked in time')), {
      once: true,
    });
  });
  return Promise.race([
    settle(messagePath, council, terms).catch(() => unproven('its signature could not be checked')),
    expired,
  ]);
}

async function settle(messagePath: string, council: Pick<Council, 'domains'>, terms: ProofTerms): Promise<Proof> {
  const from = await plainAuthors(messagePath);
  if (from === null) return unproven('its header can be read in more than one way');
  // Loaded when first needed: most gateways have no inbound listener, and mailauth is large.
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js');
  const resolver = terms.resolver ?? askDns();
  const verified = await dkimVerify(createReadStream(messagePath), { resolver: resolver as never });
  const signers = (verified.results as readonly Signature[])
    .filter(isSound)
    .map((signature) => signature.signingDomain);
  if (from.every((address) => signers.some((signer) => isAligned(signer, domainOf(address), council.domains)))) {
    return { kind: 'proven', by: 'dkim' };
  }
  const arc = await provenByArc(verified.arc, from, { sealers: terms.arcSealers, resolver });
  return arc ? { kind: 'proven', by: 'arc' } : unproven('no signature of its author’s domain');
}

/** A signature proves nothing about a header that another program reads otherwise (two From fields, `\xa0From:` …). */
async function plainAuthors(messagePath: string): Promise<readonly EmailAddress[] | null> {
  const source = await openSource(messagePath);
  try {
    const { header } = await readHead(source);
    const { from, doubts } = authorsOf(header);
    if (header.anomalies.length > 0 || doubts.length > 0 || from.length === 0) return null;
    return from.map((mailbox) => mailbox.address);
  } finally {
    await source.close();
  }
}

function askDns(): DnsResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return (name) => resolver.resolveTxt(name);
}

function unproven(why: string): Proof {
  return { kind: 'unproven', why };
}

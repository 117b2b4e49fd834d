/** The word of a sealer whom the configuration names (RFC 8617), such as the council's own mailing list host. */
import { domainOf, type EmailAddress } from '../../../rules/address.ts';
import { type DnsResolver, isSound, type Signature } from './dkim-signature.ts';

type Chain = {
  readonly chain?: unknown;
  readonly lastEntry?: unknown;
  readonly error?: unknown;
};

/** The newest seal is by a named sealer, the chain holds, and the sealer saw the author's domain proven by DMARC or DKIM. */
export async function provenByArc(
  found: Chain | undefined,
  from: readonly EmailAddress[],
  { sealers, resolver }: { readonly sealers: readonly string[]; readonly resolver: DnsResolver },
): Promise<boolean> {
  if (!found?.chain || found.error || !isNamed(found.lastEntry, sealers)) return false;
  const { arc } = await import('mailauth/lib/arc/index.js');
  const result = await arc(found as never, { resolver: resolver as never });
  const signature = result.signature as Signature | false | undefined;
  if (result.status.result !== 'pass' || !signature || !isSound(signature)) return false;
  const seen: unknown = result.authenticationResults;
  return from.every((address) => sawProven(seen, domainOf(address)));
}

function isNamed(lastEntry: unknown, sealers: readonly string[]): boolean {
  const [sealer, signer] = ['arc-seal', 'arc-message-signature'].map((part) =>
    text(at(lastEntry, part, 'signingDomain')),
  );
  return sealer !== undefined && sealer === signer && sealers.some((each) => each.toLowerCase() === sealer);
}

/** RFC 8601 §2.7: `dmarc=pass header.from=x`, `dkim=pass header.d=x`. */
function sawProven(seen: unknown, domain: string): boolean {
  const dmarc = at(seen, 'dmarc');
  if (text(at(dmarc, 'result')) === 'pass' && text(at(dmarc, 'header', 'from')) === domain) return true;
  const dkim = at(seen, 'dkim');
  return (Array.isArray(dkim) ? dkim : [dkim]).some(
    (each) =>
      text(at(each, 'result')) === 'pass' &&
      [domain, `@${domain}`].some((d) => [text(at(each, 'header', 'd')), text(at(each, 'header', 'i'))].includes(d)),
  );
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase().trim() : undefined;
}

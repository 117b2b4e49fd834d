/** Where an envelope's addresses stand towards the councils here, by the address alone: nothing is parsed yet. */
import { domainOf, type EmailAddress } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import { isInside, isProtected } from '../../rules/directory.ts';
import type { Policy } from '../config/policy.ts';

/** Of a council's directory, or at one of its domains, or our own hostname (where answers to our notices go). */
export function isOurs(policy: Policy, hostname: string, address: EmailAddress): boolean {
  return isOfCouncil(policy, address) || isAtGateway(hostname, address);
}

/** As the judgement has it: of a directory, or at a council's own domain, not below it. */
export function isOfCouncil(policy: Policy, address: EmailAddress): boolean {
  return inDirectory(policy, address) || policy.councils.some(({ domains }) => domains.includes(domainOf(address)));
}

export function inDirectory(policy: Policy, address: EmailAddress): boolean {
  return policy.councils.some((council) => isInside(council, address));
}

export function isAtGateway(hostname: string, address: EmailAddress): boolean {
  return domainOf(address) === hostname.toLowerCase();
}

/**
 * Whether a copy to this address is split off and examined by nobody. `sender` is the council that writes, where the
 * envelope says which; else an address that any council protects is protected.
 */
export function isProtectedCopy(policy: Policy, sender: Council | null, address: EmailAddress): boolean {
  const councils = sender === null ? policy.councils : [sender];
  return councils.some((council) => isProtected(council, address));
}

/** RFC 6531 §3.4: only where the client said SMTPUTF8. */
export function isAscii(written: string): boolean {
  return /^[\x20-\x7e]*$/.test(written);
}

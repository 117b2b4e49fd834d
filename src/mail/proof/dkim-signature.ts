/** Which signatures over a letter prove anything about its author, and whose they must be. */

export type DnsResolver = (name: string, type: string) => Promise<string[][]>;

/** What mailauth gives for each signature; its own types lack half of it. */
export type Signature = {
  readonly signingDomain: string;
  readonly algo?: string;
  readonly status: { readonly result: string };
  readonly canonBodyLengthLimited?: boolean;
  readonly signingHeaders?: { readonly keys: string };
};

/** RFC 6376 §3.5 `l=` lets anybody add text; RFC 8301 §3.1 ends rsa-sha1; RFC 6376 §5.4 wants From signed. */
export function isSound(signature: Signature): boolean {
  const signsFrom = /(^|: )from(:|$)/i.test(signature.signingHeaders?.keys ?? '');
  const wholeBody = signature.canonBodyLengthLimited !== true;
  return signature.status.result === 'pass' && signsFrom && wholeBody && !/sha1$/i.test(signature.algo ?? '');
}

/** As DMARC's relaxed alignment, but never beyond a domain that the council itself names: neighbours share `gov.uk`. */
export function isAligned(signer: string, author: string, ours: readonly string[]): boolean {
  const domain = signer.toLowerCase();
  if (domain === author || domain.endsWith(`.${author}`)) return true;
  return author.endsWith(`.${domain}`) && ours.includes(domain);
}

/**
 * E-mail addresses, made by one parser, so that nothing compares two spellings of one mailbox.
 * Blind to display names: only the address itself says who somebody is.
 */

/** A mailbox address in lower case, with one `@` outside quotes (RFC 5321 §4.1.2). */
export type EmailAddress = string & { readonly __brand: 'EmailAddress' };

export type AddressReading =
  | { readonly kind: 'address'; readonly address: EmailAddress }
  | { readonly kind: 'invalid'; readonly why: string };

/**
 * Reads one bare address (no display name, no angle brackets). Folds case in both halves, as every council mail
 * system does, and turns an internationalised domain into its ASCII form.
 */
export function readAddress(text: string): AddressReading {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return { kind: 'invalid', why: 'it has no name before an @' };
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1);
  if (/[\s<>,;]/.test(domain) || domain === '') return { kind: 'invalid', why: 'its domain is not one' };
  const quoted = local.startsWith('"') && local.endsWith('"') && local.length > 2;
  if (!quoted && /[\s<>,;:"@]/.test(local))
    return { kind: 'invalid', why: 'the name before the @ has a space or a sign' };
  return { kind: 'address', address: `${local}@${foldDomain(domain)}`.toLowerCase() as EmailAddress };
}

/** The domain of an address, in lower case, without the `@`. */
export function domainOf(address: EmailAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** The address without its plus-tag (RFC 5233): `jane+casework@x` is `jane@x`. */
export function withoutTag(address: EmailAddress): EmailAddress {
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  return plus > 0 && plus < at ? ((address.slice(0, plus) + address.slice(at)) as EmailAddress) : address;
}

function foldDomain(domain: string): string {
  if (/^[\x21-\x7e]*$/.test(domain)) return domain.replace(/\.$/, '');
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}

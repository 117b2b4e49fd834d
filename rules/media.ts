/** Who is the press and broadcasting: the addresses and domains that the council lists as media. */
import { domainOf, type EmailAddress, withoutTag } from './address.ts';
import type { Council } from './council.ts';

export function isMedia(council: Council, address: EmailAddress): boolean {
  const domain = domainOf(address);
  return council.media.some(
    (entry) =>
      entry === withoutTag(address) || entry === domain || (!entry.includes('@') && domain.endsWith(`.${entry}`)),
  );
}

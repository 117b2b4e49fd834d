/** What a copy's SMTP transaction is held under: its route, its MAIL FROM, and what it asks of delivery reports. */
import type { TransactionTerms } from '../../queue/register/records.ts';
import type { SpoolRecipient } from '../../queue/spool/envelope.ts';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { Settings } from '../config/settings.ts';
import { routeOf } from '../deliver/route.ts';

export function termsOf(recipient: SpoolRecipient, mailFrom: string, settings: Settings): TransactionTerms {
  return {
    route: routeOf(recipient.address, settings.deliver.routes),
    mailFrom,
    notify: recipient.notify ?? [],
    orcpt: recipient.orcpt ?? null,
  };
}

/** The recipient as the rules know it. An address that no parser of ours reads is compared as it stands. */
export function folded(address: string): EmailAddress {
  const reading = readAddress(address);
  return reading.kind === 'address' ? reading.address : (address.toLowerCase() as EmailAddress);
}

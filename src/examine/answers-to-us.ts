/**
 * Mail to `bounce+MARK@our hostname`: another system says that a notice of ours did not arrive. It ends here, in the
 * register; it goes to nobody and is never answered.
 */
import type { EmailAddress } from '../../rules/address.ts';
import { domainOf } from '../../rules/address.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Gateway } from '../gateway.ts';

const PURPOSE = 'bounce';
const MARK_LENGTH = 20;

/** The return address of a notice of ours: names the notice, and cannot be made up by others. */
export function bounceAddress(notice: LetterId, gateway: Pick<Gateway, 'secret' | 'settings'>): string {
  const name = notice.toLowerCase();
  return `bounce+${name}-${gateway.secret.mark(PURPOSE, name, MARK_LENGTH)}@${gateway.settings.hostname}`;
}

export function answersOurMail(address: EmailAddress, gateway: Pick<Gateway, 'secret' | 'settings'>): boolean {
  if (domainOf(address) !== gateway.settings.hostname.toLowerCase()) return false;
  const found = /^bounce\+([0-9a-z]{26})-([0-9a-f]+)@/.exec(address);
  return found?.[1] !== undefined && found[2] !== undefined && gateway.secret.verifies(PURPOSE, found[1], found[2]);
}

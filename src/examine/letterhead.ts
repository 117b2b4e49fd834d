/** Who writes when the gateway writes: in the council's name, with an answer that reaches a person. */
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import { properOfficer } from '../../rules/directory.ts';
import type { Gateway } from '../gateway.ts';
import type { Letterhead } from '../notices/account.ts';
import { contactOf } from './accounts.ts';

/** Whoever acts as proper officer at that moment is the person to ask. */
export function letterheadOf(council: Council, at: number, { settings }: Pick<Gateway, 'settings'>): Letterhead {
  const officer = contactOf(properOfficer(council, at), council);
  return {
    language: 'en',
    councilName: council.name,
    zone: council.officeHours.zone,
    hostname: settings.hostname,
    from: ownAddress(`postroom@${settings.hostname}`),
    replyTo: officer.address,
    properOfficer: officer,
  };
}

function ownAddress(text: string): EmailAddress {
  const reading = readAddress(text);
  if (reading.kind === 'invalid') throw new Error(`\`${text}\` cannot be our address: ${reading.why}`);
  return reading.address;
}

/**
 * What mail systems on the way wrote about a copy: whom it was first meant for, who passed it on, which group it was
 * expanded from. Read as it stands; whether it is believed is the rules' matter (`rules/recipient-class.ts`).
 */
import type { SpoolRecipient } from '../../../queue/spool/envelope.ts';
import { type EmailAddress, readAddress } from '../../../rules/address.ts';
import type { Handling, Resent } from '../../../rules/letter.ts';
import { readAddressList } from './addresses.ts';
import { fieldsNamed, type Header, type HeaderField } from './headers.ts';

/** All but `rooms`, which stand in the body. */
export function handlingIn(header: Header, recipients: readonly SpoolRecipient[]): Handling {
  return {
    originals: recipients.flatMap(original),
    resent: resentIn(header),
    fieldOfCopy: exchangeValues(header, 'recipient-p2-type').flatMap(fieldNamed),
    history: exchangeValues(header, 'history').flatMap(historyRecord).slice(0, MOST),
    originalTo: valuesOf(header, 'x-gm-original-to').flatMap(addressesIn).slice(0, MOST),
    autoForwarded: isAutoForwarded(header),
    rooms: [],
  };
}

/** More than any mail system writes. */
const MOST = 200;

/** RFC 3461 §4.2: `rfc822;jane@x`; RFC 6533 §3: `utf-8;jané@x`. */
function original({ address, orcpt }: SpoolRecipient): Handling['originals'] {
  const written = /^(?:rfc822|utf-8);(.{1,500})$/i.exec(orcpt ?? '')?.[1];
  const [copy, first] = [readAddress(address), readAddress(written ?? '')];
  return copy.kind === 'address' && first.kind === 'address' ? [{ copy: copy.address, original: first.address }] : [];
}

/** Between tenants and premises Exchange renames its own fields so that they pass its header firewall. */
function exchangeValues(header: Header, name: string): readonly string[] {
  return valuesOf(header, `x-ms-exchange-organization-${name}`, `x-ms-exchange-crosspremises-${name}`);
}

function valuesOf(header: Header, ...names: readonly string[]): readonly string[] {
  return fieldsNamed(header, ...names).map(({ value }) => value);
}

function fieldNamed(value: string): Handling['fieldOfCopy'] {
  const field = value.trim().toLowerCase();
  return field === 'to' || field === 'cc' || field === 'bcc' ? [field] : [];
}

/** One field for each step: what was done, and at which address. */
function historyRecord(value: string): Handling['history'] {
  const how = /forwarded/i.test(value) ? 'forwarded' : /expanded/i.test(value) ? 'expanded' : null;
  const written = /[^\s;:,<>"()[\]]{1,64}@[^\s;:,<>"()[\]]{1,255}/.exec(value.slice(0, 1_000))?.[0];
  const reading = readAddress(written ?? '');
  return how === null || reading.kind === 'invalid' ? [] : [{ how, address: reading.address }];
}

function isAutoForwarded(header: Header): boolean {
  const said = [
    ...valuesOf(header, 'autoforwarded', 'auto-forwarded', 'x-autoforwarded', 'x-auto-forwarded'),
    ...exchangeValues(header, 'autoforwarded'),
  ];
  return said.some((value) => /^(true|yes)$/i.test(value.trim()));
}

/** RFC 5322 §3.6.6: each time adds a block above the earlier ones. A field that comes again begins another block. */
function resentIn(header: Header): readonly Resent[] {
  const blocks: HeaderField[][] = [];
  let names = new Set<string>();
  for (const field of header.fields) {
    const name = field.name.toLowerCase();
    if (!name.startsWith('resent-')) {
      names = new Set();
      continue;
    }
    if (names.size === 0 || names.has(name)) {
      blocks.push([]);
      names = new Set();
    }
    names.add(name);
    blocks.at(-1)?.push(field);
  }
  return blocks.slice(0, MOST).map(resentOf);
}

function resentOf(block: readonly HeaderField[]): Resent {
  const at = (...names: readonly string[]) =>
    block.filter(({ name }) => names.includes(name.toLowerCase())).flatMap(({ value }) => addressesIn(value));
  const from = at('resent-from');
  return {
    by: from.length > 0 ? from : at('resent-sender'),
    to: at('resent-to', 'resent-cc'),
    bcc: at('resent-bcc'),
  };
}

function addressesIn(value: string): readonly EmailAddress[] {
  return readAddressList(value).mailboxes.map(({ address }) => address);
}

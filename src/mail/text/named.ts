/**
 * People as a quotation names them: `Jane Marsh <jane@x>`, `Jane Marsh [mailto:jane@x]`, `Marsh, Jane`,
 * `Jane Marsh/Ashcombe@Ashcombe`, a bare address, a name alone. The address is only ever what has the form of one.
 */
import { type EmailAddress, readAddress } from '../../../rules/address.ts';
import type { Named } from '../../../rules/letter.ts';
import { readAddressList } from '../header/addresses.ts';

const LONGEST = 8_000;
const MOST_PEOPLE = 500;
const ADDRESS = /[^\s<>()[\]",;:'@]{1,64}@[\p{L}\d][\p{L}\d.-]{0,250}/u;

/** `null` where it names nobody. */
export function namedIn(written: string): Named | null {
  // Outlook: `the sender on behalf of the author` (RFC 5322 §3.6.2: From is the author, Sender the hand).
  const [hand, author] = written.slice(0, 1_000).split(/\bon behalf of\b/i);
  const whole = (author?.trim() || hand || '').replace(/[\s,;]+$/, '');
  const address = addressIn(whole);
  const name = nameIn(whole, address);
  return name === '' && address === null ? null : { name, address };
}

export function peopleIn(written: string): readonly Named[] {
  return entriesOf(written.slice(0, LONGEST))
    .slice(0, MOST_PEOPLE)
    .flatMap((entry) => namedIn(entry) ?? []);
}

/** What stands in angle brackets is the address, as in a header; else the first thing of its form. */
function addressIn(entry: string): EmailAddress | null {
  const listed = /<[^<>@]{1,64}@[^<>\s]{1,255}>/.exec(entry);
  const inAngles = listed ? readAddressList(listed[0]).mailboxes[0] : undefined;
  if (inAngles) return inAngles.address;
  const bare = ADDRESS.exec(entry);
  const reading = bare ? readAddress(bare[0].replace(/[.-]+$/, '')) : null;
  return reading?.kind === 'address' ? reading.address : null;
}

function nameIn(entry: string, address: EmailAddress | null): string {
  const bare = entry
    .replace(/<[^<>]{0,400}>/g, ' ')
    .replace(/\[mailto:[^\]]{0,400}\]|\([^()\s]{0,400}@[^()\s]{0,400}\)|\bmailto:\S{0,400}/gi, ' ')
    .replace(/[<>]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^['"“”‘’*_\s,;]+|['"“”‘’*_\s,;]+$/g, '');
  if (bare.toLowerCase() === address) return '';
  return turned(withoutOrganisation(bare.includes('@') && address ? bare.replace(ADDRESS, '').trim() : bare));
}

/** Notes: `Jane Marsh/Ashcombe@Ashcombe`, `CN=Jane Marsh/OU=Members/O=Ashcombe`. */
function withoutOrganisation(name: string): string {
  const person = /^(?:CN=)?([\p{L}][\p{L} .'’-]{1,80})(?:\/[^/]{1,80}){1,5}$/u.exec(name);
  return person?.[1]?.trim() ?? name;
}

/** `Marsh, Jane` is the directory's `Jane Marsh`; `Marsh, Jane (Cllr)` too. */
function turned(name: string): string {
  const parts =
    /^([\p{L}'’-]{2,40}(?: [\p{L}'’-]{2,40})?), ?([\p{L}][\p{L}'’.-]{0,40}(?: [\p{L}]\.?)?)(?: \([^()]{1,40}\))?$/u;
  const found = parts.exec(name);
  return found ? `${found[2]} ${found[1]}` : name;
}

/** Outlook separates with semicolons, so that `Marsh, Jane` may stand; others with commas behind an address. */
function entriesOf(written: string): readonly string[] {
  if (written.includes(';')) return written.split(';');
  const pieces = written.split(',');
  if (!written.includes('@'))
    return pieces.length === 2 && turned(written.trim()) !== written.trim() ? [written] : pieces;
  const entries: string[] = [];
  let open = '';
  for (const piece of pieces) {
    open = open === '' ? piece : `${open},${piece}`;
    if (!piece.includes('@')) continue;
    entries.push(open);
    open = '';
  }
  return open === '' ? entries : [...entries, open];
}

/**
 * Whom an appointment calls a room or a piece of equipment. Programs invite those by `Bcc`, since nobody reads there;
 * no copy to them is hidden from anybody.
 */
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { Header } from './header/headers.ts';
import { readPartText } from './parts/part-text.ts';
import { leavesOf, scanStructure } from './parts/structure.ts';

/** What is longer is no appointment of a council's. */
const LONGEST = 256 * 1024;
const MOST = 50;

export async function roomsIn(bytes: Buffer, header: Header): Promise<readonly EmailAddress[]> {
  // Nearly no letter is an appointment: the others are not taken apart for it.
  if (!bytes.includes('text/calendar')) return [];
  const parts = leavesOf(scanStructure(bytes, header).root).filter(
    ({ type, body }) => type === 'text/calendar' && body.to - body.from <= LONGEST,
  );
  const texts = await Promise.all(parts.slice(0, 4).map((part) => readPartText(bytes, part)));
  return [...new Set(texts.flatMap(({ text }) => roomsNamed(text)))].slice(0, MOST);
}

/** RFC 5545 §3.2.3: `ATTENDEE;CUTYPE=ROOM:mailto:chamber@x`, folded lines joined (§3.1). */
function roomsNamed(text: string): readonly EmailAddress[] {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  return lines.flatMap((line) => {
    if (!/^attendee;/i.test(line) || !/;cutype="?(room|resource)\b/i.test(line)) return [];
    const reading = readAddress(line.slice(line.toLowerCase().lastIndexOf(':mailto:') + 8));
    return /:mailto:/i.test(line) && reading.kind === 'address' ? [reading.address] : [];
  });
}

/**
 * What an appointment says (iCalendar, RFC 5545, and vCalendar before it): its words as a reader's program shows
 * them, one paragraph each, and who is asked. Blind to when it takes place, and to rooms that are named by number.
 */
import { undoEncoding } from '../parts/transfer-encoding.ts';

export type Appointment = {
  readonly text: string;
  /** X-ALT-DESC, as Outlook writes the description again in HTML. */
  readonly html: string | null;
  /** `REPLY`, `REQUEST` …, in capitals; '' where it does not say. */
  readonly method: string;
  /** The address of the first ORGANIZER, in lower case. */
  readonly organiser: string | null;
};

type Property = { readonly name: string; readonly parameters: string; readonly value: string };

const WORDS = new Set(['SUMMARY', 'DESCRIPTION', 'COMMENT', 'LOCATION', 'CONTACT', 'CATEGORIES', 'RESOURCES']);
const PEOPLE = new Set(['ATTENDEE', 'ORGANIZER']);

/** What is no calendar at all is given back as it came. */
export function readAppointment(source: string): Appointment {
  if (!/^BEGIN:V/im.test(source)) return { text: source, html: null, method: '', organiser: null };
  const properties = unfolded(source).flatMap(readProperty);
  const first = (name: string) => properties.find((property) => property.name === name);
  return {
    text: properties.flatMap(shown).join('\n\n'),
    html: first('X-ALT-DESC') ? unescaped(first('X-ALT-DESC')?.value ?? '') : null,
    method: first('METHOD')?.value.trim().toUpperCase() ?? '',
    organiser: addressIn(first('ORGANIZER')?.value ?? ''),
  };
}

/** RFC 5545 §3.1. A quoted-printable value of vCalendar goes on after `=` at the end of its line. */
function unfolded(source: string): readonly string[] {
  return source
    .replace(/=\r?\n(?=[^\r\n])/g, (end, at: number) => (isQuotedPrintable(source, at) ? '' : end))
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
}

function isQuotedPrintable(source: string, at: number): boolean {
  return /QUOTED-PRINTABLE/i.test(source.slice(Math.max(0, at - 400), at));
}

/** §3.1 contentline: the colon that ends the parameters stands outside quotation marks. */
function readProperty(line: string): readonly Property[] {
  const match = /^([A-Za-z0-9-]{1,60})((?:;[^":;]{0,200}(?:"[^"]{0,1000}"[^":;]{0,200})*)*):/.exec(
    line.slice(0, 4_000),
  );
  if (!match) return [];
  const [head, name = '', parameters = ''] = match;
  return [{ name: name.toUpperCase(), parameters, value: line.slice(head.length) }];
}

function shown({ name, parameters, value }: Property): readonly string[] {
  if (PEOPLE.has(name)) return [person(name, parameters, value)];
  if (!WORDS.has(name)) return [];
  const plain = /ENCODING=QUOTED-PRINTABLE/i.test(parameters)
    ? undoEncoding(Buffer.from(value), 'quoted-printable').bytes.toString('utf8')
    : unescaped(value);
  return plain.trim() === '' ? [] : [plain.trim()];
}

function person(name: string, parameters: string, value: string): string {
  const called = /;CN=(?:"([^"]{1,300})"|([^;:"]{1,300}))/i.exec(parameters);
  const address = value.replace(/^mailto:/i, '').trim();
  const known = called?.[1] ?? called?.[2];
  return `${name === 'ORGANIZER' ? 'Organizer' : 'Attendee'}: ${known === undefined ? address : `${known} <${address}>`}`;
}

/** §3.3.11 TEXT. */
function unescaped(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
}

function addressIn(value: string): string | null {
  const address = value
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase();
  return address.includes('@') ? address : null;
}

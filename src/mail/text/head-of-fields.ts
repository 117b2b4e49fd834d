/**
 * The head that programs set over a letter they quote or forward: `From:`, `Sent:`, `To:`, `Subject:`, one below the
 * other, in any order and in the language of the program.
 */
import type { Line } from './lines.ts';
import { namedIn, peopleIn } from './named.ts';
import type { Said } from './said.ts';

type Field = 'from' | 'date' | 'to' | 'subject' | 'other';

const LABELS: Readonly<Record<Field, string>> = {
  from: 'from|von|de|da|van|från|fra|od|oddi wrth|expéditeur|remitente|mittente|afzender|av|lähettäjä|from/oddi wrth',
  date: 'date|sent|sent on|date sent|received|gesendet|datum|envoyé|envoyé le|enviado|enviada em|enviado el|enviado em|data|inviato|verzonden|skickat|sendt|dato|fecha|wysłano|anfonwyd|dyddiad|lähetetty|päivämäärä',
  to: 'to|cc|bcc|an|à|para|a|aan|till|til|do|at|kopie|copie|copie à|kopi|copi|copia|kopia|dw|i|vastaanottaja|cc/copi',
  subject: 'subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|pwnc|testun|aihe|re',
  other:
    'reply-to|reply to|importance|priority|attachments|organization|organisation|sensitivity|in-reply-to|message-id|x-mailer|resent-from|when|where|sender|sent by|categories|list-id|user-agent|references|return-path|importance/pwysigrwydd',
};

const FIELD_OF = new Map<string, Field>(
  (Object.keys(LABELS) as Field[]).flatMap((field) =>
    LABELS[field].split('|').map((label): [string, Field] => [label, field]),
  ),
);
const LABEL = /^[*_]{0,2}(\p{L}[\p{L}/ -]{0,24}?)[*_]{0,2}\s?:[*_]{0,2}(?:\s+|$|(?=[\p{L}\d"'<]))(.*)$/u;
/** eM Client and older Notes write their labels without a colon. */
const BARE_LABEL = /^(From|To|[Cc]c|[Bb]cc|Date|Sent|Subject)(?: (\S.*))?$/;
const MOST_LINES = 60;

export type Head = { readonly to: number; readonly said: Said };

export type HeadPlace = {
  readonly lines: readonly Line[];
  readonly end: number;
  /** Something above it already says that a letter follows. */
  readonly announced: boolean;
};

type Entry = { readonly field: Field; readonly label: string; value: string };

/** Whether a head begins at line `n`, and what it says. */
export function readHead(n: number, place: HeadPlace): Head | null {
  const first = place.lines[n]?.text ?? '';
  const bare = place.announced && entryOf(first, false) === null;
  if (entryOf(first, bare) === null) return null;
  const { entries, to } = entriesFrom(n, { ...place, bare });
  const from = written(entries, 'from');
  if (from === '' || !isHead(entries, place, place.lines[n])) return null;
  return {
    to,
    said: {
      author: namedIn(from),
      recipients: entries.filter(({ field }) => field === 'to').flatMap(({ value }) => peopleIn(value)),
      date: written(entries, 'date') || null,
      subject: written(entries, 'subject') || null,
    },
  };
}

/** To, copy and subject below a name and a date of their own, as older Notes set them. */
export function readNotesHead(n: number, place: HeadPlace): Head | null {
  const first = place.lines[n]?.text ?? '';
  const bare = entryOf(first, false) === null;
  if (entryOf(first, bare) === null) return null;
  const { entries, to } = entriesFrom(n, { ...place, bare });
  const fields = new Set(entries.map(({ field }) => field));
  if (!fields.has('to') || !fields.has('subject') || fields.has('from')) return null;
  const recipients = entries.filter(({ field }) => field === 'to').flatMap(({ value }) => peopleIn(value));
  return { to, said: { author: null, recipients, date: null, subject: written(entries, 'subject') || null } };
}

/** `bare`: its labels have no colon. */
type Reading = Pick<HeadPlace, 'lines' | 'end'> & { readonly bare: boolean };

function entriesFrom(n: number, { lines, end, bare }: Reading): { entries: readonly Entry[]; to: number } {
  const depth = lines[n]?.depth;
  const entries: Entry[] = [];
  let to = n;
  const last = Math.min(end, n + MOST_LINES);
  for (let at = n; at < last; at++) {
    const line = lines[at];
    if (!line || line.depth !== depth) break;
    if (line.text === '') {
      if (isBlankWithin(at, { lines, end, bare }, entries)) continue;
      break;
    }
    const entry = entryOf(line.text, bare);
    const open = entries.at(-1);
    // A second `From:` is another letter's.
    if (entry !== null && entries.some(({ label }) => label === entry.label)) break;
    if (entry !== null) entries.push(entry);
    else if (open && goesOn(at, open, { lines, end, bare })) open.value = `${open.value} ${line.text}`.trim();
    else break;
    to = at + 1;
  }
  return { entries, to };
}

function entryOf(text: string, bare: boolean): Entry | null {
  const found = bare ? BARE_LABEL.exec(text) : LABEL.exec(text.slice(0, 1_900));
  const field = found?.[1] ? FIELD_OF.get(found[1].trim().toLowerCase()) : undefined;
  return found && field ? { field, label: (found[1] ?? '').toLowerCase(), value: (found[2] ?? '').trim() } : null;
}

/** One blank line, where programs set each field in a paragraph or a table cell of its own. */
function isBlankWithin(at: number, { lines, end, bare }: Reading, entries: readonly Entry[]): boolean {
  const next = lines[at + 1];
  if (at + 1 >= end || !next || next.depth !== lines[at]?.depth || next.text === '') return false;
  const inTable = entries.length > 0 && entries[0]?.value === '' && entries.at(-1)?.value === '';
  if (inTable) return true;
  const entry = entryOf(next.text, bare);
  return entry !== null && !entries.some(({ label }) => label === entry.label);
}

/** A field that runs over several lines: a long list, a value below its label, a line with another label behind it. */
function goesOn(at: number, open: Entry, { lines, end, bare }: Reading): boolean {
  const text = lines[at]?.text ?? '';
  if (open.value === '') return true;
  if (open.field === 'to' && (/[;,]$/.test(open.value) || /^[^.!?]{0,200}(@|;)/.test(text))) return true;
  const next = lines[at + 1];
  return at + 1 < end && next?.depth === lines[at]?.depth && entryOf(next?.text ?? '', bare) !== null;
}

function written(entries: readonly Entry[], field: Field): string {
  return entries.find((entry) => entry.field === field)?.value ?? '';
}

/** `From: 7pm`, `To: 9pm`, `Date: Saturday` is no head, nor what somebody set over a notice of their own. */
function isHead(entries: readonly Entry[], { announced }: HeadPlace, first: Line | undefined): boolean {
  const has = (field: Field) => entries.some((entry) => entry.field === field);
  const from = written(entries, 'from');
  const addressed = entries.some(({ field, value }) => (field === 'from' || field === 'to') && /\S@\S/.test(value));
  if (announced || first?.ruled) return addressed || has('date') || has('to') || has('subject');
  if (/^(the|a|an|all|everybody|everyone)\b/i.test(from) && !from.includes('@')) return false;
  const timed = /\d[:.h]\d\d/.test(written(entries, 'date'));
  const programs = timed || addressed || first?.text.startsWith('*') || entries.some(({ label }) => label === 'sent');
  const dated = has('date') && (has('subject') || addressed || entries.some(({ label }) => label === 'sent'));
  return Boolean(programs) && (dated || (has('to') && has('subject')));
}

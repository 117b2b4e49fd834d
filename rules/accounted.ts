/**
 * Whether all of a letter can be accounted for. Where its readers' programs may show something that we did not see,
 * nobody can say that no rule was broken: what an inside author sends so is held for them, never passed as silent.
 * Blind to how likely any reader is to see it: that is not ours to bet on.
 */
import type { Anomaly, Letter } from './letter.ts';

/** Why nobody can be sure to have read the letter, in plain words; `null` where it is accounted for. */
export function unaccounted({ body, anomalies }: Letter): string | null {
  if (body.kind === 'unreadable') return body.why;
  return anomalies.map(doubtOf).find((why) => why !== null) ?? null;
}

function doubtOf({ kind, where }: Anomaly): string | null {
  if (kind === 'header-repeated') return REPEATED[where] ?? null;
  if (kind.startsWith('address-'))
    return /^(from|sender)\b/i.test(where) ? 'who wrote it cannot be told for certain' : null;
  if (HARMLESS.has(kind) || (isInsideAnother(where) && !UNREAD.has(kind))) return null;
  if (kind in DOUBTS) return DOUBTS[kind] ?? null;
  return kind.startsWith('mime-') ? 'parts of it may look different in different mail programs' : null;
}

/** Of a letter inside the letter: `part 2/1`. Its author is somebody else, and its text was read in every way there is. */
function isInsideAnother(where: string): boolean {
  return where.includes('/');
}

/** Told, since it explains what a reader may see; all of it was read. */
const HARMLESS: ReadonlySet<string> = new Set(['mime-long-line', 'mime-alternatives-differ']);

/** What nobody here has seen, or what there may be other parts of, wherever it stands. */
const UNREAD: ReadonlySet<string> = new Set([
  'mime-unread',
  'mime-tnef',
  'mime-unaccounted',
  'mime-base64',
  'mime-encoding',
  'mime-content-type',
  'mime-part-repeated',
  'mime-no-parts',
  'mime-no-boundary',
  'mime-boundary-odd',
  'mime-boundary-repeated',
]);

/** Of other fields that stand twice, every one is read, or none is for readers. */
const REPEATED: Readonly<Record<string, string>> = {
  from: 'it names its author twice',
  sender: 'it names its sender twice',
  subject: 'it has two subjects, of which each mail program shows one',
  'content-type': 'it says in two ways how it is put together',
  'content-transfer-encoding': 'it says in two ways how its text is packed',
};

const DOUBTS: Readonly<Record<string, string>> = {
  'header-blank-first-line': 'it begins with an empty line, so that its header may be taken for text',
  'header-nul': 'its header holds characters at which some mail programs stop reading',
  'header-bare-cr': 'a line of its header ends in a way that only some mail programs know',
  'header-encoded-word': 'its subject is encoded in a way that mail programs read differently',
  'header-line-no-field': 'its header holds a line that is no header line',
  'mime-preamble': 'there is text before its parts, which some mail programs show',
  'mime-epilogue': 'there is text after its parts, which some mail programs show',
  'mime-charset': 'it is written in characters that the program does not know',
  'mime-encoding': 'a part of it is packed in a way that the program does not know',
  'mime-unread': 'it holds more, or more deeply packed, than can be read',
  'mime-html-long': 'its text in HTML is longer than can be read',
  'mime-text-long': 'its text is longer than can be read',
  'mime-tnef': 'a part of it that Outlook packs (winmail.dat) cannot be read',
  'mime-partial': 'it is only a piece of a letter',
  'mime-external-body': 'it says that its text is to be fetched from elsewhere',
  'mime-base64': 'a part of it is damaged and can be unpacked in more than one way',
};

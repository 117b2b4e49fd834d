/**
 * What each oddity in how a letter is built means, in one sentence for whoever reviews it, an officer or a contractor:
 * for `explain` and `show`. Which of them hold a letter is for the rules to say.
 */
import type { Anomaly } from '../../rules/letter.ts';

/** By kind; `WHERE` is the place. Each ends without a stop. */
export const SENTENCES: Readonly<Record<string, string>> = {
  'header-blank-first-line': 'it begins with an empty line, so that some programs take its header for text',
  'header-line-no-field': 'its header holds a line that is no header field (WHERE), which programs skip or stop at',
  'header-nul': 'its header holds NUL characters, at which some programs stop reading',
  'header-bare-cr': 'a line of its header is broken in a way that only some programs take for the end of a line',
  'header-8bit': 'its header holds characters of which it does not say how they are to be read',
  'header-encoded-word': 'the field WHERE is encoded in a way that programs read differently, or that is not known',
  'header-repeated': 'the header field WHERE stands more than once, and programs differ in which of them they show',
  'header-date-invalid': 'the field Date does not say when it was written, so that programs show another date',
  'address-unclosed': 'a bracket or quotation mark in WHERE is never closed, so that addresses may be read differently',
  'address-unclear': 'an entry in WHERE can be read as more than one address',
  'address-in-group-name': 'the name of a group in WHERE holds an address, which is not written to',
  'address-semicolon': 'addresses in WHERE are divided by semicolons, of which some programs read the first alone',
  'mime-part': 'the header of WHERE is written in a way that programs read differently',
  'mime-content-type': 'WHERE does not say properly what kind of thing it is; some show it as text, others as a file',
  'mime-no-boundary': 'WHERE says that it has parts, and not how they are divided',
  'mime-no-parts': 'WHERE says that it has parts, and none can be found',
  'mime-boundary-repeated': 'WHERE says in two ways how its parts are divided',
  'mime-boundary-padded': 'the parts of WHERE are divided by lines that some programs do not recognise',
  'mime-boundary-alike': 'WHERE holds lines that only some programs take for the division between its parts',
  'mime-boundary-odd': 'WHERE says how its parts are divided in a way that programs read differently',
  'mime-multipart-encoded': 'the parts of WHERE are packed as a whole, and only some programs unpack them',
  'mime-preamble': 'there is text before the parts of WHERE, which some programs show',
  'mime-epilogue': 'there is text after the parts of WHERE, which some programs show',
  'mime-charset': 'WHERE is written in characters that the program does not know',
  'mime-encoding': 'WHERE is packed in a way that the program does not know, or not as it says',
  'mime-base64': 'WHERE is damaged and can be unpacked in more than one way',
  'mime-empty-text': 'WHERE unpacks to nothing although something is in it',
  'mime-unread': 'WHERE holds more, or more deeply packed, than can be read',
  'mime-unaccounted': 'some bytes of WHERE belong to none of its parts',
  'mime-html-long': 'the HTML of WHERE is longer than can be read; its end was not',
  'mime-text-long': 'WHERE is a rich text or an appointment longer than can be read',
  'mime-tnef': 'WHERE is a bundle that Outlook packed, and cannot be unpacked',
  'mime-partial': 'WHERE is only a piece of a letter, which programs put together with other letters',
  'mime-external-body': 'WHERE says that its text is to be fetched from elsewhere',
  'mime-long-line': 'WHERE has lines longer than mail allows, which mail systems may break',
  'text-bidi-override': 'the letters of WHERE are turned round, so that a program reads other words than a person',
  'mime-alternatives-differ': 'the versions in WHERE, of which each program shows one, say different things',
};

/** What nobody has written a sentence for is told by its kind, never passed over. */
export function anomalySentence({ kind, where }: Anomaly): string {
  const sentence = SENTENCES[kind] ?? `its build is unusual (\`${kind}\` in WHERE)`;
  return sentence.replace('WHERE', () => placeOf(where));
}

const FIELDS: Readonly<Record<string, string>> = { replyTo: 'Reply-To', letter: 'the letter', '': 'the letter' };

/** `from` is the field From; `part 1.2` stays. */
function placeOf(where: string): string {
  if (where.includes(' ')) return where;
  return FIELDS[where] ?? where.replace(/(?:^|-)\p{Ll}/gu, (first) => first.toUpperCase());
}

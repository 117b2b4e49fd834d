/** One text of a letter with our words in it, as edits of its bytes; read again before anybody gets it. */
import { isAscii } from 'node:buffer';
import { seenInEnriched } from '../contents/enriched.ts';
import { decodeCharset } from '../parts/charset.ts';
import { charsetOf } from '../parts/part-text.ts';
import type { Part } from '../parts/structure.ts';
import { undoEncoding } from '../parts/transfer-encoding.ts';
import type { Writer } from '../text/stretches.ts';
import { type AddedWords, CannotAdd, type Edit, type Insertion } from './added-words.ts';
import { ASCII, inScript, type Script, scriptOf } from './charset-words.ts';
import { LONGEST, type PlainDress } from './dress.ts';
import { headerOf, relabelLines, staleLines, versionLine } from './header-lines.ts';
import { placesInHtml } from './places-in-html.ts';
import { placesInEnriched, placesInPlain } from './places-in-plain.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { bare } from './same-words.ts';
import { type Encoded, spliced } from './spliced.ts';

/** Bytes as they stand in the letter. */
const MOST_TEXT = 4 * 1024 * 1024;
/** Bytes of a text that has to be written anew: the register keeps what we write. */
const MOST_ANEW = 1024 * 1024;
const ENCODINGS = new Set(['', '7bit', '8bit', 'binary', 'quoted-printable', 'base64']);

export type OneText = Encoded & { readonly part: Part; readonly charset: string };

export function textOf(bytes: Buffer, part: Part): OneText {
  const { body, encoding } = part;
  if (body.to - body.from > MOST_TEXT) throw new CannotAdd('its text is too long to be changed safely');
  const undone = undoEncoding(bytes.subarray(body.from, body.to), encoding);
  if (undone.odd !== null || !ENCODINGS.has(encoding))
    throw new CannotAdd('its text is packed in a way that cannot be changed safely');
  const charset = charsetOf(undone.bytes, part.parameters.get('charset'));
  const text = decodeCharset(undone.bytes, charset);
  if (text === null) throw new CannotAdd('its text is written in characters that the program does not know');
  return { part, bytes, body, encoding, decoded: undone.bytes, text, charset };
}

export function withWords(one: OneText, words: AddedWords, writer: Writer): readonly Edit[] {
  const script = scriptFor(one);
  const written = script === null ? null : writtenIn(words, script, one);
  const insertions = placesFor(one, written ?? words, writer);
  if (insertions.length === 0) return [];
  const edits = script === null || written === null ? anew(one, insertions) : inPlace(one, insertions, script);
  return [...edits, ...staleLines(headerOf(one.bytes, one.part))];
}

/** What may be written into it without another label. Bytes above 127 only where some stand already. */
function scriptFor({ part, charset, decoded, encoding }: OneText): Script | null {
  const said = (part.parameters.get('charset') ?? '').trim().toLowerCase();
  if (scriptOf(charset) === null) return null;
  if (!isAscii(decoded)) return scriptOf(charset);
  const coded = encoding === 'quoted-printable' || encoding === 'base64';
  return coded && said !== '' && !/^(?:us-)?ascii$/.test(said) ? scriptOf(charset) : ASCII;
}

/** A page holds any character by its number. */
function writtenIn(words: AddedWords, script: Script, { part }: OneText): AddedWords | null {
  if (part.type === 'text/html') return words;
  const [banner, statement] = [inScript(words.banner, script), inScript(words.statement, script)];
  return banner === null || statement === null ? null : { banner, statement };
}

function placesFor({ part, text, encoding }: OneText, words: AddedWords, writer: Writer): readonly Insertion[] {
  if (part.type === 'text/html') return placesInHtml(text, words, writer);
  if (part.type !== 'text/plain') return inEnriched(text, part.type, words);
  const said = (name: string) => part.parameters.get(name)?.trim().toLowerCase();
  const coded = encoding === 'quoted-printable' || encoding === 'base64';
  const fixed: PlainDress = { kind: 'fixed', width: coded ? LONGEST : 72 };
  const flowed: PlainDress = { kind: 'flowed', delSp: said('delsp') === 'yes' };
  return placesInPlain(text, words, said('format') === 'flowed' ? flowed : fixed, writer);
}

function inEnriched(text: string, type: string, words: AddedWords): readonly Insertion[] {
  const before = bare(seenInEnriched(text, type).text);
  const missing = {
    banner: before.startsWith(bare(words.banner)) ? '' : words.banner,
    statement: before.endsWith(bare(words.statement)) ? '' : words.statement,
  };
  const insertions = placesInEnriched(text, missing);
  const after = bare(seenInEnriched(inserted(text, insertions), type).text);
  if (after !== bare(missing.banner) + before + bare(missing.statement))
    throw new CannotAdd('no place in its text was found where added words would surely be seen');
  return insertions;
}

function inPlace(one: OneText, insertions: readonly Insertion[], { encode }: Script): readonly Edit[] {
  const placed = insertions.map((insertion) => {
    const bytes = encode(insertion.text);
    if (bytes === null) throw new CannotAdd('its characters lack some of those that would be added');
    return { insertion, bytes };
  });
  const { edits, insertions: filled } = spliced(one, placed);
  // INVARIANT: what leaves reads as the text that came with our words in it, and not otherwise.
  const again = undoEncoding(applied(one, edits), one.encoding);
  if (again.odd !== null || decodeCharset(again.bytes, one.charset) !== inserted(one.text, filled))
    throw new CannotAdd('its text is packed in a way that cannot be changed safely');
  return edits;
}

/** All of it in UTF-8, where its own character set lacks a character of ours, or is none that can be added to. */
function anew(one: OneText, insertions: readonly Insertion[]): readonly Edit[] {
  const { part, bytes, body, text } = one;
  const whole = Buffer.from(inserted(text, insertions));
  if (whole.length > MOST_ANEW) throw new CannotAdd('its text is too long to be changed safely');
  const packed = one.encoding === 'base64';
  const coded = packed ? inLines(whole) : quotedPrintable(whole);
  const again = undoEncoding(Buffer.from(coded), packed ? 'base64' : 'quoted-printable');
  if (text.includes('\ufffd') || !again.bytes.equals(whole))
    throw new CannotAdd('its characters lack some of those that would be added');
  const header = headerOf(bytes, part);
  const version = part.header.from === 0 ? versionLine(header) : '';
  return [
    ...relabelLines(bytes, header, packed ? 'base64' : 'quoted-printable'),
    ...(version === '' ? [] : [{ from: header.end, to: header.end, text: version }]),
    { from: body.from, to: body.to, text: coded },
  ];
}

function inLines(bytes: Buffer): string {
  return `${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`;
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  return insertions
    .toReversed()
    .reduce((done, { at, text: added }) => done.slice(0, at) + added + done.slice(at), text);
}

/** The bytes of its body after the edits, which lie within it and in order. */
function applied({ bytes, body }: OneText, edits: readonly Edit[]): Buffer {
  return changedBytes(bytes, edits, body);
}

export function changedBytes(
  bytes: Buffer,
  edits: readonly Edit[],
  { from, to } = { from: 0, to: bytes.length },
): Buffer {
  const pieces: Buffer[] = [];
  let at = from;
  for (const edit of edits) {
    pieces.push(
      bytes.subarray(at, edit.from),
      'text' in edit ? Buffer.from(edit.text) : Buffer.from(edit.base64, 'base64'),
    );
    at = edit.to;
  }
  return Buffer.concat([...pieces, bytes.subarray(at, to)]);
}

/**
 * A marking in the header of a letter: one tag in the subject, one `Sensitivity`. What marks it already is never taken
 * away or lowered, and every other byte of the subject stays as it was folded and encoded.
 */
import { decodeWords } from '../header/encoded-words.ts';
import type { Head } from '../header/head-of-file.ts';
import { fieldsNamed, type HeaderField } from '../header/headers.ts';
import { encodedWords } from '../header/written-mailbox.ts';
import type { Edit } from '../insertion/added-words.ts';
import { onOneLine } from '../insertion/dress.ts';
import { ownLine } from './own-line.ts';

export type Marking = {
  /** `[CONFIDENTIAL]`. `''`: none. */
  readonly tag: string;
  /** `Company-Confidential`. `''`: none. */
  readonly sensitivity: string;
};

/** RFC 2156 §4.1, weakest first; Outlook calls the last one confidential. */
const STANDARD: readonly string[] = ['normal', 'personal', 'private', 'company-confidential'];
/** RFC 2047 §2: no line with an encoded-word is longer. */
const WIDTH = 76;

export function markingLines(head: Head, { tag, sensitivity }: Marking): readonly Edit[] {
  // INVARIANT: nothing that is written into a header ends its line.
  const [plainTag, plainSensitivity] = [onOneLine(tag), onOneLine(sensitivity)];
  return [
    ...(plainTag === '' ? [] : subjectLines(head, plainTag)),
    ...(plainSensitivity === '' ? [] : sensitivityLines(head, plainSensitivity)),
  ];
}

function subjectLines({ bytes, header }: Head, tag: string): readonly Edit[] {
  const subjects = fieldsNamed(header, 'subject');
  if (subjects.length === 0) return [lineAt(bytes, header.end, `Subject: ${written(tag, '')}`)];
  return subjects.filter(({ value }) => !hasTag(value, tag)).map((subject) => tagged(bytes, subject, tag));
}

function hasTag(value: string, tag: string): boolean {
  return onOneLine(decodeWords(value)).toLowerCase().includes(tag.toLowerCase());
}

function tagged(bytes: Buffer, { from, to, valueAt }: HeaderField, tag: string): Edit {
  const value = bytes.toString('latin1', valueAt, to);
  const lead = /^[ \t]*/.exec(value)?.[0] ?? '';
  const first = /^[^\r\n]*/.exec(value.slice(lead.length))?.[0] ?? '';
  const at = valueAt + lead.length;
  const word = `${lead === '' ? ' ' : ''}${written(tag, first)}`;
  const fits = at - from + word.length + 1 + first.length <= WIDTH;
  return { from: at, to: at, text: first === '' ? word : `${word}${fits ? ' ' : '\r\n '}` };
}

/** RFC 2047 §6.2: white space between two encoded-words is not seen, so the tag's own word ends with one. */
function written(tag: string, next: string): string {
  if (/^[\x20-\x7e]*$/.test(tag)) return tag;
  return encodedWords(next.startsWith('=?') ? `${tag} ` : tag);
}

/** The strongest that is there, if it is as strong as ours; else ours in its place. */
function sensitivityLines({ bytes, header }: Head, wanted: string): readonly Edit[] {
  const there = fieldsNamed(header, 'sensitivity');
  const strongest = there.toSorted((a, b) => strength(b.value) - strength(a.value))[0];
  const kept = strongest !== undefined && strength(strongest.value) >= strength(wanted) ? strongest : null;
  const line = `Sensitivity: ${wanted}`;
  const rest = there.filter((field) => field !== (kept ?? there[0])).map(({ from, to }) => ({ from, to, text: '' }));
  const [first] = there;
  if (kept !== null) return rest;
  if (first !== undefined) return [{ from: first.from, to: first.to, text: `${line}\r\n` }, ...rest];
  return [lineAt(bytes, fieldsNamed(header, 'subject').at(-1)?.to ?? header.end, line)];
}

/** What no standard knows may mean more than we know, unless it is a word for the same. */
function strength(value: string): number {
  const plain = value
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase();
  if (plain === '') return 0;
  if (/^(?:company[ _])?confidential$/.test(plain)) return 2.5;
  const rank = STANDARD.indexOf(plain);
  return rank < 0 ? STANDARD.length : rank;
}

function lineAt(bytes: Buffer, at: number, line: string): Edit {
  return { from: at, to: at, text: ownLine(bytes, at, line) };
}

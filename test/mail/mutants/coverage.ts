/**
 * Whether what we hold of a letter covers what a second parser finds in it: its words, its subject, who it is from and
 * to. Whatever we lack must be accounted for by what holds the letter (`rules/accounted.ts`), or excused by name.
 */
import { domainToASCII } from 'node:url';
import { unaccounted } from '../../../rules/accounted.ts';
import type { Letter, Mailbox } from '../../../rules/letter.ts';
import type { Theirs } from './second-parser.ts';

export type Lack = {
  readonly of: 'text' | 'around' | 'subject' | 'from' | 'to' | 'cc' | 'sender';
  readonly what: string;
};

export function lacks(letter: Letter, bytes: Buffer, theirs: Theirs): readonly Lack[] {
  if (unaccounted(letter) !== null || isRefusedAtTheDoor(bytes)) return [];
  const ours = held(letter);
  const mixed = isMixed(letter);
  const missing = (of: Lack['of'], texts: readonly string[], among: Held) =>
    texts.flatMap((text) =>
      wordsOf(text)
        .filter((word) => !among.has(word))
        .map((what) => ({ of, what })),
    );
  return [
    ...missing('text', theirs.texts, ours.texts),
    ...missing(
      'around',
      theirs.around.filter((text) => !STOCK.test(text)),
      ours.texts,
    ),
    ...missing('subject', theirs.subjects, ours.subject).filter(({ what }) => !(mixed && /[^a-z]/.test(what))),
    ...(['from', 'to', 'cc', 'sender'] as const).flatMap((field) => peopleLacking(letter, field, theirs)),
  ];
}

/** Bytes beyond ASCII in a header that is in no one character set are read by each program as it can. */
function isMixed({ anomalies }: Letter): boolean {
  return anomalies.some(({ kind }) => kind === 'header-8bit');
}

/** Bare carriage returns are refused there, or made into line ends; python takes each for one. */
function isRefusedAtTheDoor(bytes: Buffer): boolean {
  return /\r(?!\n)/.test(bytes.toString('latin1'));
}

/** What programs write before parts, and nobody reads. */
const STOCK =
  /^\s*this\s+is an? ((nested )?multi-?part message in mime format|s\/mime signed message|mime-encapsulated message)\.?\s*$/i;

type Held = { readonly has: (word: string) => boolean };

function held({ body, subject }: Letter): { readonly texts: Held; readonly subject: Held } {
  const texts = body.kind === 'read' ? body.texts.flatMap(({ text, hidden }) => [text, ...hidden]) : [];
  return { texts: among(texts.join('\n')), subject: among(subject) };
}

/** As a word; or, where a line or a sign stands in the midst of it for one of the two, as letters that follow each other. */
function among(text: string): Held {
  const words = new Set(wordsOf(text));
  let letters: string | null = null;
  return {
    has: (word) => {
      if (words.has(word)) return true;
      letters ??= folded(text).replace(/[^\p{L}]+/gu, '');
      return letters.includes(word);
    },
  };
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(folded(text).match(/\p{L}{4,}/gu) ?? [])];
}

function folded(text: string): string {
  return text
    .replace(/[\udc80-\udcff]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) - 0xdc00))
    .normalize('NFC')
    .toLowerCase();
}

/** A fault of the same field tells that readers may take it for other people. */
function peopleLacking(letter: Letter, of: 'from' | 'to' | 'cc' | 'sender', { people }: Theirs): readonly Lack[] {
  if (letter.anomalies.some(({ kind, where }) => kind.startsWith('address-') && where === of)) return [];
  const mailboxes: readonly Mailbox[] = of === 'sender' ? (letter.sender ? [letter.sender] : []) : letter[of];
  const ours = new Set(mailboxes.map(({ address }) => plainAddress(address)));
  const mixed = isMixed(letter);
  return (people[of] ?? [])
    .filter((address) => !ours.has(plainAddress(address)) && !(mixed && /[^\x00-\x7f]/.test(address)))
    .map((what) => ({ of, what }));
}

/** Without what shows nowhere, and the domain as DNS has it. */
function plainAddress(address: string): string {
  const seen = folded(address).replace(/[\p{Cc}\p{Cf}"\\]/gu, '');
  const at = seen.lastIndexOf('@') + 1;
  return seen.slice(0, at) + (domainToASCII(seen.slice(at)) || seen.slice(at));
}

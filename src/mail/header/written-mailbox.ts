/** A mailbox as an address field writes it (RFC 5322 §3.4), its name quoted or encoded where it must be. */
import type { Mailbox } from '../../../rules/letter.ts';

/** On one line, or folded after encoded-words; no line longer than 78 characters unless the address itself is. */
export function writtenMailbox({ name, address }: Mailbox): string {
  // INVARIANT: nothing that is written into a header ends its line.
  if (/[\p{Cc}]/u.test(address)) throw new Error('an address with control characters cannot be written into a header');
  const plain = name.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return plain === '' ? address : `${writtenName(plain)} <${address}>`;
}

function writtenName(name: string): string {
  if (/[^\x20-\x7e]/.test(name) || name.includes('=?')) return encodedWords(name);
  // RFC 5322 §3.2.3 atext.
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(name)) return name;
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** RFC 2047 §2: an encoded-word has at most 75 characters; 42 bytes of UTF-8 fit, and no character is split. */
export function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}

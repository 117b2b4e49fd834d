/** A letter that holds no text, a file alone: our words get a part of their own, before all others. */

import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Header } from '../header/headers.ts';
import type { Part } from '../parts/structure.ts';
import { type AddedWords, CannotAdd, type Edit, editOf } from './added-words.ts';
import { ASCII, inScript } from './charset-words.ts';
import { LONGEST, plainLines } from './dress.ts';
import { headerOf, staleLines, versionLine } from './header-lines.ts';
import { quotedPrintable } from './quoted-printable.ts';

export function ownPart(bytes: Buffer, root: Part, words: AddedWords): readonly Edit[] {
  const header = headerOf(bytes, root);
  if (root.type === 'multipart/mixed') return [...staleLines(header), firstOfParts(bytes, root, words)];
  if (/^(?:multipart|message|text)\/(?!rfc822$|plain$|html$|csv$|vcard$)/.test(root.type))
    throw new CannotAdd('it has no text that words could be added to');
  return around(bytes, { root, header }, words);
}

function firstOfParts(bytes: Buffer, { boundaries }: Part, words: AddedWords): Edit {
  const line = boundaries[0];
  if (line === undefined) throw new CannotAdd('its parts cannot be told apart');
  const text = `${bytes.toString('latin1', line.from, line.to)}${partOf(words)}`;
  return { from: line.from, to: line.from, ...textOf(text) };
}

/** What its header says of the file goes along with the file; its bytes stay as they are. */
function around(
  bytes: Buffer,
  { root, header }: { readonly root: Part; readonly header: Header },
  words: AddedWords,
): readonly Edit[] {
  const about = header.fields.filter(({ name }) => /^content-(?!length$|md5$)/i.test(name));
  const boundary = boundaryFor(bytes, root);
  const inner = Buffer.concat(about.map(({ from, to }) => bytes.subarray(from, to)));
  const bits = /^(8bit|binary)$/.test(root.encoding) ? `Content-Transfer-Encoding: ${root.encoding}\r\n` : '';
  const outer = `${versionLine(header)}Content-Type: multipart/mixed; boundary="${boundary}"\r\n${bits}`;
  const at = about[0]?.from ?? header.end;
  const open = Buffer.from(`--${boundary}\r\n${partOf(words)}--${boundary}\r\n`);
  return [
    { from: at, to: at, text: outer },
    ...about.map(({ from, to }) => ({ from, to, text: '' })),
    ...staleLines(header),
    editOf({ from: root.body.from, to: root.body.from }, Buffer.concat([open, inner, Buffer.from('\r\n')])),
    { from: root.body.to, to: root.body.to, text: `\r\n--${boundary}--\r\n` },
  ];
}

/** The same for the same letter each time, and nowhere in it. */
function boundaryFor(bytes: Buffer, { body }: Part): string {
  for (let n = 0; n < 100; n++) {
    const hash = createHash('sha256').update(`${n} `).update(bytes.subarray(body.from, body.to)).digest('hex');
    const boundary = `=_postroom_${hash.slice(0, 32)}`;
    if (!bytes.includes(boundary)) return boundary;
  }
  throw new CannotAdd('its parts cannot be told apart');
}

/** Header and text, with the line end before the next boundary line. */
function partOf({ banner, statement }: AddedWords): string {
  const said = [banner, statement].filter((words) => words !== '');
  const typed = said.map((words) => inScript(words, ASCII));
  if (typed.every((words) => words !== null)) {
    const lines = typed.map((words) => plainLines(words, { kind: 'fixed', width: 72 }).join('\r\n'));
    return `Content-Type: text/plain; charset=us-ascii\r\n\r\n${lines.join('\r\n\r\n')}\r\n`;
  }
  const lines = said.map((words) => plainLines(words, { kind: 'fixed', width: LONGEST }).join('\r\n'));
  const coded = quotedPrintable(Buffer.from(lines.join('\r\n\r\n')));
  return `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${coded}\r\n`;
}

/** A boundary may hold any byte. */
function textOf(latin1: string): { readonly text: string } | { readonly base64: string } {
  const bytes = Buffer.from(latin1, 'latin1');
  return isAscii(bytes) ? { text: latin1 } : { base64: bytes.toString('base64') };
}

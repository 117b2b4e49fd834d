/** Showing a blind copy: its mailbox goes into `Cc`, and no other byte of the letter changes. */
import type { Mailbox } from '../../../rules/letter.ts';
import { tokenise } from '../header/address-tokens.ts';
import { readAddressList } from '../header/addresses.ts';
import type { Head } from '../header/head-of-file.ts';
import { fieldsNamed, type HeaderField } from '../header/headers.ts';
import { writtenMailbox } from '../header/written-mailbox.ts';

/** New text, and the byte of the letter before which it goes. */
export type Insertion = { readonly at: number; readonly text: string };

/** Into the last `Cc` there is; else a new one below `To`; else at the header's end. */
export function openCopies({ bytes, header }: Head, add: readonly Mailbox[]): Insertion {
  const written = add.map(writtenMailbox);
  const cc = fieldsNamed(header, 'cc').at(-1);
  if (cc && takesMore(cc)) return extended(bytes, cc, written);
  const above = cc ?? fieldsNamed(header, 'to').at(-1);
  const at = above?.to ?? header.end;
  return { at, text: ownLine(bytes, at, `Cc: ${written.join(',\r\n ')}`) };
}

/** Not where an open comment, quotation or bracket would swallow what follows. */
function takesMore(cc: HeaderField): boolean {
  return (
    !tokenise(cc.value).open &&
    !readAddressList(cc.value).faults.includes('address-unclosed') &&
    !cc.value.endsWith('\\')
  );
}

function extended(bytes: Buffer, cc: HeaderField, written: readonly string[]): Insertion {
  const last = tokenise(cc.value).list.at(-1);
  const glue = last === undefined ? ' ' : last.kind === 'sign' && last.text === ',' ? '\r\n ' : ',\r\n ';
  return { at: withoutLineEnd(bytes, cc), text: glue + written.join(',\r\n ') };
}

function withoutLineEnd(bytes: Buffer, { to }: HeaderField): number {
  if (bytes[to - 1] !== 0x0a) return to;
  return bytes[to - 2] === 0x0d ? to - 2 : to - 1;
}

/** A header cut off in the middle of a line has that line ended first. */
function ownLine(bytes: Buffer, at: number, line: string): string {
  return at > 0 && bytes[at - 1] !== 0x0a ? `\r\n${line}\r\n` : `${line}\r\n`;
}

/** Showing a blind copy: its mailbox goes into `Cc`, and no other byte of the letter changes. */
import type { Mailbox } from '../../../rules/letter.ts';
import { tokenise } from '../header/address-tokens.ts';
import { readAddressList } from '../header/addresses.ts';
import type { Head } from '../header/head-of-file.ts';
import { fieldsNamed, type HeaderField } from '../header/headers.ts';
import { writtenMailbox } from '../header/written-mailbox.ts';
import type { Edit } from '../insertion/added-words.ts';
import { ownLine } from './own-line.ts';

/** Into the last `Cc` there is; else a new one below `To`; else at the header's end. */
export function openCopies({ bytes, header }: Head, add: readonly Mailbox[]): Edit {
  const written = add.map(writtenMailbox);
  const cc = fieldsNamed(header, 'cc').at(-1);
  if (cc && takesMore(cc)) return extended(bytes, cc, written);
  const above = cc ?? fieldsNamed(header, 'to').at(-1);
  const at = above?.to ?? header.end;
  return { from: at, to: at, text: ownLine(bytes, at, `Cc: ${written.join(',\r\n ')}`) };
}

/** Not where an open comment, quotation or bracket would swallow what follows. */
function takesMore(cc: HeaderField): boolean {
  return (
    !tokenise(cc.value).open &&
    !readAddressList(cc.value).faults.includes('address-unclosed') &&
    !cc.value.endsWith('\\')
  );
}

function extended(bytes: Buffer, cc: HeaderField, written: readonly string[]): Edit {
  const last = tokenise(cc.value).list.at(-1);
  const glue = last === undefined ? ' ' : last.kind === 'sign' && last.text === ',' ? '\r\n ' : ',\r\n ';
  const at = withoutLineEnd(bytes, cc);
  return { from: at, to: at, text: glue + written.join(',\r\n ') };
}

function withoutLineEnd(bytes: Buffer, { to }: HeaderField): number {
  if (bytes[to - 1] !== 0x0a) return to;
  return bytes[to - 2] === 0x0d ? to - 2 : to - 1;
}

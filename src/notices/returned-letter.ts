/**
 * What a report carries of the letter itself: its header, or all of it where the sender asked (RET=FULL). Never a
 * `Bcc:` line, never a field of our own, and the text of a confidential letter not at all.
 */
import type { Part } from './message.ts';
import type { DeliveryReport } from './report-account.ts';

const HEADER_LIMIT = 64 * 1024;
const FULL_LIMIT = 256 * 1024;
const CUT = /^(?:bcc|resent-bcc|x-postroom-[!-9;-~]*)[ \t]*:/i;

export function returnedLetter({ ret, confidential, bytes }: DeliveryReport['letter']): Part {
  const text = bytes.subarray(0, FULL_LIMIT + 1).toString('latin1');
  const { header, body } = split(text);
  if (ret === 'FULL' && !confidential && bytes.length <= FULL_LIMIT && isSevenBit(text)) {
    return { type: 'message/rfc822', content: `${header}\r\n${body}` };
  }
  return { type: 'text/rfc822-headers', content: Buffer.from(header.slice(0, HEADER_LIMIT), 'latin1') };
}

/** A message part may not be encoded (RFC 2045 §6.4), so only what needs no encoding travels whole. */
function isSevenBit(text: string): boolean {
  return !/[\0\x80-\xff]|[^\r\n]{999}|\r(?!\n)|(?<!\r)\n/.test(text);
}

function split(text: string): { header: string; body: string } {
  const end = /\r?\n\r?\n/.exec(text);
  const header = end === null ? text : text.slice(0, end.index);
  return { header: kept(header), body: end === null ? '' : text.slice(end.index + end[0].length) };
}

/** Whole fields, each with its continuation lines; line ends made CRLF, other controls made spaces. */
function kept(header: string): string {
  const fields = header
    .replace(/\r\n|\r|\n/g, '\n')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ' ')
    .split(/\n(?![ \t])/)
    .filter((field) => field.trim() !== '' && !CUT.test(field));
  return fields.map((field) => `${field.replace(/\n/g, '\r\n')}\r\n`).join('');
}

/**
 * The part of a delivery report that machines read: message/delivery-status (RFC 3464), one block for the letter and
 * one for each copy. Seven-bit whatever is in it; foreign addresses in the form of RFC 6533.
 */
import { asciiWords } from './plain-words.ts';
import type { DeliveryReport, Fate, ReportedCopy } from './report-account.ts';

const FOLD_AT = 76;

export function deliveryStatus(
  { report, letterhead, letter }: DeliveryReport,
  copies: readonly ReportedCopy[],
): string {
  const envelopeId = asciiWords(letter.envid ?? '', 100);
  const whole = [
    ...(envelopeId === '' ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    field('Reporting-MTA', `dns; ${asciiWords(letterhead.hostname, 255)}`),
    `X-Postroom-Id: ${letter.id}`,
    `Arrival-Date: ${mailDate(letter.receivedAt)}`,
  ];
  return [whole, ...copies.map((copy) => aboutCopy(copy, report.at))]
    .map((lines) => `${lines.join('\r\n')}\r\n`)
    .join('\r\n');
}

function aboutCopy({ address, orcpt, fate }: ReportedCopy, at: number): string[] {
  const said = 'reply' in fate ? (fate.reply ?? '') : '';
  const diagnostic = asciiWords(withoutOthers(said, address));
  return [
    ...(orcpt === null ? [] : [originalRecipient(orcpt)]),
    field('Final-Recipient', typedAddress('rfc822', address)),
    `Action: ${ACTIONS[fate.kind]}`,
    `Status: ${statusOf(fate)}`,
    ...(diagnostic === '' ? [] : [field('Diagnostic-Code', `smtp; ${diagnostic}`)]),
    ...(fate.kind === 'delayed' ? [`Will-Retry-Until: ${mailDate(fate.until)}`] : []),
    ...(said === '' ? [] : [`Last-Attempt-Date: ${mailDate(at)}`]),
  ];
}

const ACTIONS: Readonly<Record<Fate['kind'], string>> = {
  returned: 'failed',
  refused: 'failed',
  expired: 'failed',
  delayed: 'delayed',
  relayed: 'relayed',
};

/** RFC 3463. The next hop's own code where its class fits what happened, else the general one of that class. */
export function statusOf(fate: Fate): string {
  switch (fate.kind) {
    case 'returned':
      return '5.7.1';
    case 'expired':
      return '5.4.7';
    case 'relayed':
      return '2.0.0';
    case 'refused':
      return enhanced(fate.reply, '5');
    case 'delayed':
      return enhanced(fate.reply ?? '', '4');
  }
}

function enhanced(reply: string, family: '4' | '5'): string {
  const code = /^\s*(?:\d{3}[ -])?([245]\.\d{1,3}\.\d{1,3})(?!\S)/.exec(reply)?.[1];
  return code?.startsWith(family) ? code : `${family}.0.0`;
}

/**
 * What the next hop said, without any address but the copy's own: after DATA one reply speaks for all recipients and
 * may list them, blind ones too.
 */
export function withoutOthers(reply: string, address: string): string {
  const own = address.toLowerCase();
  return reply.replace(/[^\s<>()[\]"',;:]+@[^\s<>()"',;:]+/g, (found) => {
    const bare = found.replace(/[.!?]+$/, '').toLowerCase();
    return bare === own || /^(?:postmaster|abuse)@/.test(bare) ? found : '(address)';
  });
}

function originalRecipient(orcpt: string): string {
  const at = orcpt.indexOf(';');
  const type = at < 0 ? 'rfc822' : asciiWords(orcpt.slice(0, at), 40).replace(/[^0-9A-Za-z-]/g, '') || 'rfc822';
  return field('Original-Recipient', typedAddress(type, orcpt.slice(at + 1)));
}

function typedAddress(type: string, address: string): string {
  const bare = address
    .replace(/[\u0000-\u001f\u007f]+/g, '')
    .trim()
    .slice(0, 320);
  return /^[\x20-\x7e]*$/.test(bare) ? `${type}; ${bare}` : `utf-8; ${foreignAddress(bare)}`;
}

/** utf-8-addr-xtext, RFC 6533 §3. No line of mail may pass 998 characters, and nothing true is that long. */
function foreignAddress(address: string): string {
  let written = '';
  for (const sign of address) {
    written += /^[\x21-\x2a\x2c-\x3c\x3e-\x5b\x5d-\x7e]$/.test(sign) ? sign : `\\x{${hex(sign)}}`;
    if (written.length > 900) break;
  }
  return written;
}

function hex(sign: string): string {
  return (sign.codePointAt(0) ?? 0xfffd).toString(16).toUpperCase().padStart(2, '0');
}

/** Folded at spaces (RFC 5322 §2.2.3); a word too long for any line has been cut before. */
function field(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(' ')) {
    if (line.length + 1 + word.length > FOLD_AT && line.trim() !== '') {
      lines.push(line);
      line = '';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\r\n');
}

function mailDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

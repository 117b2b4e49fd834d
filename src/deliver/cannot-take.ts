/**
 * What a next hop says in its EHLO that it cannot take, told before anything is sent: the library would send 8-bit
 * text and UTF-8 addresses to a hop that never offered to take them, and the letter would arrive as rubbish.
 */
import type { Readable } from 'node:stream';
import type { Offers } from './connection.ts';
import type { Reply, Transaction } from './transaction.ts';

/** Empty where nothing stands in the way; else one reply for each recipient that cannot be served. */
export async function cannotTake(transaction: Transaction, offers: Offers): Promise<readonly Reply[]> {
  const { mailFrom, recipients, size } = transaction;
  const all = (code: number, text: string): Reply[] => recipients.map(({ address }) => ({ address, code, text }));
  if (!isSendable(mailFrom) && mailFrom !== '') return all(553, '5.1.7 this sender address cannot be written in SMTP');
  if (offers.maxSize > 0 && size > offers.maxSize) {
    return all(552, `5.3.4 the letter has ${size} bytes and the next hop takes ${offers.maxSize}`);
  }
  const wide = await wideBytes(transaction, offers);
  if (wide.inHeader && transaction.smtpUtf8 && !offers.extensions.has('SMTPUTF8')) return all(553, NO_UTF8);
  if (wide.anywhere && !offers.extensions.has('8BITMIME')) {
    return all(554, '5.6.3 the letter has 8-bit text, which the next hop does not take');
  }
  if (hasUtf8(mailFrom) && !offers.extensions.has('SMTPUTF8')) return all(553, NO_UTF8);
  return recipients.flatMap(({ address }) => refusalOf(address, offers));
}

const NO_UTF8 = '5.6.7 the next hop does not take addresses or headers in UTF-8';

function refusalOf(address: string, offers: Offers): readonly Reply[] {
  if (!isSendable(address)) return [{ address, code: 553, text: '5.1.3 this address cannot be written in SMTP' }];
  if (hasUtf8(address) && !offers.extensions.has('SMTPUTF8')) return [{ address, code: 553, text: NO_UTF8 }];
  return [];
}

/** The library refuses these characters, and trims: an address that it would change is not sent at all. */
function isSendable(address: string): boolean {
  return address !== '' && address === address.trim() && !/[\r\n<>]/.test(address);
}

function hasUtf8(address: string): boolean {
  return /[^\x00-\x7f]/.test(address);
}

/**
 * Clients declare BODY=8BITMIME and SMTPUTF8 for letters that need neither, and forget them for letters that do. So
 * where the hop lacks one of them, which is rare, the bytes themselves are asked.
 */
async function wideBytes(transaction: Transaction, offers: Offers): Promise<{ inHeader: boolean; anywhere: boolean }> {
  const takesAll = offers.extensions.has('8BITMIME') && (offers.extensions.has('SMTPUTF8') || !transaction.smtpUtf8);
  return takesAll ? { inHeader: false, anywhere: false } : findWideBytes(transaction.bytes());
}

async function findWideBytes(bytes: Readable): Promise<{ inHeader: boolean; anywhere: boolean }> {
  let inHeader: boolean | null = null;
  let anywhere = false;
  let last = '';
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const text = last + chunk.toString('latin1');
    const headerEnd = inHeader === null ? text.search(/\r?\n\r?\n/) : -1;
    if (inHeader === null && (headerEnd >= 0 || /[\x80-\xff]/.test(text))) {
      inHeader = /[\x80-\xff]/.test(headerEnd < 0 ? text : text.slice(0, headerEnd));
    }
    anywhere ||= /[\x80-\xff]/.test(text);
    if (anywhere && inHeader !== null) break;
    last = text.slice(-3);
  }
  return { inHeader: inHeader ?? false, anywhere };
}

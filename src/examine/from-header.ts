/** What can be told of a letter in the spool from its header alone, without reading it: for reports and acts. */
import { open } from 'node:fs/promises';
import { type EmailAddress, withoutTag } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import { expand } from '../../rules/directory.ts';
import type { Mailbox } from '../../rules/letter.ts';
import { mailboxesOf } from '../mail/header/addresses.ts';
import { decodeWords } from '../mail/header/encoded-words.ts';
import { firstValue, type Header } from '../mail/header/headers.ts';

/** More than a report ever carries of a letter. */
const ENOUGH = 256 * 1024 + 1;

/** The letter's beginning, with its header; nothing where the spool has lost it, so that it can still be ended. */
export async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return Buffer.alloc(0);
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(ENOUGH), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function subjectIn(header: Header): string {
  return decodeWords(firstValue(header, 'subject') ?? '');
}

/** Without angle brackets. */
export function messageIdIn(header: Header): string | null {
  return firstValue(header, 'message-id')?.replace(/^<|>$/g, '') ?? null;
}

export function referencesIn(header: Header): string[] {
  return [...(firstValue(header, 'references') ?? '').matchAll(/<([^<>\s]+)>/g)].map((found) => found[1] ?? '');
}

export function authorIn(header: Header): Mailbox | null {
  return mailboxesOf(header, 'from').mailboxes[0] ?? null;
}

/** Whether anybody who has the letter can see that this address has it. */
export function isShown(address: EmailAddress, header: Header, council: Council): boolean {
  return mailboxesOf(header, 'to', 'cc').mailboxes.some((each) => isSameMailbox(each.address, address, council));
}

/** One mailbox under two addresses, or an address whose every reader reads the other too. */
export function isSameMailbox(one: EmailAddress, other: EmailAddress, council: Council): boolean {
  if (withoutTag(one) === withoutTag(other)) return true;
  const readers = new Set(expand(council, one).map((person) => person.id));
  const others = expand(council, other);
  return others.length > 0 && others.every((person) => readers.has(person.id));
}

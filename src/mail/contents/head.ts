/** What a letter says of itself, as far as the reading of its texts, or of those around it, asks. */
import type { Mailbox, Named } from '../../../rules/letter.ts';
import { mailboxesOf } from '../header/addresses.ts';
import { decodeWords } from '../header/encoded-words.ts';
import { firstValue, type Header } from '../header/headers.ts';
import { labelsIn } from '../header/labels.ts';
import type { Writer } from '../text/stretches.ts';
import type { EnclosedHead } from './unpacked.ts';

const MOST_RECIPIENTS = 1_000;

export function headOfLetter(header: Header): EnclosedHead {
  const author = mailboxesOf(header, 'from').mailboxes[0];
  const subject = firstValue(header, 'subject');
  return {
    author: author === undefined ? null : named(author),
    recipients: mailboxesOf(header, 'to', 'cc').mailboxes.slice(0, MOST_RECIPIENTS).map(named),
    date: firstValue(header, 'date'),
    subject: subject === null ? null : decodeWords(subject),
    messageId: /<([^<>]{1,998})>/.exec(firstValue(header, 'message-id') ?? '')?.[1] ?? null,
    labels: labelsIn(header),
  };
}

/** What the header says that helps to tell whose words are whose. */
export function writerIn(header: Header): Writer {
  const { mailboxes } = mailboxesOf(header, 'from', 'sender');
  return {
    names: mailboxes.flatMap(({ name, address }) => [name, address]),
    subject: decodeWords(firstValue(header, 'subject') ?? ''),
  };
}

export function writerOf({ author, subject }: EnclosedHead): Writer {
  const names = author === null ? [] : [author.name, ...(author.address === null ? [] : [author.address])];
  return { names, subject: subject ?? '' };
}

function named({ name, address }: Mailbox): Named {
  return { name, address };
}

/**
 * A message of the gateway's own as bytes, by nodemailer's MIME tree. Everything in it is a string we made; access
 * to files and addresses is off, so that nothing in a letter can make it fetch anything.
 */
import MimeNode, { type MimeNodeOptions } from 'nodemailer/lib/mime-node';
import type { EmailAddress } from '../../rules/address.ts';
import { asciiWords, plainWords } from './plain-words.ts';

export type Part = { readonly type: string; readonly content: string | Buffer };

export type OwnMessage = {
  /** Makes Message-ID and boundary, so that the same notice is the same bytes however often it is built. */
  readonly id: string;
  readonly at: number;
  readonly hostname: string;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly to: { readonly name: string; readonly address: string };
  /** Null: an answer reaches nobody. */
  readonly replyTo: EmailAddress | null;
  readonly subject: string;
  readonly language: string;
  /** The letter it is about, for threading; without angle brackets. */
  readonly about: { readonly messageId: string | null; readonly references: readonly string[] };
  /** RFC 3834 §5: a notice is generated, a report is a reply. */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied';
  /** What stands in `X-Postroom-Notice`. */
  readonly mark: string;
  /** `multipart/alternative`, `multipart/report; …`. */
  readonly type: string;
  readonly parts: readonly Part[];
};

const REFERENCES_KEPT = 20;

export function ownMessage(message: OwnMessage): Promise<Buffer> {
  const options = treeOptions(message);
  const root = new MimeNode(message.type, options);
  root.setHeader(headers(message));
  for (const { type, content } of message.parts) root.createChild(type, options).setContent(content);
  return root.build();
}

function treeOptions({ id, hostname }: OwnMessage): MimeNodeOptions {
  return {
    baseBoundary: asciiWords(id, 40).replace(/[^0-9A-Za-z]/g, ''),
    hostname: asciiWords(hostname),
    textEncoding: 'Q',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function headers(message: OwnMessage) {
  const answered = threadIds(message.about);
  return [
    { key: 'From', value: mailbox(message.from) },
    { key: 'To', value: mailbox(message.to) },
    ...(message.replyTo === null ? [] : [{ key: 'Reply-To', value: mailbox({ name: '', address: message.replyTo }) }]),
    { key: 'Subject', value: plainWords(message.subject, 200) },
    { key: 'Date', value: new Date(message.at) },
    { key: 'Message-ID', value: `<${asciiWords(`${message.id}@${message.hostname}`).replace(/[\s<>]/g, '')}>` },
    ...(answered.last === null ? [] : [{ key: 'In-Reply-To', value: `<${answered.last}>` }]),
    ...(answered.all.length === 0 ? [] : [{ key: 'References', value: answered.all.map((id) => `<${id}>`).join(' ') }]),
    { key: 'Auto-Submitted', value: message.autoSubmitted },
    { key: 'X-Auto-Response-Suppress', value: 'All' },
    { key: 'X-Postroom-Notice', value: asciiWords(message.mark) },
    { key: 'Content-Language', value: message.language },
  ];
}

function mailbox({ name, address }: { name: string; address: string }) {
  return { name: plainWords(name, 100), address: plainWords(address, 320) };
}

/** RFC 5322 §3.6.4: the letter's own references, then the letter. An id that could break out of its brackets is left out. */
function threadIds({ messageId, references }: OwnMessage['about']): { last: string | null; all: string[] } {
  const last = messageId !== null && isMessageId(messageId) ? messageId : null;
  const earlier = references.filter(isMessageId).filter((id) => id !== last);
  return { last, all: [...earlier.slice(-REFERENCES_KEPT), ...(last === null ? [] : [last])] };
}

function isMessageId(id: string): boolean {
  return id.length <= 250 && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id);
}

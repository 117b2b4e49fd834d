/**
 * Hands one letter to the gateway by SMTP, as a mail system in front of it would: one connection, one transaction.
 * Plain sockets and not the client that delivers, because here the words of the replies are what is to be shown.
 */
import { connect, type Socket } from 'node:net';
import { readLetterId } from '../../queue/spool/letter-id.ts';
import type { LetterId } from '../../rules/letter.ts';

const PATIENCE_MS = 30_000;

export type HandedIn =
  /** `id`: the letter's name from now on. */
  | { readonly kind: 'accepted'; readonly id: LetterId; readonly reply: string }
  | { readonly kind: 'refused'; readonly reply: string }
  /** Nobody listens there, or the conversation broke off. */
  | { readonly kind: 'unanswered'; readonly why: string };

export type Place = { readonly host: string; readonly port: number };

export async function handIn(
  { from, to, bytes }: { readonly from: string; readonly to: readonly string[]; readonly bytes: Buffer },
  place: Place,
): Promise<HandedIn> {
  const socket = connect(place);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no reply in time')));
  try {
    return await converse(replies(socket), socket, { from, to, bytes });
  } catch (error) {
    return { kind: 'unanswered', why: error instanceof Error ? error.message : String(error) };
  } finally {
    socket.destroy();
  }
}

async function converse(
  next: Replies,
  socket: Socket,
  letter: { readonly from: string; readonly to: readonly string[]; readonly bytes: Buffer },
): Promise<HandedIn> {
  const commands = [
    'EHLO demo.localhost',
    `MAIL FROM:<${letter.from}>`,
    ...letter.to.map((to) => `RCPT TO:<${to}>`),
    'DATA',
  ];
  let reply = await next();
  for (const command of commands) {
    if (!/^[23]/.test(reply)) return { kind: 'refused', reply };
    socket.write(`${command}\r\n`);
    reply = await next();
  }
  if (!reply.startsWith('354')) return { kind: 'refused', reply };
  socket.write(dotted(letter.bytes));
  reply = await next();
  socket.write('QUIT\r\n');
  const id = readLetterId(/queued as (\S+)/.exec(reply)?.[1] ?? '');
  return reply.startsWith('250') && id !== null ? { kind: 'accepted', id, reply } : { kind: 'refused', reply };
}

/** RFC 5321 §4.5.2. */
function dotted(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/^\./gm, '..');
  return Buffer.from(`${text}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}

type Replies = () => Promise<string>;

/** Each call gives the next whole reply, its lines joined; rejects when the connection ends first. */
function replies(socket: Socket): Replies {
  const chunks = socket[Symbol.asyncIterator]();
  let text = '';
  return async () => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(text)?.[0];
      if (whole !== undefined) {
        text = text.slice(whole.length);
        return whole.trimEnd().replace(/\r\n\d{3}[- ]/g, ' ');
      }
      const chunk = await chunks.next();
      if (chunk.done === true) throw new Error('the gateway closed the connection');
      text += String(chunk.value);
    }
  };
}

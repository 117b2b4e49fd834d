/** A small SMTP client for tests: says exactly what it is told, and keeps every reply. */
import { connect, type Socket } from 'node:net';

export type Sent = { readonly code: number; readonly text: string; readonly id: string | null };

export type SmtpClient = {
  readonly say: (line: string) => Promise<string>;
  readonly write: (bytes: Buffer | string) => void;
  readonly reply: () => Promise<string>;
  readonly send: (letter: OutgoingLetter) => Promise<Sent>;
  readonly close: () => void;
};

export type OutgoingLetter = { readonly from: string; readonly to: readonly string[]; readonly bytes: Buffer | string };

export async function smtpClient(port: number): Promise<SmtpClient> {
  const socket = connect(port, '127.0.0.1');
  const replies = repliesOf(socket);
  const say = (line: string) => {
    socket.write(`${line}\r\n`);
    return replies();
  };
  await replies();
  await say('EHLO client.example');
  const send = async ({ from, to, bytes }: OutgoingLetter): Promise<Sent> => {
    for (const line of [`MAIL FROM:<${from}>`, ...to.map((address) => `RCPT TO:<${address}>`)]) {
      const answer = await say(line);
      if (!answer.startsWith('2')) return sent(answer);
    }
    const ready = await say('DATA');
    if (!ready.startsWith('354')) return sent(ready);
    socket.write(Buffer.from(Buffer.from(bytes).toString('latin1').replace(/^\./gm, '..'), 'latin1'));
    return sent(await say('.'));
  };
  return { say, write: (bytes) => socket.write(bytes), reply: replies, send, close: () => socket.destroy() };
}

/** Sends one letter over a connection of its own. */
export async function sendLetter(port: number, letter: OutgoingLetter): Promise<Sent> {
  const client = await smtpClient(port);
  try {
    return await client.send(letter);
  } finally {
    client.close();
  }
}

function sent(answer: string): Sent {
  const id = /queued as ([0-9A-HJKMNP-TV-Z]{26})/.exec(answer)?.[1] ?? null;
  return { code: Number(answer.slice(0, 3)), text: answer, id };
}

/** Each call gives the next whole reply; rejects when the connection ends first. */
function repliesOf(socket: Socket): () => Promise<string> {
  let text = '';
  let waiting: { done: (reply: string) => void; fail: (error: Error) => void } | null = null;
  let ended: Error | null = null;
  const pump = () => {
    const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(text)?.[0];
    if (waiting === null) return;
    if (whole !== undefined) {
      text = text.slice(whole.length);
      waiting.done(whole.trimEnd());
      waiting = null;
    } else if (ended !== null) {
      waiting.fail(ended);
      waiting = null;
    }
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    pump();
  });
  for (const event of ['error', 'close'] as const) {
    socket.on(event, (error?: unknown) => {
      ended ??= error instanceof Error ? error : new Error('the server closed the connection');
      pump();
    });
  }
  return () =>
    new Promise((done, fail) => {
      waiting = { done, fail };
      pump();
    });
}

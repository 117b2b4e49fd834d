/** Both ends of a letter's way, to the moment: a client that sends one at a time, and a next hop that notes arrivals. */
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { LETTER } from './load.ts';

const WITHIN_MS = 30_000;

export type Arrivals = { readonly port: number; readonly next: () => Promise<number>; readonly stop: () => void };

/** A next hop that notes when the last byte of a letter came. */
export async function openArrivals(): Promise<Arrivals> {
  const waiting: ((at: number) => void)[] = [];
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    converse(socket, () => waiting.shift()?.(performance.now()));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    next: () => new Promise((told) => waiting.push(told)),
    stop: () => void server.close(),
  };
}

function converse(socket: Socket, arrived: () => void): void {
  let text = '';
  let inBody = false;
  const hear = (line: string) => {
    if (inBody) arrived();
    const reply = inBody ? undefined : REPLIES[line.slice(0, 4).toUpperCase()];
    inBody = reply === REPLIES.DATA;
    socket.write(reply ?? '250 2.0.0 ok\r\n');
  };
  socket.write('220 arrivals ESMTP\r\n');
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const next = () => text.indexOf(inBody ? '\r\n.\r\n' : '\r\n') + (inBody ? 5 : 2);
    for (let end = next(); end > 4 || (!inBody && end > 1); end = next()) {
      const line = text.slice(0, end);
      text = text.slice(end);
      hear(line);
    }
  });
}

const REPLIES: Readonly<Record<string, string>> = {
  DATA: '354 go on\r\n',
  EHLO: '250-arrivals\r\n250-PIPELINING\r\n250 8BITMIME\r\n',
};

export async function openClient(port: number) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let text = '';
  let hear: (() => void) | null = null;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    hear?.();
  });
  const reply = async (): Promise<string> => {
    const whole = new Promise<string>((told) => {
      hear = () => {
        const end = /^\d{3}(?: .*)?\r\n/m.exec(text);
        if (end === null) return;
        const said = text.slice(0, end.index + end[0].length);
        text = text.slice(said.length);
        hear = null;
        told(said);
      };
      hear();
    });
    return within(whole, 'no reply came');
  };
  const say = async (line: string): Promise<void> => {
    socket.write(`${line}\r\n`);
    const said = await reply();
    if (!/^[23]/.test(said)) throw new Error(`${line}: ${said}`);
  };
  const message = `${readFileSync(LETTER, 'utf8').replace(/\n/g, '\r\n').replace(/^\./gm, '..')}.\r\n`;
  await reply();
  await say('EHLO client.bench.example');
  return {
    /** When the last byte was handed to the kernel. */
    send: async (): Promise<number> => {
      await say('MAIL FROM:<jane.marsh@ashcombe-tc.example>');
      await say('RCPT TO:<clerk@ashcombe-tc.example>');
      await say('DATA');
      socket.write(message);
      return performance.now();
    },
    taken: reply,
    end: () => socket.destroy(),
  };
}

export function within<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${otherwise} within ${WITHIN_MS / 1000} s`)), WITHIN_MS);
    promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    }, reject);
  });
}

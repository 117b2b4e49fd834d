/** A client that says exactly what it is told, byte for byte, and hears whole replies. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export type Client = {
  write(bytes: string | Buffer): void;
  /** The next reply with all its lines; rejects when the connection ends first. */
  reply(): Promise<string>;
  say(line: string): Promise<string>;
  startTls(): Promise<void>;
  hangUp(): void;
  /** Resolves when the server has closed the connection. */
  closed(): Promise<void>;
};

export async function client(port: number, options: { readonly implicitTls?: boolean } = {}): Promise<Client> {
  let socket: Socket | TLSSocket = connect(port, '127.0.0.1');
  if (options.implicitTls === true) socket = await overTls(socket);
  let heard = hear(socket);
  let ended = until(socket, 'close');
  const write = (bytes: string | Buffer): void =>
    void socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  return {
    write,
    reply: () => heard(),
    say: (line) => {
      write(`${line}\r\n`);
      return heard();
    },
    startTls: async () => {
      socket = await overTls(socket);
      heard = hear(socket);
      ended = until(socket, 'close');
    },
    hangUp: () => void socket.destroy(),
    closed: () => ended,
  };
}

async function overTls(socket: Socket): Promise<TLSSocket> {
  socket.removeAllListeners('data');
  const secure = connectTls({ socket, rejectUnauthorized: false });
  await until(secure, 'secureConnect');
  return secure;
}

function until(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    if (event !== 'close') socket.once('error', reject);
  });
}

function hear(socket: Socket): () => Promise<string> {
  let text = '';
  let ended = false;
  const waiting: { resolve(reply: string): void; reject(error: Error): void }[] = [];
  const serve = (): void => {
    while (waiting.length > 0) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(text)?.[0];
      if (whole === undefined) break;
      text = text.slice(whole.length);
      waiting.shift()?.resolve(whole.trimEnd());
    }
    if (ended)
      for (const one of waiting.splice(0))
        one.reject(new Error(`the connection ended, last heard: ${JSON.stringify(text)}`));
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    serve();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    ended = true;
    serve();
  });
  return () =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      serve();
    });
}

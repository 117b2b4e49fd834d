/**
 * A next hop that a test can make misbehave: it answers every step as told, drops the line, falls silent, offers or
 * hides extensions, and keeps what it got byte for byte as it came over the wire.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export type Step =
  | 'greeting'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'dot'
  | 'RSET'
  | 'QUIT';

/** A reply (without CRLF), `drop`, `silence`, or undefined for the friendly default. */
type Answer = string | undefined;
export type Script = {
  readonly offers?: readonly string[];
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly answer?: (step: Step, line: string, session: Session) => Answer | Promise<Answer>;
};

type Session = {
  readonly commands: string[];
  letters: number;
  secure: boolean;
  readonly drop: () => void;
  readonly write: (text: string) => void;
  /** Takes no more bytes from the line. */
  readonly stall: () => void;
};
type SunkLetter = {
  readonly from: string;
  readonly to: readonly string[];
  readonly mail: string;
  /** From the 354 to the dot, as on the wire; without the dot line where it never came. */
  readonly wire: Buffer;
  readonly complete: boolean;
};

export type Sink = {
  readonly port: number;
  readonly sessions: readonly Session[];
  /** Whole ones, and at the end of a line those that broke off. */
  readonly letters: readonly SunkLetter[];
  /** Resolves when a line has closed. */
  readonly lineClosed: () => Promise<void>;
  readonly open: () => number;
  readonly close: () => Promise<void>;
};

const OFFERS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'SIZE 37748736'];

export async function openSink(script: Script = {}): Promise<Sink> {
  const sessions: Session[] = [];
  const letters: SunkLetter[] = [];
  const lines = new Set<Socket>();
  const closings: (() => void)[] = [];
  const server: Server = createServer((socket) => {
    lines.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      lines.delete(socket);
      for (const told of closings.splice(0)) told();
    });
    const session: Session = {
      commands: [],
      letters: 0,
      secure: false,
      drop: () => socket.destroy(),
      write: (text) => socket.write(text),
      stall: () => socket.pause(),
    };
    sessions.push(session);
    converse(socket, session, script, letters);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sessions,
    letters,
    lineClosed: () => (lines.size === 0 ? Promise.resolve() : new Promise((told) => closings.push(told))),
    open: () => lines.size,
    close: () =>
      new Promise((done) => {
        for (const socket of lines) socket.destroy();
        server.close(() => done());
      }),
  };
}

/** A port where nobody listens. */
export async function deadPort(): Promise<number> {
  const sink = await openSink();
  await sink.close();
  return sink.port;
}

/** The message of a wire image: dots unstuffed, the final dot line gone (RFC 5321 §4.5.2). */
export function unstuffed(wire: Buffer): Buffer {
  const text = wire.toString('latin1').replace(/(^|\r\n)\.\r\n$/, '$1');
  return Buffer.from(text.replace(/(^|\r\n)\./g, '$1'), 'latin1');
}

function converse(plain: Socket, session: Session, script: Script, letters: SunkLetter[]): void {
  let socket: Socket = plain;
  let waiting = Buffer.alloc(0);
  let inBody = false;
  let mail = '';
  let to: string[] = [];
  let busy = Promise.resolve();

  const say = async (step: Step, line: string, usual: string): Promise<string> => {
    const reply = (await script.answer?.(step, line, session)) ?? usual;
    if (reply === 'drop') socket.destroy();
    else if (reply !== 'silence' && reply !== '') socket.write(`${reply}\r\n`);
    return reply;
  };
  const store = (wire: Buffer, complete: boolean) => {
    letters.push({ from: /<(.*?)>( |$)/.exec(mail)?.[1] ?? '', to, mail, wire, complete });
    if (complete) session.letters += 1;
    waiting = waiting.subarray(wire.length);
    inBody = false;
    to = [];
  };
  const upgrade = () => {
    if (script.tls === undefined) return;
    plain.removeAllListeners('data');
    const secured = new TLSSocket(plain, { isServer: true, ...script.tls });
    secured.on('error', () => plain.destroy());
    secured.on('data', take);
    socket = secured;
    session.secure = true;
  };
  const verbs: Readonly<Record<string, (line: string) => Promise<void>>> = {
    EHLO: async (line) => {
      const offers = [...(script.offers ?? OFFERS), ...(script.tls && !session.secure ? ['STARTTLS'] : [])];
      const lines = ['sink.example', ...offers];
      await say('EHLO', line, lines.map((one, i) => `250${i < offers.length ? '-' : ' '}${one}`).join('\r\n'));
    },
    STARTTLS: async (line) => {
      if ((await say('STARTTLS', line, '220 2.0.0 go ahead')).startsWith('220')) upgrade();
    },
    MAIL: async (line) => {
      to = [];
      mail = (await say('MAIL', line, '250 2.1.0 ok')).startsWith('2') ? line : '';
    },
    RCPT: async (line) => {
      if ((await say('RCPT', line, mail === '' ? '503 5.5.1 MAIL first' : '250 2.1.5 ok')).startsWith('2'))
        to.push(/<(.*)>/.exec(line)?.[1] ?? '');
    },
    DATA: async (line) => {
      inBody = (await say('DATA', line, to.length > 0 ? '354 go on' : '554 5.5.1 no recipients')).startsWith('354');
    },
    RSET: async (line) => {
      await say('RSET', line, '250 2.0.0 ok');
    },
    QUIT: async (line) => {
      await say('QUIT', line, '221 2.0.0 bye');
      socket.end();
    },
  };
  const command = async (line: string): Promise<void> => {
    session.commands.push(line);
    const obey = verbs[line.split(/[ :]/)[0]?.toUpperCase() ?? ''];
    if (obey !== undefined) await obey(line);
    else await say('HELO', line, '250 2.0.0 ok');
  };
  const work = async (): Promise<void> => {
    for (;;) {
      if (inBody) {
        await script.answer?.('body', '', session);
        const end = waiting.subarray(0, 3).equals(Buffer.from('.\r\n')) ? 3 : waiting.indexOf('\r\n.\r\n') + 5;
        if (end < 5 && end !== 3) return;
        store(Buffer.from(waiting.subarray(0, end)), true);
        await say('dot', '', '250 2.0.0 taken');
      } else {
        const end = waiting.indexOf('\r\n');
        if (end < 0) return;
        const line = waiting.subarray(0, end).toString('utf8');
        waiting = waiting.subarray(end + 2);
        await command(line);
      }
    }
  };
  function take(chunk: Buffer): void {
    waiting = Buffer.concat([waiting, chunk]);
    busy = busy.then(work);
  }
  plain.on('data', take);
  plain.on('close', () => {
    if (inBody) store(Buffer.from(waiting), false);
  });
  busy = busy.then(async () => {
    await say('greeting', '', '220 sink.example ESMTP');
  });
}

/**
 * The supervisor's ear: `data/run/control.sock`, one line of JSON asked and one answered, so that `postroom stop` and
 * `postroom reload` learn what became of it. Only who is in the folder (0700) can ask.
 */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runFolder } from '../stores/run-folder.ts';
import type { ReloadResult } from './reload.ts';

export type Asked = { readonly do: 'stop' } | { readonly do: 'reload' };

export type Reply = { readonly kind: 'stopping' } | ReloadResult;

export type Ear = { readonly close: () => void };

function controlSocket(data: string): string {
  return join(runFolder(data), 'control.sock');
}

/** To be called by who holds the lock: a socket that lies there is nobody's. */
export function listenForCommands(data: string, answer: (asked: Asked) => Promise<Reply>): Promise<Ear> {
  const path = controlSocket(data);
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    hear(socket, answer).catch(() => socket.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve({ close: () => server.close() }));
  });
}

async function hear(socket: Socket, answer: (asked: Asked) => Promise<Reply>): Promise<void> {
  socket.on('error', () => {});
  for await (const line of createInterface({ input: socket })) {
    const asked = parsed(line);
    if (asked === null) break;
    socket.write(`${JSON.stringify(await answer(asked))}\n`);
  }
  socket.end();
}

/** The supervisor's reply, or null where none listens or it went away without one. */
export function askSupervisor(data: string, asked: Asked): Promise<Reply | null> {
  return new Promise((resolve) => {
    const socket = connect(controlSocket(data));
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
    socket.write(`${JSON.stringify(asked)}\n`);
    createInterface({ input: socket })
      .on('error', () => {})
      .on('line', (line) => {
        resolve(JSON.parse(line));
        socket.destroy();
      });
  });
}

function parsed(line: string): Asked | null {
  try {
    const asked = JSON.parse(line);
    return asked.do === 'stop' || asked.do === 'reload' ? { do: asked.do } : null;
  } catch {
    return null;
  }
}

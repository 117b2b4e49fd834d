/** The doors that the configuration asks for, which of them are open, and where (the port asked for may have been 0). */
import { createServer } from 'node:net';
import type { Listen, Settings } from '../config/settings.ts';
import type { Door } from './role.ts';

export type Listening = { readonly door: Door; readonly host: string; readonly port: number };

export type Doors = {
  readonly opened: (at: Listening) => void;
  /** For a process that only tells its port. */
  readonly openedPort: (port: number) => void;
  readonly open: () => readonly Listening[];
  /** Resolves when every door is open. */
  readonly all: Promise<void>;
};

export function wantedDoors(settings: Settings, roles: readonly string[]): Listening[] {
  const { listen, submission, submissions, inbound } = settings.smtp;
  const at = (door: Door, places: readonly Listen[]) => places.map(({ host, port }) => ({ door, host, port }));
  const smtp = [
    at('smtp', listen),
    at('submission', submission),
    at('submissions', submissions),
    at('inbound', inbound),
  ];
  return [
    ...(roles.includes('smtp') ? smtp.flat() : []),
    ...(roles.includes('desk') ? at('desk', [settings.desk.listen]) : []),
  ];
}

export function openDoors(wanted: readonly Listening[], onChange: (open: readonly Listening[]) => void): Doors {
  const waiting = [...wanted];
  const open: Listening[] = [];
  let done: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  if (waiting.length === 0) done();
  const take = (at: number, found: Listening) => {
    if (at === -1) return;
    waiting.splice(at, 1);
    open.push(found);
    onChange(open);
    if (waiting.length === 0) done();
  };
  return {
    opened: (at) => {
      if (open.some((other) => same(other, at))) return;
      const fits = (door: Listening) => door.door === at.door && (door.port === at.port || door.port === 0);
      take(waiting.findIndex(fits), at);
    },
    openedPort: (port) => {
      const at = waiting.findIndex((door) => door.port === port && port !== 0);
      const door = waiting[at];
      if (door !== undefined) take(at, door);
    },
    open: () => open,
    all,
  };
}

/** A sentence where one of them is somebody else's already or may not be opened; null where all are free. */
export async function whyNotFree(wanted: readonly Listening[]): Promise<string | null> {
  for (const { host, port } of wanted) {
    const code = port === 0 ? null : await tryToListen(host, port);
    if (code === 'EADDRINUSE')
      return `${host}:${port} is in use by another program: end it, or choose another port in postroom.yaml`;
    if (code !== null)
      return `${host}:${port} cannot be listened at (${code}): choose another address or port in postroom.yaml`;
  }
  return null;
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

function same(one: Listening, other: Listening): boolean {
  return one.door === other.door && one.port === other.port && one.host === other.host;
}

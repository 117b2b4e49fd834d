/**
 * Whether a store answers, without its client library and without signing in: PostgreSQL is sent a start-up packet and
 * Redis a PING. "Who are you?" is an answer; "I am starting up" and silence are none.
 */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DATABASE, postgresSocket } from './urls.ts';

const WITHIN_MS = 2_000;

type Place = { readonly at: NetConnectOpts; readonly tls: boolean };

export async function postgresAnswers(url: string): Promise<boolean> {
  const reply = await ask(postgresPlace(url), startUpPacket(), (bytes) => bytes.length > 5 && isWhole(bytes));
  if (reply === null) return false;
  // `E` is an error: 57P03 says "starting up" or "shutting down"; any other is said by a server that is up.
  return reply[0] === 0x45 ? !reply.includes('57P03') : true;
}

export async function redisAnswers(url: string): Promise<boolean> {
  const reply = await redisSays(url, 'PING');
  return reply !== null && !/^-(LOADING|MASTERDOWN)/.test(reply);
}

/** Redis' answer to one inline command, or null where there was none. */
export async function redisSays(url: string, command: string): Promise<string | null> {
  const reply = await ask(redisPlace(url), Buffer.from(`${command}\r\n`), (bytes) => bytes.includes('\r\n'));
  return reply === null ? null : reply.toString('latin1').trimEnd();
}

function ask(place: Place, question: Buffer, isAnswer: (bytes: Buffer) => boolean): Promise<Buffer | null> {
  return new Promise((resolve) => {
    let got = Buffer.alloc(0);
    const socket: Socket = place.tls ? connectTls({ ...place.at, rejectUnauthorized: false }) : connect(place.at);
    const finish = (reply: Buffer | null) => {
      socket.destroy();
      resolve(reply);
    };
    socket.setTimeout(WITHIN_MS, () => finish(null));
    socket.on('error', () => finish(null));
    socket.on('close', () => finish(null));
    socket.on('data', (bytes: Buffer) => {
      got = Buffer.concat([got, bytes]);
      if (isAnswer(got)) finish(got);
    });
    socket.write(question);
  });
}

/** The host of `?host=/folder` is a folder with a socket in it. */
function postgresPlace(url: string): Place {
  const parsed = new URL(url.replace('@/', '@localhost/'));
  const host = parsed.searchParams.get('host') ?? parsed.hostname;
  if (host.startsWith('/')) return { at: { path: postgresSocket(host) }, tls: false };
  return { at: { host: unbracketed(host), port: Number(parsed.port || 5432) }, tls: false };
}

function redisPlace(url: string): Place {
  const path = /^(?:redis\+unix:\/\/|unix:\/\/)?(\/.*)$/.exec(url)?.[1];
  if (path !== undefined) return { at: { path }, tls: false };
  const parsed = new URL(url);
  const port = Number(parsed.port || 6379);
  return { at: { host: unbracketed(parsed.hostname), port }, tls: parsed.protocol === 'rediss:' };
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Protocol 3.0, user and database `postroom`. */
function startUpPacket(): Buffer {
  const words = Buffer.from(`\0\x03\0\0user\0${DATABASE}\0database\0${DATABASE}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length + 4);
  return Buffer.concat([length, words]);
}

function isWhole(bytes: Buffer): boolean {
  return bytes.length > bytes.readUInt32BE(1);
}

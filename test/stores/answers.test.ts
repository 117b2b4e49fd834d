import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postgresAnswers, redisAnswers } from '../../src/stores/answers.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function answering(reply: string | null): Promise<number> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => (reply === null ? undefined : socket.end(Buffer.from(reply, 'latin1'))));
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** A message of PostgreSQL's protocol: its letter, its length, its text. */
function said(letter: string, text: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length + 4);
  return letter + length.toString('latin1') + text;
}

describe('PostgreSQL', () => {
  it.each([
    ['asks for a password', said('R', '\0\0\0\x03'), true],
    ['wants TLS', said('E', 'SFATAL\0C28000\0Mno encryption\0\0'), true],
    ['has no connection left', said('E', 'SFATAL\0C53300\0Mtoo many clients\0\0'), true],
    ['is still starting', said('E', 'SFATAL\0C57P03\0Mthe database system is starting up\0\0'), false],
    ['hangs up', '', false],
  ])('that %s', async (_, reply, answers) => {
    expect(await postgresAnswers(`postgres://someone:secret@127.0.0.1:${await answering(reply)}/x`)).toBe(answers);
  });

  it('that is not there does not answer', async () => {
    expect(await postgresAnswers('postgres://postroom@/postroom?host=%2Fnowhere%2Fat%2Fall')).toBe(false);
  });
});

describe('Redis', () => {
  it.each([
    ['answers', '+PONG\r\n', true],
    ['asks who we are', '-NOAUTH Authentication required.\r\n', true],
    ['still reads its file', '-LOADING Redis is loading the dataset in memory\r\n', false],
    ['hangs up', '', false],
  ])('that %s', async (_, reply, answers) => {
    expect(await redisAnswers(`redis://127.0.0.1:${await answering(reply)}/0`)).toBe(answers);
  });

  it('that takes the connection and says nothing does not answer', async () => {
    expect(await redisAnswers(`redis://127.0.0.1:${await answering(null)}`)).toBe(false);
  });

  it('that is not there does not answer', async () => {
    expect(await redisAnswers('/nowhere/at/all/redis.sock')).toBe(false);
  });
});

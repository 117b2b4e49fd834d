import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { handIn, type Place } from '../../src/demo/hand-in.ts';

const ID = '01KAKYZZZZ0000000000000000';
const letter = { from: 'a@x.example', to: ['b@x.example'], bytes: Buffer.from('Subject: x\r\n\r\n.dot\r\n') };

let server: Server | undefined;
afterEach(() => server?.close());

/** Greets, then answers each line (in DATA: each letter) with the next of `answers`; hangs up when there is none. */
async function gateway(answers: string[], heard: string[] = []): Promise<Place> {
  server = createServer((socket) => {
    let text = '';
    let ending = '\r\n';
    const take = () => {
      const end = text.indexOf(ending);
      if (end < 0) return;
      heard.push(text.slice(0, end));
      text = text.slice(end + ending.length);
      const answer = answers.shift();
      ending = answer?.startsWith('354') ? '\r\n.\r\n' : '\r\n';
      if (answer === undefined) socket.end();
      else socket.write(`${answer}\r\n`);
      take();
    };
    socket.write('220 post.example\r\n');
    socket.on('data', (chunk) => {
      text += String(chunk);
      take();
    });
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

describe('handing a letter in', () => {
  it('learns the name under which it is queued', async () => {
    const heard: string[] = [];
    const place = await gateway(
      ['250-post\r\n250 8BITMIME', '250 ok', '250 ok', '354 go', `250 2.0.0 queued as ${ID}`, '221 bye'],
      heard,
    );
    expect(await handIn(letter, place)).toEqual({ kind: 'accepted', id: ID, reply: `250 2.0.0 queued as ${ID}` });
    expect(heard.slice(0, 5)).toEqual([
      'EHLO demo.localhost',
      'MAIL FROM:<a@x.example>',
      'RCPT TO:<b@x.example>',
      'DATA',
      'Subject: x\r\n\r\n..dot',
    ]);
  });

  it('hears a refusal at any point', async () => {
    const place = await gateway(['250 post', '250 ok', '550 5.7.1 not for you']);
    expect(await handIn(letter, place)).toEqual({ kind: 'refused', reply: '550 5.7.1 not for you' });
  });

  it('says so when the gateway hangs up', async () => {
    expect(await handIn(letter, await gateway(['250 post']))).toMatchObject({ kind: 'unanswered' });
  });

  it('says so when nobody listens', async () => {
    const place = await gateway([]);
    await new Promise((done) => server?.close(done));
    expect(await handIn(letter, place)).toMatchObject({ kind: 'unanswered' });
  });
});

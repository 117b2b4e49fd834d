/**
 * Ends of data that some servers take for the end and others do not: after each of them the client goes on with a
 * second letter. We take one letter, or refuse it; we never take the second.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDoor, type DoorInTest } from './a-door.ts';
import { client } from './client.ts';

let door: DoorInTest;
beforeAll(async () => {
  door = await aDoor();
});
afterAll(() => door.close());

const SECOND =
  'MAIL FROM:<clerk@ashcombe-tc.example>\r\nRCPT TO:<tom.hale@ashcombe-tc.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx';
const SEQUENCES = [
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r.\r\n',
  '\r\n.\r',
  '\r\n\0.\r\n',
  '\r\n.\r\r\n',
  '\n..\n',
  '\n..\r\n',
  '\r..\r',
];

/** Sends the header, then the pieces one write each, then the real end; returns the reply to the letter. */
async function send(pieces: readonly string[], gapMs = 0): Promise<string> {
  const talk = await client(door.port);
  await talk.reply();
  for (const line of [
    'EHLO x.example',
    'MAIL FROM:<clerk@ashcombe-tc.example>',
    'RCPT TO:<tom.hale@ashcombe-tc.example>',
    'DATA',
  ])
    await talk.say(line);
  for (const piece of pieces) {
    talk.write(Buffer.from(piece, 'latin1'));
    if (gapMs > 0) await delay(gapMs);
    else await new Promise((resolve) => setImmediate(resolve));
  }
  talk.write('\r\n.\r\n');
  const reply = await talk.reply();
  const after = await talk.say('NOOP');
  expect(after).toBe('250 2.0.0 OK');
  talk.hangUp();
  return reply;
}

describe('a second letter behind a false end', () => {
  for (const sequence of SEQUENCES) {
    const name = JSON.stringify(sequence);
    it(`is not taken after ${name}, whole, byte by byte, or cut at any place`, async () => {
      const text = `From: clerk@ashcombe-tc.example\r\n\r\nfirst${sequence}${SECOND}`;
      const from = text.indexOf('first') + 5;
      const cuts = Array.from({ length: sequence.length + 3 }, (_, i) => [
        text.slice(0, from + i),
        text.slice(from + i),
      ]);
      const ways = [[text], [text.slice(0, from), ...sequence, SECOND], ...cuts];
      const replies = await Promise.all(ways.map((pieces) => send(pieces)));
      for (const reply of replies) expect(reply).toMatch(/^550 5\.(5\.2|6\.0) /);
      expect(door.rung).toEqual([]);
    });
  }

  it('is not taken after a CR before the true end, which ends the first', async () => {
    expect(await send(['From: clerk@ashcombe-tc.example\r\n\r\nfirst\r'])).toMatch(/^550 5\.5\.2 /);
    expect(door.rung).toEqual([]);
  });

  it('is not taken where the letter begins with dots that the network cuts off (a hole in smtp-server 3.19.1)', async () => {
    expect(await send(['..', `\r\n${SECOND}`], 20)).toMatch(/^250 2\.0\.0 queued as/);
    expect(door.rung).toHaveLength(1);
    expect(await door.entries()).toHaveLength(1);
  });
});

/** A door that is being stopped ends the letter it is receiving, and no other. */
import { describe, expect, it } from 'vitest';
import { aDoor } from './a-door.ts';
import { client } from './client.ts';

describe('a door that is being stopped', () => {
  it('answers the letter under way, sends the others away, and takes no new clients', async () => {
    const door = await aDoor();
    const [busy, idle] = [await client(door.port), await client(door.port)];
    await Promise.all([busy.reply(), idle.reply()]);
    for (const line of [
      'EHLO c',
      'MAIL FROM:<clerk@ashcombe-tc.example>',
      'RCPT TO:<tom.hale@ashcombe-tc.example>',
      'DATA',
    ])
      await busy.say(line);
    busy.write('From: clerk@ashcombe-tc.example\r\n\r\nhalf');
    const stopped = door.stop();
    expect(await idle.reply()).toMatch(/^421 4\.3\.2 /);
    await idle.closed();
    await expect(client(door.port).then((late) => late.reply())).rejects.toThrow();
    busy.write(' and half\r\n.\r\n');
    expect(await busy.reply()).toMatch(/^250 2\.0\.0 /);
    expect(await busy.reply()).toMatch(/^421 4\.3\.2 /);
    await busy.closed();
    await stopped;
    expect(await door.entries()).toHaveLength(1);
    await door.close();
  });
});

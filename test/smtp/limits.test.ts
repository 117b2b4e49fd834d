/** Clients that send too much, too many or nothing more: the right code, and nothing left in the spool. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aDoor, type DoorInTest, type DoorOptions } from './a-door.ts';
import { type Client, client } from './client.ts';

let door: DoorInTest;
afterEach(() => door.close());

async function greeted(options: DoorOptions = {}): Promise<Client> {
  door = await aDoor(options);
  const talk = await client(door.port);
  await talk.reply();
  await talk.say('EHLO client.example');
  return talk;
}

async function atData(options: DoorOptions = {}): Promise<Client> {
  const talk = await greeted(options);
  for (const line of ['MAIL FROM:<clerk@ashcombe-tc.example>', 'RCPT TO:<tom.hale@ashcombe-tc.example>', 'DATA'])
    await talk.say(line);
  return talk;
}

const MIB = 1024 * 1024;
const line = Buffer.from(`${'x'.repeat(70)}\r\n`);
const text = (bytes: number): Buffer =>
  Buffer.concat([
    Buffer.from('From: clerk@ashcombe-tc.example\r\n\r\n'),
    Buffer.alloc(bytes, line),
    Buffer.from('\r\n'),
  ]);

async function nothingLeft(): Promise<void> {
  await expect.poll(() => readdir(join(door.data, 'spool', 'tmp'))).toEqual([]);
  expect(await door.entries()).toEqual([]);
}

describe('the door', () => {
  it('refuses 40 MiB with 552 and goes on with the same client', async () => {
    const talk = await atData();
    talk.write(text(40 * MIB));
    talk.write('.\r\n');
    expect(await talk.reply()).toMatch(/^552 5\.3\.4 /);
    expect(await talk.say('NOOP')).toMatch(/^250/);
    await nothingLeft();
  });

  it('takes 25 MiB', async () => {
    const talk = await atData();
    talk.write(text(25 * MIB));
    talk.write('\r\n.\r\n');
    expect(await talk.reply()).toMatch(/^250 2\.0\.0 queued/);
    expect(await door.entries()).toHaveLength(1);
  });

  it('hangs up on data that do not end', async () => {
    const talk = await atData({ limits: { size: 1 * MIB } });
    for (let sent = 0; sent < 6; sent += 1) talk.write(Buffer.alloc(MIB, line));
    expect(await talk.reply()).toMatch(/^552 5\.3\.4 /);
    await talk.closed();
    await nothingLeft();
  });

  it('refuses a header of 2 MB', async () => {
    const talk = await atData();
    talk.write(
      Buffer.concat([
        Buffer.from('From: clerk@ashcombe-tc.example\r\n'),
        ...Array.from({ length: 28_000 }, () => Buffer.from(`X-A: ${line}`)),
      ]),
    );
    talk.write('\r\nx\r\n.\r\n');
    expect(await talk.reply()).toMatch(/^552 5\.3\.4 /);
    await nothingLeft();
  });

  it('takes 200 of 10,000 recipients and puts off each of the others', async () => {
    const talk = await greeted();
    await talk.say('MAIL FROM:<clerk@ashcombe-tc.example>');
    const lines = Array.from({ length: 10_000 }, (_, i) => `RCPT TO:<resident${i}@homemail.example>\r\n`);
    talk.write(lines.join(''));
    const codes = new Map<string, number>();
    for (const _ of lines) {
      const reply = (await talk.reply()).slice(0, 9);
      codes.set(reply, (codes.get(reply) ?? 0) + 1);
    }
    expect([...codes]).toEqual([
      ['250 2.1.5', 200],
      ['452 4.5.3', 9_800],
    ]);
    await nothingLeft();
  });

  it('answers 452 at MAIL and RCPT when the disk is full', async () => {
    const talk = await greeted({ spool: { limit: 0.000001 } });
    expect(await talk.say('MAIL FROM:<clerk@ashcombe-tc.example>')).toMatch(/^452 4\.3\.1 /);
  });

  it('answers 451 when the letter cannot be put on disk in time', async () => {
    const talk = await atData({ spool: { commitWithinMs: 0 } });
    talk.write('From: clerk@ashcombe-tc.example\r\n\r\nx\r\n.\r\n');
    expect(await talk.reply()).toMatch(/^451 4\.3\.0 /);
    await nothingLeft();
    expect(door.rung).toEqual([]);
  });

  it('keeps nothing of letters whose senders go away at any byte of them', async () => {
    (await greeted()).hangUp();
    const whole = 'From: clerk@ashcombe-tc.example\r\n\r\nx\r\n.\r';
    for (let at = 0; at <= whole.length; at += 5) {
      const talk = await client(door.port);
      await talk.reply();
      for (const each of [
        'EHLO c',
        'MAIL FROM:<clerk@ashcombe-tc.example>',
        'RCPT TO:<tom.hale@ashcombe-tc.example>',
        'DATA',
      ])
        await talk.say(each);
      talk.write(whole.slice(0, at));
      talk.hangUp();
    }
    await expect
      .poll(() => readdir(join(door.data, 'spool', 'tmp')).then(({ length }) => length))
      .toBeLessThanOrEqual(1);
    expect(await door.entries()).toEqual([]);
  });

  it('lets in only who is trusted', async () => {
    door = await aDoor({ trusted: ['10.0.0.0/8', '::1'] });
    const talk = await client(door.port);
    expect(await talk.reply()).toMatch(/^554 5\.7\.1 /);
    await talk.closed();
  });

  it('lets in so many of one address at the doors that are open to the world', async () => {
    door = await aDoor({ name: 'inbound' });
    const talks = await Promise.all(Array.from({ length: 50 }, () => client(door.port)));
    for (const talk of talks) expect(await talk.reply()).toMatch(/^220 /);
    const last = await client(door.port);
    expect(await last.reply()).toMatch(/^421 4\.7\.0 /);
    talks[0]?.hangUp();
    await talks[0]?.closed();
    await expect.poll(async () => (await client(door.port)).reply()).toMatch(/^220 /);
    for (const talk of talks) talk.hangUp();
  });
});

/** One transaction, several entries: what is protected stands apart, and each council has its own. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { aDoor, type DoorInTest, type DoorOptions, sample } from './a-door.ts';
import { client } from './client.ts';

let door: DoorInTest;
afterEach(() => door.close());

type Said = { readonly reply: string; readonly open: SpoolEnvelope[]; readonly guarded: SpoolEnvelope[] };

async function send(
  letter: { from: string; author?: string; to: readonly string[] },
  options: DoorOptions = {},
): Promise<Said> {
  door = await aDoor(options);
  const talk = await client(door.port);
  await talk.reply();
  await talk.say('EHLO client.example');
  await talk.say(`MAIL FROM:<${letter.from}>`);
  for (const to of letter.to) await talk.say(`RCPT TO:<${to}>`);
  await talk.say('DATA');
  const reply = await talk.say(`From: ${letter.author ?? letter.from}\r\nSubject: s\r\n\r\nx\r\n.`);
  talk.hangUp();
  const entries = await door.entries();
  return {
    reply,
    open: entries.filter((entry) => !entry.protected),
    guarded: entries.filter((entry) => entry.protected),
  };
}

const to = ({ recipients }: SpoolEnvelope): string[] => recipients.map(({ address }) => address);

describe('a letter with a protected recipient', () => {
  it('is two entries, of which the one that is judged does not know of the other', async () => {
    const { reply, open, guarded } = await send({
      from: 'devan.rao@ashcombe-tc.example',
      to: [
        'tom.hale@ashcombe-tc.example',
        'monitoring.officer@westshire.example',
        'resident@homemail.example',
        'desk@sub.police.example',
      ],
    });
    expect(open.map(to)).toEqual([['tom.hale@ashcombe-tc.example', 'resident@homemail.example']]);
    expect(guarded.map(to)).toEqual([['monitoring.officer@westshire.example', 'desk@sub.police.example']]);
    expect(open[0]?.proof).toEqual({ kind: 'proven', by: 'upstream' });
    expect(guarded[0]?.proof).toEqual({ kind: 'unproven', why: 'not examined' });
    expect(reply).toBe(`250 2.0.0 queued as ${open[0]?.id}`);
    expect(JSON.stringify(open)).not.toContain('police');
    expect([...door.rung].sort()).toEqual([...open, ...guarded].map(({ id }) => id).sort());
  });

  it('is told of by that entry only where there is no other', async () => {
    const { reply, open, guarded } = await send({
      from: 'devan.rao@ashcombe-tc.example',
      to: ['post@ombudsman.example'],
    });
    expect(open).toEqual([]);
    expect(reply).toBe(`250 2.0.0 queued as ${guarded[0]?.id}`);
  });

  it('gets there although nothing proves its author; the others are then for the judgement', async () => {
    const { reply, open, guarded } = await send({
      from: 'devan.rao@ashcombe-tc.example',
      author: 'moira.lang@ashcombe-tc.example',
      to: ['resident@homemail.example', 'post@ombudsman.example'],
    });
    expect(reply).toMatch(/^250 /);
    expect(guarded).toHaveLength(1);
    expect(open[0]?.proof.kind).toBe('unproven');
  });
});

describe('a letter to people of two councils', () => {
  const ashcombe = readFileSync(sample('council.yaml'), 'utf8');
  const brook = ashcombe
    .replaceAll('ashcombe-tc.example', 'brook-tc.example')
    .replaceAll('homemail', 'brookmail')
    .replace('Ashcombe', 'Brook');
  const options: DoorOptions = { councils: [ashcombe, brook] };
  const both = ['tom.hale@ashcombe-tc.example', 'tom.hale@brook-tc.example', 'clerk@ashcombe-tc.example'];

  it('from outside is one entry for each', async () => {
    const { open } = await send({ from: 'stranger@elsewhere.example', to: both }, options);
    expect(new Map(open.map((entry) => [entry.council, to(entry)]))).toEqual(
      new Map([
        ['ashcombe-tc.example', ['tom.hale@ashcombe-tc.example', 'clerk@ashcombe-tc.example']],
        ['brook-tc.example', ['tom.hale@brook-tc.example']],
      ]),
    );
  });

  it('from one of them is judged by its own rules, the others being outside', async () => {
    const { open } = await send({ from: 'jane.marsh@brook-tc.example', to: both }, options);
    expect(open.map(({ council }) => council)).toEqual(['brook-tc.example']);
    expect(to(open[0] as SpoolEnvelope)).toEqual(both);
  });
});

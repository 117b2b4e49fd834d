/**
 * Runs an SMTP conversation that is written down as a script:
 *
 *     # what it shows (the name of the test)
 *     door submission              which door; `smtp` where nothing is said
 *     limit size 1000              another limit than the configured one
 *     C: EHLO client.example       the client says a line
 *     B: a\r\nb\x00                the client sends bytes, as JSON would write them (and \x00), nothing added
 *     S: 250 2.1.0                 the server's next reply begins so (its last line, where it has several)
 *     S+ STARTTLS                  …one of its lines after the code is or begins with this; `S-`: none does
 *     starttls                     the client goes over to TLS
 *     hangup                       the client goes away
 *     closed                       the server closes the connection
 *     spool 1                      so many letters lie in the spool, and nothing in its tmp/
 *     entry {"protected": false}   the next of them (in the order of their names) has at least this
 *     message A: b\r\n\r\n         …and its message is this
 *
 * `{password}` and `{plain NAME}` stand for the test accounts' password and their AUTH PLAIN response.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Door } from '../../src/smtp/house.ts';
import { aDoor, type DoorInTest, PASSWORD } from './a-door.ts';
import { type Client, client } from './client.ts';

export type Dialogue = {
  readonly name: string;
  readonly door: Door['name'];
  readonly limits: Record<string, number>;
  readonly lines: readonly string[];
};

export function readDialogue(text: string): Dialogue {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const door = /^door (\S+)$/m.exec(text)?.[1] ?? 'smtp';
  const limits = Object.fromEntries(
    [...text.matchAll(/^limit (\S+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
  const name = (lines[0] ?? '').replace(/^# */, '');
  return { name, door: door as Door['name'], limits, lines: lines.filter((line) => !/^(#|door |limit )/.test(line)) };
}

export async function run(dialogue: Dialogue): Promise<void> {
  const door = await aDoor({ name: dialogue.door, limits: dialogue.limits });
  const talk = await client(door.port, { implicitTls: dialogue.door === 'submissions' });
  const state: State = { door, talk, reply: '', next: 0 };
  try {
    for (const line of dialogue.lines) await step(line, state);
  } finally {
    talk.hangUp();
    await door.close();
  }
}

type State = { readonly door: DoorInTest; readonly talk: Client; reply: string; next: number };

async function step(line: string, state: State): Promise<void> {
  const { talk, door } = state;
  const [, word = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
  switch (word) {
    case 'C:':
      return talk.write(`${filled(rest)}\r\n`);
    case 'B:':
      return talk.write(bytesOf(rest));
    case 'S:':
      state.reply = await talk.reply();
      return expect(
        lastLine(state.reply).startsWith(rest),
        `${JSON.stringify(rest)} was expected, heard ${JSON.stringify(state.reply)}`,
      ).toBe(true);
    case 'S+':
      return expect(
        wordsOf(state.reply).some((words) => words.startsWith(rest)),
        `${rest} in ${state.reply}`,
      ).toBe(true);
    case 'S-':
      return expect(
        wordsOf(state.reply).some((words) => words.startsWith(rest)),
        `${rest} in ${state.reply}`,
      ).toBe(false);
    case 'starttls':
      return talk.startTls();
    case 'hangup':
      return talk.hangUp();
    case 'closed':
      return talk.closed();
    case 'spool':
      await expect.poll(() => readdir(join(door.data, 'spool', 'tmp'))).toEqual([]);
      return expect(await door.entries()).toHaveLength(Number(rest));
    case 'entry':
      expect((await door.entries())[state.next]).toMatchObject(JSON.parse(rest));
      state.next += 1;
      return;
    case 'message':
      return expect(await messageBefore(state)).toBe(bytesOf(rest).toString('latin1'));
    default:
      throw new Error(`a dialogue cannot say \`${line}\``);
  }
}

async function messageBefore({ door, next }: State): Promise<string> {
  const entry = (await door.entries())[next - 1];
  if (entry === undefined) throw new Error('`message` needs an `entry` before it');
  return readFile(door.spool.messagePath(entry.id), 'latin1');
}

function lastLine(reply: string): string {
  return reply.split('\r\n').at(-1) ?? '';
}

function wordsOf(reply: string): string[] {
  return reply.split('\r\n').map((line) => line.slice(4));
}

function filled(text: string): string {
  return text
    .replaceAll('{password}', PASSWORD)
    .replace(/\{plain (\S+)\}/g, (_, name) => Buffer.from(`\0${name}\0${PASSWORD}`).toString('base64'))
    .replace(/\{base64 (\S+)\}/g, (_, word) => Buffer.from(filled(word)).toString('base64'));
}

function bytesOf(text: string): Buffer {
  const json = text.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1').replaceAll('"', '\\"');
  return Buffer.from(JSON.parse(`"${json}"`) as string, 'latin1');
}

/**
 * The reader of letters: a few child processes, one letter in each at a time, so that a poisonous letter takes down
 * its own reading and no other. A body that cannot be read is a value; its header is read here all the same, by the
 * scan that nothing can overload.
 */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Letter } from '../../../rules/letter.ts';
import type { AddedWords, Additions } from '../insertion/added-words.ts';
import { type LetterEnvelope, letterWithoutBody } from '../letter.ts';
import type { Assignment } from './reading-child.ts';
import { type Reading, type ReadingProcess, startReading } from './reading-process.ts';

export type Reader = {
  /** Rejects only where the file is gone or no process can be started: never for what the letter holds. */
  readonly read: (messagePath: string, envelope: LetterEnvelope) => Promise<Letter>;
  /** Where words of ours go in a letter. Rejects as `read` does; what cannot be done safely is a value. */
  readonly additionsTo: (messagePath: string, words: AddedWords) => Promise<Additions>;
  /** Resolves when the letters in hand are read and every child has ended. */
  readonly close: () => Promise<void>;
};

export type ReaderOptions = {
  /** Children at work at once. They start with the first letters. */
  readonly processes?: number;
  readonly memoryMb?: number;
  readonly timeoutMs?: number;
};

/** What of a letter is scanned for its header where the child could not read it. */
const HEADER_LIMIT = 256 * 1024;

export function openReader({ processes = 1, memoryMb = 512, timeoutMs = 10_000 }: ReaderOptions = {}): Reader {
  const limits = { memoryMb, timeoutMs };
  const places: Promise<ReadingProcess | null>[] = Array.from({ length: processes }, () => Promise.resolve(null));
  const free: number[] = places.map((_, n) => n);
  const waiting: ((place: number) => void)[] = [];

  const take = (): Promise<number> => {
    const place = free.pop();
    return place === undefined ? new Promise((ready) => waiting.push(ready)) : Promise.resolve(place);
  };
  const give = (place: number): void => {
    const next = waiting.shift();
    if (next) next(place);
    else free.push(place);
  };
  const fitProcess = async (place: number): Promise<ReadingProcess> => {
    const old = await places[place]?.catch(() => null);
    if (old?.isFit()) return old;
    await old?.close();
    const fresh = startReading(limits);
    places[place] = fresh.catch(() => null);
    return fresh;
  };

  const ask = async (assignment: Assignment): Promise<Reading> => {
    const place = await take();
    try {
      const first = await (await fitProcess(place)).read(assignment);
      // A child that was ended from outside is no fault of the letter: it gets one more.
      return first.kind === 'gone' ? await (await fitProcess(place)).read(assignment) : first;
    } finally {
      give(place);
    }
  };

  return {
    read: async (messagePath, envelope) => {
      const path = resolve(messagePath);
      return letterOf(await ask({ path, envelope }), path, envelope);
    },
    additionsTo: async (messagePath, words) => additionsOf(await ask({ path: resolve(messagePath), words })),
    close: async () => {
      const taken = await Promise.all(places.map(take));
      await Promise.all(taken.map(async (place) => (await places[place])?.close()));
      taken.forEach(give);
    },
  };
}

function additionsOf(reading: Reading): Additions {
  switch (reading.kind) {
    case 'additions':
      return reading.additions;
    case 'no-file':
      throw new Error(`a letter cannot be read from the spool: ${reading.why}`);
    case 'letter':
      throw new Error('the process that reads letters answered another question');
    case 'over':
      return { kind: 'cannot', why: 'finding a place for added words took too much time or memory' };
    default:
      return { kind: 'cannot', why: 'finding a place for added words broke down' };
  }
}

async function letterOf(reading: Reading, path: string, envelope: LetterEnvelope): Promise<Letter> {
  switch (reading.kind) {
    case 'letter':
      return reading.letter;
    case 'no-file':
      throw new Error(`letter ${envelope.id} cannot be read from the spool: ${reading.why}`);
    case 'over':
      return letterWithoutBody(await firstBytes(path), envelope, reading.why);
    case 'threw':
    case 'gone':
      return letterWithoutBody(await firstBytes(path), envelope, `its reading broke down (${reading.why})`);
    case 'additions':
      throw new Error('the process that reads letters answered another question');
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(HEADER_LIMIT), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

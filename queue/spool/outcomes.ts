/**
 * `outcomes.log` of each hour: what became of its letters, appended beside the register's own record, so that a
 * register restored from an older backup can learn what it has forgotten. One line each, `<crc32> <json>`; a line
 * torn by a crash does not match its sum and is passed over.
 */
import * as fs from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { LetterId } from '../../rules/letter.ts';
import { type Disk, shared, writeAll } from './disk.ts';
import { hasCode } from './fault.ts';
import type { Hours } from './hours.ts';
import { hourOf } from './letter-id.ts';
import { giveToFolder } from './owner.ts';

/** `epoch`: the register's number as its writer knew it. */
export type Outcome = { readonly letter: LetterId; readonly epoch: number; readonly record: object };

export type Outcomes = {
  /** Resolves when the line is on disk. */
  append(id: LetterId, record: object): Promise<void>;
  /** Lines from now on are of this epoch. */
  enterEpoch(number: number): void;
  /** Those that are wanted; an hour of a busy gateway has more lines than should be in memory at once. */
  read(hour: string, wanted?: Wanted): Promise<Outcome[]>;
  /** Bytes of the hour's log. */
  size(hour: string): Promise<number>;
  /** The hours among `hours` whose log was written to since then (milliseconds since 1970). */
  writtenSince(at: number, hours: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
};

export type Wanted = (letter: string, epoch: number) => boolean;

/** How many hours' files are kept open: letters of older hours are the exception. */
const OPEN_LOGS = 8;

type Log = { append(line: string): Promise<void>; close(): Promise<void> };

export function openOutcomes(at: string, disk: Disk, hours: Hours): Outcomes {
  const logs = new Map<string, Log>();
  let epoch = 0;
  const pathOf = (hour: string): string => join(at, hour, 'outcomes.log');

  const logOf = (hour: string): Log => {
    const log = logs.get(hour) ?? openLog(pathOf(hour), disk);
    // A Map keeps the order of insertion: the first is the one longest unused.
    logs.delete(hour);
    logs.set(hour, log);
    const [unused] = logs;
    if (unused !== undefined && logs.size > OPEN_LOGS) {
      logs.delete(unused[0]);
      unused[1].close().catch(() => {});
    }
    return log;
  };
  const append = async (id: LetterId, record: object): Promise<void> => {
    const hour = hourOf(id);
    await hours.ready(hour);
    await logOf(hour).append(lineOf({ letter: id, epoch, record }));
  };
  const read = async (hour: string, wanted: Wanted = () => true): Promise<Outcome[]> => {
    const file = await existing(open(pathOf(hour), 'r'));
    if (file === null) return [];
    const found: Outcome[] = [];
    for await (const line of file.readLines()) {
      const outcome = readLine(line, wanted);
      if (outcome !== null) found.push(outcome);
    }
    return found;
  };
  const size = async (hour: string): Promise<number> => (await existing(stat(pathOf(hour))))?.size ?? 0;
  const close = async () => {
    const open = [...logs.values()];
    logs.clear();
    await Promise.all(open.map((log) => log.close()));
  };
  const writtenSince = async (since: number, hoursAsked: readonly string[]): Promise<string[]> => {
    const written: string[] = [];
    for (const hour of hoursAsked) {
      const log = await existing(stat(pathOf(hour)));
      if (log !== null && log.mtimeMs >= since) written.push(hour);
    }
    return written;
  };
  const enterEpoch = (number: number): void => {
    epoch = number;
  };
  return { append, enterEpoch, read, size, writtenSince, close };
}

/** Null where there is no such file. */
async function existing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/**
 * Everything that waits goes in one write (several processes append to one file) and one flush. Closing takes its turn
 * among the flushes: the file is never closed under one, nor while it is being opened.
 */
function openLog(path: string, disk: Disk): Log {
  const waiting: string[] = [];
  let file: fs.promises.FileHandle | null = null;
  let leaving = false;
  const letGo = async (): Promise<void> => {
    const closing = file;
    file = null;
    await closing?.close();
  };
  const write = async (): Promise<void> => {
    const lines = waiting.splice(0).join('');
    if (lines === '') return;
    const opened = file === null ? await openAtLineStart(path) : { file, isNew: false };
    file = opened.file;
    await writeAll(file.fd, Buffer.from(lines));
    await disk.flush(file.fd);
    if (opened.isNew) await disk.flushFolder(join(path, '..'));
  };
  const flush = shared(async () => {
    try {
      await write();
    } catch (error) {
      // Half a line may be written: opened anew, the file begins a line of its own.
      await letGo().catch(() => {});
      throw error;
    }
    if (leaving) await letGo();
  });
  const append = (line: string): Promise<void> => {
    waiting.push(line);
    return flush();
  };
  const close = (): Promise<void> => {
    leaving = true;
    return flush();
  };
  return { append, close };
}

async function openAtLineStart(path: string): Promise<{ file: fs.promises.FileHandle; isNew: boolean }> {
  const file = await open(path, fs.constants.O_APPEND | fs.constants.O_CREAT | fs.constants.O_RDWR, 0o600);
  try {
    giveToFolder(path, file.fd);
    const { size } = await file.stat();
    if (size > 0 && !(await endsLine(file, size))) await writeAll(file.fd, Buffer.from('\n'));
    return { file, isNew: size === 0 };
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
}

async function endsLine(file: fs.promises.FileHandle, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

function lineOf(outcome: Outcome): string {
  const json = JSON.stringify(outcome);
  return `${sumOf(json)} ${json}\n`;
}

/** As `lineOf` begins a line: whether it is wanted is told before it is read. */
const BEGINS = /^[0-9a-f]{8} \{"letter":"([0-9A-Z]{26})","epoch":(\d{1,15}),/;

function readLine(line: string, wanted: Wanted): Outcome | null {
  const [, letter, epoch] = BEGINS.exec(line) ?? [];
  if (letter === undefined || !wanted(letter, Number(epoch))) return null;
  const json = line.slice(9);
  return line.slice(0, 8) === sumOf(json) ? (JSON.parse(json) as Outcome) : null;
}

function sumOf(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

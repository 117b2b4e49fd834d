/**
 * A letter on its way to disk: written below `tmp/`, and made a letter by one rename. Until `commit` resolves nobody
 * may be told that we have it; if it rejects, nothing of it is left.
 */
import * as fs from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, type Disk, makeFolder } from './disk.ts';
import type { SpoolEnvelope } from './envelope.ts';
import { asFault, SpoolFault } from './fault.ts';
import type { Hours } from './hours.ts';
import { hourOf } from './letter-id.ts';
import { messageFile } from './message-file.ts';

export type Draft = {
  /** The message's next bytes. Takes everything; a write that failed is told by `commit`. */
  write(bytes: Buffer): Promise<void>;
  /** Of all that was written; nothing may be written after it was asked. */
  written(): { readonly size: number; readonly sha256: string };
  /**
   * One entry for each envelope, all with the same bytes. Resolves when all are on disk under their names; rejects
   * with a `SpoolFault` otherwise.
   */
  commit(envelopes: readonly SpoolEnvelope[]): Promise<void>;
  discard(): Promise<void>;
};

/** What a draft needs of its spool. */
export type Desk = {
  readonly at: string;
  readonly disk: Disk;
  readonly hours: Hours;
  readonly commitWithinMs: number;
  /** A path below `tmp/` that nobody else has. */
  readonly newFolder: () => string;
};

export async function beginDraft(desk: Desk): Promise<Draft> {
  const folder = desk.newFolder();
  await makeFolder(folder);
  const fd = await createFile(join(folder, 'message.eml'));
  const file = messageFile(fd);
  let closed: Promise<void> | null = null;
  // The file stays open while a write may be under way: its number could by then be another letter's.
  const close = (): Promise<void> => {
    closed ??= file.settled().then(() => fs.closeSync(fd));
    return closed;
  };
  const discard = async (): Promise<void> => {
    await close();
    await rm(folder, { recursive: true, force: true });
  };
  const work = async (envelopes: readonly SpoolEnvelope[], inTime: () => void): Promise<void> => {
    await file.finish();
    await desk.disk.flush(fd);
    await close();
    await settle(desk, folder, envelopes, inTime);
  };
  const commit = async (envelopes: readonly SpoolEnvelope[]): Promise<void> => {
    let done = false;
    try {
      done = await within(desk.commitWithinMs, (inTime) => work(envelopes, inTime));
    } catch (error) {
      await discard().catch(() => {});
      throw asFault(error);
    }
    if (done) return;
    // Not awaited: a disk that hangs would keep the client waiting for its refusal.
    discard().catch(() => {});
    throw late(desk.commitWithinMs);
  };
  return { write: file.write, written: file.written, commit, discard };
}

type Entry = { readonly envelope: SpoolEnvelope; readonly from: string; readonly to: string };

/** From the flushed message on: each entry's folder made whole and flushed, all renamed, their hours flushed. */
async function settle(
  desk: Desk,
  folder: string,
  envelopes: readonly SpoolEnvelope[],
  inTime: () => void,
): Promise<void> {
  const entries = envelopes.map((envelope, i): Entry => {
    const to = join(desk.at, hourOf(envelope.id), envelope.id);
    return { envelope, from: i === 0 ? folder : desk.newFolder(), to };
  });
  const hours = new Set(envelopes.map((envelope) => hourOf(envelope.id)));
  const renamed: Entry[] = [];
  try {
    for (const entry of entries) await complete(desk.disk, entry, folder);
    for (const hour of hours) await desk.hours.ready(hour);
    inTime();
    for (const entry of entries) {
      await rename(entry.from, entry.to);
      renamed.push(entry);
    }
    for (const hour of hours) await desk.hours.flush(hour);
    inTime();
  } catch (error) {
    await takeBack(renamed);
    for (const { from } of entries) await rm(from, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

async function complete(disk: Disk, { envelope, from }: Entry, folder: string): Promise<void> {
  if (from !== folder) {
    await makeFolder(from);
    await link(join(folder, 'message.eml'), join(from, 'message.eml'));
  }
  await disk.writeNew(join(from, 'envelope.json'), Buffer.from(JSON.stringify(envelope)));
  await disk.flushFolder(from);
}

/** Back under a name in `tmp/` first: a half-removed entry must never be seen in its hour. */
async function takeBack(renamed: readonly Entry[]): Promise<void> {
  for (const { from, to } of renamed) await rename(to, from).catch(() => {});
}

/**
 * False where the work took too long: it is refused then, rather than answered after the client has given up and
 * sent again. What is under way cannot be stopped; it takes itself back when it next asks `inTime`.
 */
async function within(ms: number, work: (inTime: () => void) => Promise<void>): Promise<boolean> {
  let expired = false;
  const working = work(() => {
    if (expired) throw late(ms);
  });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      expired = true;
      resolve(false);
    }, ms);
  });
  try {
    return await Promise.race([working.then(() => true), deadline]);
  } finally {
    clearTimeout(timer);
    working.catch(() => {});
  }
}

function late(ms: number): SpoolFault {
  return new SpoolFault('fault', `the letter was not on disk after ${ms} ms`);
}

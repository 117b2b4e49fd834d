/**
 * Where letters lie on disk from the moment we answer for them until nothing more is to be done with them.
 *
 *     <spool>/<hour>/<id>/message.eml, envelope.json     both fixed for ever at the commit point
 *     <spool>/<hour>/outcomes.log                        what became of that hour's letters
 *     <spool>/closed/<hour>                              every entry of that hour is in the register
 *     <spool>/epoch                                      how far the register had come
 *     <spool>/tmp/                                       on its way in, or on its way out
 *
 * A folder under an hour is a letter, whole; whatever else happens, happens in `tmp/`.
 * The order of writes is draft.ts's.
 */
import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LetterId } from '../../rules/letter.ts';
import { makeFolder, openDisk } from './disk.ts';
import { beginDraft, type Desk, type Draft } from './draft.ts';
import type { SpoolEnvelope } from './envelope.ts';
import { openEpochFile, type SpoolEpoch } from './epoch.ts';
import { asFault, hasCode } from './fault.ts';
import { openHours } from './hours.ts';
import { sweepLeftovers, thisProcess } from './leftovers.ts';
import { hourOf } from './letter-id.ts';
import { type Outcome, openOutcomes, type Wanted } from './outcomes.ts';
import { watchRoom } from './room.ts';

export type SpoolOptions = {
  /** The fraction of the disk that may be in use. */
  readonly limit: number;
  /** Told once when a flush fails; the spool then takes no further letters. */
  readonly alarm?: (text: string) => void;
  /** After which a commit is given up; the client has been waiting since its last byte. */
  readonly commitWithinMs?: number;
};

export type Spool = {
  /** False: no room for further letters. */
  room(): Promise<boolean>;
  /** Rejects with a `SpoolFault`. */
  draft(): Promise<Draft>;
  /** A letter of our own, under an id made by `childId`. `present`: it was made before, perhaps by a dead process. */
  makeChild(envelope: SpoolEnvelope, bytes: Buffer): Promise<'made' | 'present'>;
  /** Null: no such entry. */
  envelope(id: LetterId): Promise<SpoolEnvelope | null>;
  messagePath(id: LetterId): string;
  remove(id: LetterId): Promise<void>;
  /** Oldest first; `open` leaves out the closed ones. */
  hours(which: 'open' | 'all'): Promise<string[]>;
  entries(hour: string): Promise<LetterId[]>;
  isClosed(hour: string): Promise<boolean>;
  /** False where the hour is not over, or holds an entry that is not among `judged`. */
  closeHour(hour: string, judged: readonly LetterId[]): Promise<boolean>;
  /** Removes what processes that are gone left in `tmp/`; returns how many. */
  sweepDrafts(olderThanMs: number): Promise<number>;
  appendOutcome(id: LetterId, record: object): Promise<void>;
  /** Those that are wanted; all, where nothing is said. */
  outcomes(hour: string, wanted?: Wanted): Promise<Outcome[]>;
  /** Bytes of all of them. */
  outcomesSize(hour: string): Promise<number>;
  /** Hours whose outcomes were written to since then. */
  hoursWithOutcomesSince(at: number): Promise<string[]>;
  /** Every hour is looked at again, closed or not. */
  reopenHours(): Promise<void>;
  /** Of a closed hour in which no letter lies any more; false where it is not. */
  removeHour(hour: string): Promise<boolean>;
  /** How far the register had come; null where that was never written. */
  epoch(): Promise<SpoolEpoch | null>;
  writeEpoch(epoch: SpoolEpoch): Promise<void>;
  /** Outcomes are marked with this number from now on. */
  enterEpoch(number: number): void;
  /** Lets go of the files it keeps open; it may be used again. */
  close(): Promise<void>;
};

export async function openSpool(at: string, options: SpoolOptions): Promise<Spool> {
  const tmp = join(at, 'tmp');
  for (const folder of [at, tmp, join(at, 'closed')]) await makeFolder(folder);
  const disk = openDisk(options.alarm ?? (() => {}));
  await disk.flushFolder(at);
  const hours = openHours(at, disk);
  const outcomes = openOutcomes(at, disk, hours);
  const self = thisProcess();
  const newFolder = (): string => join(tmp, self.newName());
  const epoch = openEpochFile(at, disk, newFolder);
  const desk: Desk = { at, disk, hours, newFolder, commitWithinMs: options.commitWithinMs ?? 60_000 };
  const folderOf = (id: LetterId): string => join(at, hourOf(id), id);

  return {
    room: watchRoom(at, options.limit),
    draft: async () => {
      disk.assertSound();
      return beginDraft(desk).catch((error: unknown) => Promise.reject(asFault(error)));
    },
    makeChild: async (envelope, bytes) => {
      disk.assertSound();
      return makeChild(desk, envelope, bytes).catch((error: unknown) => Promise.reject(asFault(error)));
    },
    envelope: (id) => readEnvelope(folderOf(id)),
    messagePath: (id) => join(folderOf(id), 'message.eml'),
    remove: (id) => remove(folderOf(id), newFolder()),
    hours: hours.list,
    entries: hours.entries,
    isClosed: hours.isClosed,
    closeHour: hours.close,
    sweepDrafts: (olderThanMs) => sweepLeftovers(tmp, self, olderThanMs),
    appendOutcome: outcomes.append,
    outcomes: outcomes.read,
    outcomesSize: outcomes.size,
    hoursWithOutcomesSince: async (since) => outcomes.writtenSince(since, await hours.list('all')),
    reopenHours: hours.reopenAll,
    removeHour: (hour) => hours.remove(hour, newFolder()),
    epoch: epoch.read,
    writeEpoch: epoch.write,
    enterEpoch: outcomes.enterEpoch,
    close: outcomes.close,
  };
}

async function makeChild(desk: Desk, envelope: SpoolEnvelope, bytes: Buffer): Promise<'made' | 'present'> {
  const hour = hourOf(envelope.id);
  const folder = desk.newFolder();
  try {
    await makeFolder(folder);
    await desk.disk.writeNew(join(folder, 'message.eml'), bytes);
    await desk.disk.writeNew(join(folder, 'envelope.json'), Buffer.from(JSON.stringify(envelope)));
    await desk.disk.flushFolder(folder);
    await desk.hours.ready(hour);
    const made = await renameUnlessThere(folder, join(desk.at, hour, envelope.id));
    // Also where it was there: whoever renamed it may have died before the flush.
    await desk.hours.flush(hour);
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Renaming a folder onto one that is not empty fails: that is how a second making is noticed. */
async function renameUnlessThere(from: string, to: string): Promise<'made' | 'present'> {
  try {
    await rename(from, to);
    return 'made';
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY') || hasCode(error, 'EEXIST')) return 'present';
    throw error;
  }
}

/** In place: it is a few hundred bytes, and every letter's is read at least once. */
async function readEnvelope(folder: string): Promise<SpoolEnvelope | null> {
  try {
    return JSON.parse(readFileSync(join(folder, 'envelope.json'), 'utf8')) as SpoolEnvelope;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Out of its hour by one rename, then piece by piece: a half-removed letter is never seen. */
async function remove(folder: string, away: string): Promise<void> {
  try {
    await rename(folder, away);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  await rm(away, { recursive: true, force: true });
}

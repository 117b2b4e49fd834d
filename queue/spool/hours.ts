/**
 * The hour folders: which there are, what lies in them, and which are closed. An hour is closed once every entry in
 * it has its row in the register, so that a sweep need not list a year of folders; the marker lies in `closed/`.
 */
import * as fs from 'node:fs';
import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LetterId } from '../../rules/letter.ts';
import { type Disk, makeFolder, shared } from './disk.ts';
import { hasCode } from './fault.ts';
import { hourAt, readLetterId } from './letter-id.ts';
import { giveToFolder } from './owner.ts';

export type Hours = {
  /** Makes the folder where it is missing, its name flushed; cheap from the second time on. */
  ready(hour: string): Promise<void>;
  /** To be called when an entry was renamed into the hour: resolves when its name is on disk. */
  flush(hour: string): Promise<void>;
  list(which: 'open' | 'all'): Promise<string[]>;
  entries(hour: string): Promise<LetterId[]>;
  isClosed(hour: string): Promise<boolean>;
  close(hour: string, judged: readonly LetterId[]): Promise<boolean>;
  /** Every closed hour is listed as open again. */
  reopenAll(): Promise<void>;
  /** A closed hour without letters, with its log; false where it is not such a one. `away`: a path below `tmp/`. */
  remove(hour: string, away: string): Promise<boolean>;
};

export function openHours(at: string, disk: Disk): Hours {
  const made = new Map<string, Promise<void>>();
  const settled = new Set<string>();
  const flushes = new Map<string, () => Promise<void>>();
  const marker = (hour: string): string => join(at, 'closed', hour);

  const ready = (hour: string): Promise<void> => {
    const known = made.get(hour);
    // Another process may have removed it since, long after it was over.
    if (known !== undefined && (!settled.has(hour) || fs.existsSync(join(at, hour)))) return known;
    const making = makeHour(at, hour, disk);
    made.set(hour, making);
    settled.delete(hour);
    making.then(
      () => settled.add(hour),
      () => made.delete(hour),
    );
    return making;
  };
  const flush = async (hour: string): Promise<void> => {
    // Also for this hour: a clock that ran ahead may have had it closed.
    if (fs.existsSync(marker(hour))) await reopen(marker(hour), join(at, 'closed'), disk);
    let run = flushes.get(hour);
    if (run === undefined) {
      // Late letters and children lie in older hours: forget those now and then, or the map would grow for ever.
      if (flushes.size > 100) flushes.clear();
      run = shared(() => disk.flushFolder(join(at, hour)));
      flushes.set(hour, run);
    }
    await run();
  };
  const list = async (which: 'open' | 'all'): Promise<string[]> => {
    const hours = (await readdir(at)).filter((name) => /^\d{10}$/.test(name)).sort();
    if (which === 'all') return hours;
    const closed = new Set(await readdir(join(at, 'closed')));
    return hours.filter((hour) => !closed.has(hour));
  };
  const entries = (hour: string): Promise<LetterId[]> => readEntries(join(at, hour));
  const isClosed = async (hour: string): Promise<boolean> => exists(marker(hour));

  /**
   * An entry may arrive between the caller's listing and the marker (a slow upload, a notice made late). Who renames
   * an entry in removes the marker afterwards; we look again after setting it: one of the two sees the other.
   */
  const close = async (hour: string, judged: readonly LetterId[]): Promise<boolean> => {
    if (hour >= hourAt(Date.now())) return false;
    setMarker(marker(hour));
    const known = new Set<string>(judged);
    if ((await entries(hour)).every((id) => known.has(id))) return true;
    await rm(marker(hour), { force: true });
    return false;
  };
  const reopenAll = async (): Promise<void> => {
    const folder = join(at, 'closed');
    for (const hour of await readdir(folder)) await rm(join(folder, hour), { force: true });
    await disk.flushFolder(folder);
  };
  const remove = async (hour: string, away: string): Promise<boolean> => {
    if (!(await isClosed(hour)) || (await entries(hour)).length > 0) return false;
    made.delete(hour);
    flushes.delete(hour);
    await rename(join(at, hour), away);
    if ((await readEntries(away)).length > 0) {
      // One arrived just then: it goes back to where it is looked for.
      await rename(away, join(at, hour));
      return false;
    }
    await rm(away, { recursive: true, force: true });
    await rm(marker(hour), { force: true });
    return true;
  };
  return { ready, flush, list, entries, isClosed, close, reopenAll, remove };
}

async function makeHour(at: string, hour: string, disk: Disk): Promise<void> {
  await makeFolder(join(at, hour));
  await disk.flushFolder(at);
}

function setMarker(marker: string): void {
  const fd = fs.openSync(marker, 'w', 0o600);
  giveToFolder(marker, fd);
  fs.closeSync(fd);
}

async function reopen(marker: string, folder: string, disk: Disk): Promise<void> {
  try {
    await fs.promises.unlink(marker);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  await disk.flushFolder(folder);
}

async function readEntries(folder: string): Promise<LetterId[]> {
  try {
    return (await readdir(folder)).map(readLetterId).filter((id) => id !== null);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

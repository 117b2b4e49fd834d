/**
 * Where the sockets are: `data/run`, or a short private folder where a socket's path would pass the 107 characters that
 * Linux allows. It depends on the data folder alone, so that every command finds a running gateway without asking.
 */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreMissing } from './missing.ts';

const LONGEST_SOCKET = 107;
/** The longest name that is put there. */
const LONGEST_NAME = '/.s.PGSQL.5432'.length;

export function runFolder(data: string): string {
  const usual = join(resolve(data), 'run');
  if (Buffer.byteLength(usual) + LONGEST_NAME <= LONGEST_SOCKET) return usual;
  return `/tmp/postroom-${folderMark(data)}`;
}

/** Makes it, for its owner alone: who gets into the folder gets into the stores. */
export function makeRunFolder(data: string): string {
  const folder = runFolder(data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  // In /tmp somebody else may have been there before us.
  if (!found.isDirectory() || (isShort(folder) && found.uid !== process.geteuid?.())) {
    throw new StoreMissing(`${folder} is somebody else's: remove it, or choose a data folder with a shorter path`);
  }
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
  return folder;
}

/** Twelve characters that stand for one data folder. */
export function folderMark(data: string): string {
  return createHash('sha256')
    .update(realOf(resolve(data)))
    .digest('hex')
    .slice(0, 12);
}

function isShort(folder: string): boolean {
  return folder.startsWith('/tmp/postroom-');
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

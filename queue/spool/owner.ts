/**
 * Whose the spool's files are: a root shell (`postroom release`, `fsck`) must leave nothing there that the gateway, which
 * runs as another user, may then not open.
 */
import { chownSync, fchownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Gives what we made at `path` (or hold open as `fd`) the owner of the folder it lies in. */
export function giveToFolder(path: string, fd?: number): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (uid === 0) return;
  try {
    if (fd === undefined) chownSync(path, uid, gid);
    else fchownSync(fd, uid, gid);
  } catch {
    // Root without the right to give files away is a gateway in a container: the files are its own.
  }
}

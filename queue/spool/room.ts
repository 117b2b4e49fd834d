/** Whether the disk has room for another letter: bytes and inodes, asked of the file system at most once a second. */
import * as fs from 'node:fs';
import { promisify } from 'node:util';

const statfs = promisify(fs.statfs);
const LOOK_AGAIN_MS = 1000;

/** `limit` is the fraction of the disk (as `df` counts it) that may be in use. */
export function watchRoom(at: string, limit: number): () => Promise<boolean> {
  // By a clock that nobody sets: put back by an hour, it would keep an old answer for an hour.
  let until = 0;
  let answer: Promise<boolean> = Promise.resolve(true);
  return () => {
    if (performance.now() >= until) {
      until = performance.now() + LOOK_AGAIN_MS;
      answer = look(at, limit);
    }
    return answer;
  };
}

async function look(at: string, limit: number): Promise<boolean> {
  const disk = await statfs(at);
  const used = disk.blocks - disk.bfree;
  const bytesInUse = used / Math.max(1, used + disk.bavail);
  // Some file systems have no fixed number of inodes and report none.
  const inodesInUse = disk.files === 0 ? 0 : 1 - disk.ffree / disk.files;
  return bytesInUse <= limit && inodesInUse <= limit;
}

/** Memory of processes as PSS: what is shared between them, such as PostgreSQL's buffers, counts once. */
import { readFileSync } from 'node:fs';

export type Pss = { readonly total: number; readonly each: readonly { readonly name: string; readonly mb: number }[] };

/** In MB. A process that ended meanwhile counts nothing. */
export function pssOf(pids: readonly number[]): Pss {
  const each = pids.flatMap((pid) => {
    try {
      const kb = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
      const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim().slice(0, 90);
      return [{ name, mb: kb / 1024 }];
    } catch {
      return [];
    }
  });
  each.sort((a, b) => b.mb - a.mb);
  return { total: each.reduce((sum, { mb }) => sum + mb, 0), each };
}

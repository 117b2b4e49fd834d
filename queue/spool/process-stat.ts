/** What the system says of a process: its number alone may meanwhile be somebody else's, with its start it is a name. */
import { readFileSync } from 'node:fs';

export type ProcessStat = {
  /** In clock ticks since boot: field 22 of proc(5) stat. */
  readonly started: string;
  /** It has ended, and nobody has asked how. */
  readonly isZombie: boolean;
};

/** Null where there is none. */
export function processStat(pid: number): ProcessStat | null {
  const stat = statOf(pid);
  if (stat === null) return null;
  // The name in parentheses may hold spaces and parentheses itself; what follows the last one does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields[0], fields[19]];
  return started === undefined ? null : { started, isZombie: state === 'Z' || state === 'X' };
}

function statOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
}

/** The servers at work in a folder: PostgreSQL and Redis both go and live in their data folder. */
import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { markOf, type ProcessMark } from './process-mark.ts';

/** Finds even those of which no record was left. `program` tells them from a person's shell that stands there. */
export function processesIn(folder: string, program: RegExp): ProcessMark[] {
  const real = realOf(folder);
  if (real === null) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ours = pids.filter((pid) => linkOf(pid, 'cwd') === real && program.test(basename(linkOf(pid, 'exe') ?? '')));
  return ours.map((pid) => markOf(Number(pid))).filter((mark) => mark !== null);
}

/** Null where the process is gone or somebody else's. */
function linkOf(pid: string, link: 'cwd' | 'exe'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${link}`);
  } catch {
    return null;
  }
}

function realOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}

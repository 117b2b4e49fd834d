/** How every command refuses: each fault on a line of its own, with file, key and remedy; exit 1. */
import { describe, type Fault } from '../config/fault.ts';
import type { ExitCode, Io } from './command.ts';

export function refuse(faults: readonly (Fault | string)[], io: Io): ExitCode {
  for (const fault of faults) io.err(`${typeof fault === 'string' ? fault : describe(fault, io.cwd)}\n`);
  return 1;
}

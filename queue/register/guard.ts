/**
 * Who vouches for the register: that it is the one which the spool works with, and not an older state of it that was
 * put back. While nobody does, the register counts as unreachable for whoever judges and delivers.
 */
import type { Client } from './database.ts';

export type Guard = {
  /** Throws RegisterUnreachable while nobody vouches for it. */
  assertVouched(): void;
  /** Looks at a new connection: another server may answer at the same address. Rejects as above. */
  admit(client: Client): Promise<void>;
};

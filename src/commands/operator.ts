/** Who acts at the shell: the name that the system knows them by, for the record of the act. */
import { userInfo } from 'node:os';
import type { Io } from './command.ts';

/** With `sudo`, the person behind it. */
export function operator({ env }: Pick<Io, 'env'>): string {
  return `shell:${env.SUDO_USER ?? userInfo().username}`;
}

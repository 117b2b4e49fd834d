/** Bytes of letters that are settled and whose retention is over: first they go, then the register says so (I7). */
import type { LetterId } from '../../rules/letter.ts';
import { PAGE, type Pass } from './scope.ts';

const AT_A_TIME = 16;

export async function purgeSettled({ register, spool, retention, scope: { now } }: Pass): Promise<number> {
  let purged = 0;
  for (;;) {
    const page = await register.settledForPurge(now, retention, PAGE);
    await removeAll(page, (id) => spool.remove(id));
    if (page.length > 0) await register.purged(page);
    purged += page.length;
    if (page.length < PAGE) return purged;
  }
}

async function removeAll(ids: readonly LetterId[], remove: (id: LetterId) => Promise<void>): Promise<void> {
  const rest = ids.values();
  const run = async () => {
    for (const id of rest) await remove(id);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, run));
}

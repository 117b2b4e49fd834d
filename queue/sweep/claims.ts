/** Attempts of workers that are gone: free to retry without `dot may go`, uncertain with it. */
import type { Pass } from './scope.ts';

export async function giveUpDeadClaims({
  register,
  scope: { now, openedBefore, clockJumped },
  add,
  log,
}: Pass): Promise<number> {
  if (clockJumped) return 0;
  const alive = await register.aliveWorkers(now);
  const freed = await register.abandoned({ alive, openedBefore, now });
  for (const { letter, group, uncertain } of freed) {
    log.info({ letter, group, uncertain }, 'an attempt was left by its worker and is made again');
  }
  await add(freed.map(({ letter, group }) => ({ job: { kind: 'deliver', letter, group } })));
  return freed.length;
}

/**
 * For a command that decides something by itself: whether the register is as new as the spool. What was held before it
 * was put back may have been released and delivered since.
 */
import type { Register } from '../register/register.ts';
import type { Spool } from '../spool/spool.ts';

/** Null where it is, and what is written to the outcomes is of its epoch; else why not, in words. */
export async function whyOutOfStep(
  spool: Pick<Spool, 'epoch' | 'enterEpoch'>,
  register: Pick<Register, 'standing'>,
): Promise<string | null> {
  const beside = await spool.epoch();
  const now = await register.standing();
  const isOlder = beside !== null && (beside.register !== now.register || beside.number > now.number);
  if (isOlder || now.replaying) {
    return 'the register is older than the spool: `postroom recover` tells it what it has forgotten; then try again';
  }
  spool.enterEpoch(now.number);
  return null;
}

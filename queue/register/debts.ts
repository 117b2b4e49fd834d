/**
 * How attempts ended, where the register was away and could not be told. Kept until it is back. What is known of an
 * attempt, its result, stands against "nothing is known of it": that is written only where the result never can be.
 */
import type { OwnAttempt } from './attempts.ts';
import { isUnreachable } from './unreachable.ts';

type Ended = Pick<OwnAttempt, 'letter' | 'group' | 'attempt'>;
/** May be run again. */
type Write<T = unknown> = () => Promise<T>;
type Debt = { readonly attempt: Ended; readonly write: Write; readonly isResult: boolean; otherwise: Write | null };

export type Debts = {
  /** At once, or when the register is back. */
  result<T>(attempt: Ended, write: Write<T>): Promise<T>;
  /** For an attempt without a result. Where one is known and owed, that is written in its place. */
  giveUp(attempt: Ended, write: Write): Promise<void>;
  /** Rejects where the register is away. */
  settle(): Promise<void>;
  /** What the register will never take was dropped; each is told once. */
  dropped(): Error[];
};

/** `ended` is told of every attempt that nothing is owed for any more. */
export function openDebts(ended: (attempt: Ended) => void): Debts {
  const owed = new Map<string, Debt>();
  const underWay = new Map<string, Promise<unknown>>();
  const lost: Error[] = [];

  const forget = (debt: Debt) => {
    if (owed.get(keyOf(debt.attempt)) === debt) owed.delete(keyOf(debt.attempt));
  };
  const pay = async (debt: Debt): Promise<void> => {
    try {
      await debt.write();
      forget(debt);
      ended(debt.attempt);
    } catch (error) {
      if (isUnreachable(error)) throw error;
      forget(debt);
      lost.push(new Error('the end of an attempt could not be written and is dropped', { cause: error }));
      if (debt.otherwise === null) ended(debt.attempt);
      else await writeOrOwe(debt.otherwise, debt.attempt, false);
    }
  };
  const writeOrOwe = async <T>(write: Write<T>, attempt: Ended, isResult: boolean): Promise<T> => {
    try {
      const answer = await write();
      ended(attempt);
      return answer;
    } catch (error) {
      if (isUnreachable(error)) owed.set(keyOf(attempt), { attempt, write, isResult, otherwise: null });
      else ended(attempt);
      throw error;
    }
  };
  return {
    result: async (attempt, write) => {
      const key = keyOf(attempt);
      const writing = writeOrOwe(write, attempt, true);
      underWay.set(key, writing);
      try {
        return await writing;
      } finally {
        if (underWay.get(key) === writing) underWay.delete(key);
      }
    },
    giveUp: async (attempt, write) => {
      // Its caller may have heard of another failure before the result was written.
      await underWay.get(keyOf(attempt))?.catch(() => {});
      const known = owed.get(keyOf(attempt));
      if (known?.isResult !== true) {
        await writeOrOwe(write, attempt, false);
        return;
      }
      known.otherwise = write;
      await pay(known);
    },
    settle: async () => {
      const ends = await Promise.allSettled([...owed.values()].map(pay));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    dropped: () => lost.splice(0),
  };
}

function keyOf({ letter, group, attempt }: Ended): string {
  return `${letter} ${group} ${attempt}`;
}

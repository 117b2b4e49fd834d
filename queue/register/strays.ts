/**
 * Claims that may stand in our name although nobody works at them: the commit that made them was cut off, and the
 * server may finish it later than we looked, so each is freed again and again for a while.
 */
import { type Claim, FREED_CLAIMS } from './attempts.ts';
import type { GroupCommit } from './group-commit.ts';

/** A commit that was cut off is over by then: the server gives none of its statements more than a few seconds. */
const WATCHED_MS = 60_000;

type Stray = { readonly claim: Claim; freedAt: number | null };
type Which = 'new' | 'all' | { readonly letter: Claim['letter'] };

export type Strays = {
  suspect(claims: readonly Claim[]): void;
  /** `new`: those that were never freed yet. One that is `busy`, being claimed or attempted, is left for later. */
  free(which: Which): Promise<void>;
};

export function openStrays(commits: GroupCommit, clock: () => number, busy: (claim: Claim) => boolean): Strays {
  const strays = new Map<string, Stray>();

  const freeOne = async (key: string, stray: Stray) => {
    await commits.submit(FREED_CLAIMS, { ...stray.claim, now: clock() });
    stray.freedAt ??= performance.now();
    if (performance.now() - stray.freedAt > WATCHED_MS && strays.get(key) === stray) strays.delete(key);
  };
  return {
    suspect: (claims) => {
      for (const claim of claims) strays.set(`${claim.letter} ${claim.group}`, { claim, freedAt: null });
    },
    free: async (which) => {
      const chosen = [...strays].filter(([, stray]) => isAmong(stray, which) && !busy(stray.claim));
      const ends = await Promise.allSettled(chosen.map(([key, stray]) => freeOne(key, stray)));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}

function isAmong({ claim, freedAt }: Stray, which: Which): boolean {
  if (which === 'new') return freedAt === null;
  return which === 'all' || which.letter === claim.letter;
}

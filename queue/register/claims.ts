/**
 * Claims, with the one case that a database cannot settle for us: the commit was cut off, so the claim may stand in
 * our own name although nobody works at it. Such doubtful claims are freed before anything else is claimed.
 */
import { CLAIMS, type Claim, FREED_CLAIMS } from './attempts.ts';
import { DECISIONS, decidedGroups, type Recorded } from './decisions.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Attempt, Decision } from './records.ts';
import { isUnreachable } from './unreachable.ts';

export type Claims = {
  claim(claim: Claim): Promise<Attempt | null>;
  /** Null where a decision stands already. With an owner, the groups it makes are claimed in the same transaction. */
  decide(decision: Decision, owner: string | null): Promise<Recorded | null>;
  freeDoubtful(): Promise<void>;
};

export function openClaims(commits: GroupCommit, clock: () => number): Claims {
  const doubtful = new Map<string, Claim>();
  let freeing: Promise<void> | null = null;

  const free = async () => {
    await Promise.all(
      [...doubtful].map(async ([key, claim]) => {
        await commits.submit(FREED_CLAIMS, claim);
        doubtful.delete(key);
      }),
    );
  };
  const freeDoubtful = async () => {
    if (doubtful.size === 0) return;
    freeing ??= free().finally(() => {
      freeing = null;
    });
    await freeing;
  };
  const orDoubt = async <T>(claims: readonly Claim[], write: () => Promise<T>): Promise<T> => {
    await freeDoubtful();
    try {
      return await write();
    } catch (error) {
      if (isUnreachable(error)) for (const claim of claims) doubtful.set(`${claim.letter} ${claim.group}`, claim);
      throw error;
    }
  };
  return {
    freeDoubtful,
    claim: (claim) => orDoubt([claim], () => commits.submit(CLAIMS, claim)),
    decide: (decision, owner) => {
      const now = clock();
      return orDoubt(owner === null ? [] : claimsIn(decision, owner, now), () =>
        commits.submit(DECISIONS, { decision, owner, now }),
      );
    },
  };
}

function claimsIn(decision: Decision, owner: string, now: number): Claim[] {
  return decidedGroups(decision).groups.map(({ grp }) => ({ letter: decision.id, group: grp, owner, now }));
}

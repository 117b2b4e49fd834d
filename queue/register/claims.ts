/**
 * What this process owes the register. When the connection is cut off, a claim may stand in our name although nobody
 * works at it, and a result may be known to us alone. Both are kept here and settled before anything else is claimed,
 * and at every heartbeat; a process that dies with them leaves claims that the sweep finds.
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
  /** Ends the attempt by `write`, which may be run again: at once, or when the register is back. */
  end<T>(attempt: Pick<Claim, 'letter' | 'group'>, write: () => Promise<T>): Promise<T>;
  settle(): Promise<void>;
};

export function openClaims(commits: GroupCommit, clock: () => number): Claims {
  const owed = new Map<string, () => Promise<unknown>>();
  let settling: Promise<void> | null = null;

  const settleAll = async () => {
    await Promise.all(
      [...owed].map(async ([key, write]) => {
        await write();
        if (owed.get(key) === write) owed.delete(key);
      }),
    );
  };
  const settle = async () => {
    if (owed.size === 0) return;
    settling ??= settleAll().finally(() => {
      settling = null;
    });
    await settling;
  };
  const free = (claim: Claim) => () => commits.submit(FREED_CLAIMS, claim);
  const orOwe = async <T>(
    write: () => Promise<T>,
    debts: readonly (readonly [string, () => Promise<unknown>])[],
  ): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (isUnreachable(error)) for (const [key, debt] of debts) owed.set(key, debt);
      throw error;
    }
  };
  return {
    settle,
    claim: async (claim) => {
      await settle();
      return orOwe(() => commits.submit(CLAIMS, claim), [[keyOf(claim), free(claim)]]);
    },
    decide: async (decision, owner) => {
      await settle();
      const now = clock();
      const claims = owner === null ? [] : claimsIn(decision, owner, now);
      const debts = claims.map((claim) => [keyOf(claim), free(claim)] as const);
      return orOwe(() => commits.submit(DECISIONS, { decision, owner, now }), debts);
    },
    end: (attempt, write) => orOwe(write, [[keyOf(attempt), write]]),
  };
}

function claimsIn(decision: Decision, owner: string, now: number): Claim[] {
  return decidedGroups(decision).groups.map(({ grp }) => ({ letter: decision.id, group: grp, owner, now }));
}

function keyOf({ letter, group }: Pick<Claim, 'letter' | 'group'>): string {
  return `${letter} ${group}`;
}

/**
 * Claims, with the one case that a database cannot settle for us: the commit was cut off, so the claim may stand in
 * our own name although nobody works at it. Such doubtful claims are freed before anything else is claimed.
 */
import type { LetterId } from '../../rules/letter.ts';
import { CLAIMS, type Claim, FREED_CLAIMS } from './attempts.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Attempt } from './records.ts';
import { RegisterUnreachable } from './unreachable.ts';

export type Claims = { claim(claim: Claim): Promise<Attempt | null>; freeDoubtful(): Promise<void> };

export function openClaims(commits: GroupCommit, clock: () => number): Claims {
  const doubtful = new Map<string, Claim>();
  let freeing: Promise<void> | null = null;

  const free = async () => {
    await Promise.all(
      [...doubtful].map(async ([key, claim]) => {
        await commits.submit(FREED_CLAIMS, { ...claim, now: clock() });
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
  return {
    freeDoubtful,
    claim: async (claim) => {
      await freeDoubtful();
      try {
        return await commits.submit(CLAIMS, claim);
      } catch (error) {
        if (error instanceof RegisterUnreachable) doubtful.set(keyOf(claim.letter, claim.group), claim);
        throw error;
      }
    },
  };
}

function keyOf(letter: LetterId, group: number): string {
  return `${letter} ${group}`;
}

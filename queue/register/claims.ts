/**
 * What this process has in hand, and what it owes the register. When the connection is cut off, a claim may stand in
 * our name although nobody works at it (`strays.ts`), and a result may be known to us alone (`debts.ts`). Both are
 * settled before anything else is claimed, and at every heartbeat; a process that dies with them leaves claims that
 * the sweep finds.
 */
import type { LetterId } from '../../rules/letter.ts';
import { CLAIMS, type Claim } from './attempts.ts';
import { type Debts, openDebts } from './debts.ts';
import { DECISIONS, decidedGroups, type Recorded } from './decisions.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Attempt, Decision } from './records.ts';
import { openStrays } from './strays.ts';
import { isUnreachable } from './unreachable.ts';

export type Claims = {
  claim(claim: Claim): Promise<Attempt | null>;
  /** Null where a decision stands already. With an owner, the groups it makes are claimed in the same transaction. */
  decide(decision: Decision, owner: string | null): Promise<Recorded | null>;
  readonly ended: Pick<Debts, 'result' | 'giveUp'>;
  /** Nothing of the letter is attempted any more. */
  letGo(letter: LetterId): void;
  settle(): Promise<void>;
  /** At every heartbeat; rejects with what was dropped too. */
  settleAll(): Promise<void>;
};

export function openClaims(commits: GroupCommit, clock: () => number): Claims {
  const inHand = new Map<string, Pick<Attempt, 'letter' | 'attempt'>>();
  const asked = new Map<string, number>();
  const debts = openDebts((attempt) => {
    if (inHand.get(keyOf(attempt))?.attempt === attempt.attempt) inHand.delete(keyOf(attempt));
  });
  const strays = openStrays(commits, clock, (claim) => inHand.has(keyOf(claim)) || asked.has(keyOf(claim)));
  let settling: Promise<void> | null = null;

  const settle = async () => {
    settling ??= all([debts.settle(), strays.free('new')]).finally(() => {
      settling = null;
    });
    await settling;
  };
  /** Until the answer is there, the claims may stand: nobody frees them meanwhile. */
  const whileAsked = async <T>(claims: readonly Claim[], ask: () => Promise<T>): Promise<T> => {
    for (const claim of claims) asked.set(keyOf(claim), (asked.get(keyOf(claim)) ?? 0) + 1);
    try {
      return await ask();
    } catch (error) {
      if (isUnreachable(error)) strays.suspect(claims);
      throw error;
    } finally {
      for (const claim of claims) takeOne(asked, keyOf(claim));
    }
  };
  const handOut = (attempt: Attempt) => void inHand.set(keyOf(attempt), attempt);
  return {
    claim: async (claim) => {
      await settle();
      return whileAsked([claim], async () => {
        const attempt = await commits.submit(CLAIMS, claim);
        if (attempt !== null) handOut(attempt);
        return attempt;
      });
    },
    decide: async (decision, owner) => {
      await settle();
      const now = clock();
      const claims = owner === null ? [] : claimsIn(decision, owner, now);
      const recorded = await whileAsked(claims, async () => {
        const made = await commits.submit(DECISIONS, { decision, owner, now });
        made?.attempts.forEach(handOut);
        return made;
      });
      // It may have been made by a commit of ours that was cut off.
      if (recorded === null) await strays.free({ letter: decision.id });
      return recorded;
    },
    ended: debts,
    letGo: (letter) => {
      for (const [key, attempt] of inHand) if (attempt.letter === letter) inHand.delete(key);
    },
    settle,
    settleAll: async () => {
      await all([settle(), strays.free('all')]);
      const dropped = debts.dropped();
      if (dropped.length > 0) throw new AggregateError(dropped, 'what the register would not take was dropped');
    },
  };
}

/** As Promise.all, but over only when each of them is. */
async function all(tasks: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(tasks)) if (end.status === 'rejected') throw end.reason;
}

function takeOne(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

function claimsIn(decision: Decision, owner: string, now: number): Claim[] {
  return decidedGroups(decision).groups.map(({ grp }) => ({ letter: decision.id, group: grp, owner, now }));
}

function keyOf({ letter, group }: { readonly letter: LetterId; readonly group: number }): string {
  return `${letter} ${group}`;
}

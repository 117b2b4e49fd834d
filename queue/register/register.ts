/**
 * The register: the truth about what was decided of each letter and what became of each copy. Every function may
 * reject with RegisterUnreachable, within seconds; nothing here holds a letter in memory. What a worker writes for
 * its letters goes through the group commit, so a resolved promise is a committed row.
 */
import type { CouncilId } from '../../rules/council.ts';
import type { CarriedLetter, SiblingLetter } from '../../rules/history.ts';
import type { LetterId } from '../../rules/letter.ts';
import { type Account, accounts, putAccount, removeAccount } from './accounts.ts';
import { type Acted, act } from './acts.ts';
import { alone, type StillAlone } from './alone.ts';
import type { AttemptResult, Result } from './attempt-result.ts';
import { DOTS, YIELDED, type Yielded } from './attempts.ts';
import { type AuditPage, audit, type UnknownChild, unknownChildren } from './audit.ts';
import {
  bytesFound,
  bytesMissing,
  purged,
  type Retention,
  settledForPurge,
  tellOfLoss,
  type Unsettled,
  unsettled,
} from './bytes.ts';
import { carried } from './carried.ts';
import { openClaims } from './claims.ts';
import { openDatabase } from './database.ts';
import type { Recorded } from './decisions.ts';
import { type AfterEffect, type AfterGroup, type DueGroup, dueEffects, dueGroups, effectsOf } from './due.ts';
import { SPOOLED_EFFECTS } from './effects.ts';
import { type Look, looked } from './events.ts';
import { openGroupCommit } from './group-commit.ts';
import type { Guard } from './guard.ts';
import { held } from './held.ts';
import { type Counts, countsByState, known, letter, lettersIn } from './letters.ts';
import { policyVersion, type StoredPolicy, storePolicy } from './policies.ts';
import { readyGroups } from './ready.ts';
import type {
  Act,
  Attempt,
  DecidedEffect,
  Decision,
  DueEffect,
  HeldLetter,
  LetterRecord,
  LetterState,
} from './records.ts';
import { type Standing, standing } from './recoveries.ts';
import { recordResult } from './results.ts';
import { type AskedSiblings, siblings, type ToldElsewhere, toldElsewhere } from './siblings.ts';
import { type Abandonment, abandoned, type Freed, UNFINISHED, type Unfinished } from './unfinished.ts';
import { aliveWorkers, heartbeat } from './workers.ts';

export { RegisterUnreachable } from './unreachable.ts';

export type Register = {
  /**
   * Writes what was decided, once: `present` where a decision stands already, and then nothing is changed. With
   * `owner`, the groups that it makes are claimed in the same commit, which spares the first attempt one of its own.
   */
  recordDecision(decision: Decision, owner?: string): Promise<Recorded>;
  /** Null where the group is not due, has ended, or is being attempted. */
  claimAttempt(letter: LetterId, group: number, owner: string, now: number): Promise<Attempt | null>;
  /** False: the claim is lost, and the body must not end. */
  dotMayGo(letter: LetterId, group: number, attempt: number, owner: string): Promise<boolean>;
  /**
   * Ends an attempt with what the next hop said. May be asked again with the same result. Where it rejects with
   * RegisterUnreachable the result is kept, and written as soon as the register is back, or died with.
   */
  recordResult(result: AttemptResult): Promise<Result>;
  /**
   * Ends an attempt of which nothing is known: uncertain if the dot was allowed, else as if it had not been. Where its
   * result is known and could not be written, that is written instead.
   */
  recordUncertain(attempt: Unfinished): Promise<void>;
  /** Gives a claim back before anything was sent: it counts as no try. */
  yieldClaim(attempt: Yielded): Promise<void>;
  effectSpooled(letter: LetterId, key: string, child: LetterId): Promise<void>;
  act(act: Act, now: number): Promise<Acted>;

  letter(id: LetterId): Promise<LetterRecord | null>;
  /** Of one council, or of all; oldest first. */
  held(council?: CouncilId): Promise<HeldLetter[]>;
  carried(council: CouncilId, messageIds: readonly string[]): Promise<CarriedLetter[]>;
  /** Other transactions of the same letter that were decided, an hour before or after. */
  siblings(asked: AskedSiblings): Promise<SiblingLetter[]>;
  /** Where an effect need be carried out once for all of them: the other's that does it; null for one's own. */
  toldElsewhere(letter: LetterId, key: string): Promise<ToldElsewhere | null>;
  countsByState(): Promise<Counts>;
  /** A reviewer's look at a letter, kept as an event; false where there is none to look at. */
  looked(look: Look): Promise<boolean>;

  dueGroups(now: number, limit: number, after?: AfterGroup): Promise<DueGroup[]>;
  dueEffects(limit: number, after?: AfterEffect): Promise<DueEffect[]>;
  /** What one letter still calls for. */
  effectsOf(letter: LetterId): Promise<DueEffect[]>;
  /** Groups of one letter that are due and unclaimed. */
  readyGroups(letter: LetterId): Promise<readonly number[]>;
  abandoned(abandonment: Abandonment): Promise<Freed[]>;
  /** Letters that have a row, or had one in a state of the register that is gone. */
  known(ids: readonly LetterId[]): Promise<Set<LetterId>>;
  lettersIn(ids: readonly LetterId[]): Promise<Map<LetterId, LetterState>>;
  /** Letters whose bytes are still needed, from one id to before another. */
  unsettled(from: string, before: string, limit: number): Promise<Unsettled[]>;
  /** True the first time. */
  bytesMissing(id: LetterId): Promise<boolean>;
  bytesFound(id: LetterId): Promise<boolean>;
  /** What must be written to whom because its bytes are missing. */
  tellOfLoss(id: LetterId, notices: readonly DecidedEffect[]): Promise<void>;
  settledForPurge(now: number, retention: Retention, limit?: number): Promise<LetterId[]>;
  /** To be told when their bytes are gone. */
  purged(ids: readonly LetterId[]): Promise<void>;

  /** A page of all letters, and what contradicts itself in them: for fsck. */
  audit(after: string, limit: number): Promise<AuditPage>;
  unknownChildren(letters: readonly LetterId[]): Promise<UnknownChild[]>;

  /** How new it is, and whether something waits since it was put back from before. */
  standing(): Promise<Standing>;

  storePolicy(council: CouncilId, hash: string, source: unknown): Promise<number>;
  policyVersion(council: CouncilId, version: number): Promise<StoredPolicy | null>;
  accounts(): Promise<Account[]>;
  putAccount(account: Account): Promise<void>;
  removeAccount(name: string): Promise<boolean>;

  /** Writes what is owed too; rejects with what the register would not take, which is dropped. */
  heartbeat(instance: string, role: string, now: number): Promise<void>;
  aliveWorkers(now: number): Promise<string[]>;
  /** Runs `work` unless another process is at the same task; null then. */
  alone<T>(task: string, work: (still: StillAlone) => Promise<T>): Promise<T | null>;
  /** Rejects with RegisterUnreachable, or resolves. */
  ping(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};

/**
 * Connects when first used. `clock` says when rows are made where the caller does not. Without a `guard` the register is
 * taken as it is, however old.
 */
export function openRegister(databaseUrl: string, clock: () => number = Date.now, guard?: Guard): Register {
  const database = openDatabase(databaseUrl, undefined, guard);
  const commits = openGroupCommit(database);
  const claims = openClaims(commits, clock);
  const ready = async (id: LetterId) => (await readyGroups(database, [id], clock())).get(id) ?? [];
  return {
    recordDecision: async (decision, owner) => {
      const recorded = await claims.decide(decision, owner ?? null);
      return recorded ?? { kind: 'present', groups: await ready(decision.id), attempts: [] };
    },
    claimAttempt: (id, group, owner, now) => claims.claim({ letter: id, group, owner, now }),
    dotMayGo: (id, group, attempt, owner) => commits.submit(DOTS, { letter: id, group, attempt, owner, now: clock() }),
    recordResult: (result) => claims.ended.result(result, () => recordResult(database, commits, result)),
    recordUncertain: (attempt) => claims.ended.giveUp(attempt, () => commits.submit(UNFINISHED, attempt)),
    yieldClaim: (attempt) => claims.ended.giveUp(attempt, () => commits.submit(YIELDED, attempt)),
    effectSpooled: (id, key, child) => commits.submit(SPOOLED_EFFECTS, { letter: id, key, child, now: clock() }),
    act: (asked, now) => act(database, asked, now),

    letter: (id) => database.read((kysely) => letter(kysely, id)),
    held: (council) => database.read((kysely) => held(kysely, council ?? null)),
    carried: (council, messageIds) => carried(database, council, messageIds),
    siblings: (asked) => siblings(database, asked),
    toldElsewhere: (id, key) => toldElsewhere(database, id, key),
    countsByState: () => countsByState(database),
    looked: (look) => looked(database, look),

    dueGroups: (now, limit, after) => dueGroups(database, now, limit, after),
    dueEffects: (limit, after) => dueEffects(database, limit, after),
    effectsOf: (id) => effectsOf(database, id),
    readyGroups: ready,
    abandoned: (abandonment) => abandoned(database, abandonment),
    known: (ids) => known(database, ids),
    lettersIn: (ids) => lettersIn(database, ids),
    unsettled: (from, before, limit) => unsettled(database, from, before, limit),
    bytesMissing: async (id) => {
      const first = await bytesMissing(database, id, clock());
      claims.letGo(id);
      return first;
    },
    bytesFound: (id) => bytesFound(database, id, clock()),
    tellOfLoss: (id, notices) => tellOfLoss(database, id, notices, clock()),
    settledForPurge: (now, retention, limit) => settledForPurge(database, now, retention, limit),
    purged: (ids) => purged(database, ids),

    audit: (after, limit) => audit(database, after, limit),
    unknownChildren: (letters) => unknownChildren(database, letters),

    standing: () => standing(database),

    storePolicy: (council, hash, source) => storePolicy(database, { council, hash, source }, clock()),
    policyVersion: (council, version) => policyVersion(database, council, version),
    accounts: () => accounts(database),
    putAccount: (account) => putAccount(database, account, clock()),
    removeAccount: (name) => removeAccount(database, name),

    heartbeat: async (instance, role, now) => {
      // Together: what cannot be settled must not make a living process seem dead.
      const [beaten, settled] = await Promise.allSettled([
        heartbeat(database, { instance, role, now }),
        claims.settleAll(),
      ]);
      for (const end of [beaten, settled]) if (end.status === 'rejected') throw end.reason;
    },
    aliveWorkers: (now) => aliveWorkers(database, now),
    alone: (task, work) => alone(database, task, work),
    ping: async () => void (await database.query({ name: 'ping', text: 'select 1' }, [])),
    close: async () => {
      // Where the register is away still, what is owed is for the sweep to find.
      await claims.settle().catch(() => {});
      await commits.idle();
      await database.close();
    },
  };
}

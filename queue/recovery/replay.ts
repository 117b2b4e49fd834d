/**
 * All outcomes of the spool, told to a register that was put back from before. It may be cut short anywhere and begun
 * again: each letter is one transaction, and what is told twice changes nothing.
 */
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from '../register/database.ts';
import { lettersIn } from '../register/letters.ts';
import { endReplay, type Recovery, waitForConfirm } from '../register/recoveries.ts';
import { digested, remember } from '../register/remembered.ts';
import { replayLetter } from '../register/replay.ts';
import { firstIdAt } from '../spool/letter-id.ts';
import type { Outcome } from '../spool/outcomes.ts';
import type { Spool } from '../spool/spool.ts';
import { fatesIn, hasEnded } from './fates.ts';
import { lineOf, type OutcomeLine } from './outcome-records.ts';

export type Replaying = {
  readonly database: Database;
  readonly spool: Pick<Spool, 'hours' | 'outcomes' | 'outcomesSize' | 'reopenHours'>;
  readonly recovery: Recovery;
  readonly now: number;
};

export type Replayed = { readonly letters: number; readonly remembered: number; readonly waiting: number };

const PAGE = 500;
const PART_BYTES = 32 * 1024 * 1024;

/** After it the register goes on in an epoch of its own. */
export async function replayAll(replaying: Replaying): Promise<Replayed> {
  const { database, spool, recovery, now } = replaying;
  const told = await replayOutcomes(replaying);
  // An hour that was closed holds letters without a row again.
  await spool.reopenHours();
  const waiting = recovery.waitsBefore > 0 ? await waitForConfirm(database, firstIdAt(recovery.waitsBefore), now) : 0;
  await endReplay(database, recovery, now);
  return { ...told, waiting };
}

/** Those of the recovery's first life alone: what came after it, the register has written itself. */
export async function replayOutcomes(replaying: Replaying): Promise<Omit<Replayed, 'waiting'>> {
  let letters = 0;
  let remembered = 0;
  for (const hour of await replaying.spool.hours('all')) {
    for await (const outcomes of inParts(hour, replaying)) {
      const byLetter = letterLines(outcomes);
      const ids = [...byLetter.keys()];
      for (let at = 0; at < ids.length; at += PAGE) {
        const page = await replayPage(ids.slice(at, at + PAGE), byLetter, replaying);
        letters += page.letters;
        remembered += page.remembered;
      }
    }
  }
  return { letters, remembered };
}

/** A long log is read several times, each time for some of its letters: all lines of a letter are needed at once. */
async function* inParts(hour: string, { spool, recovery }: Replaying): AsyncGenerator<Outcome[]> {
  const parts = Math.ceil((await spool.outcomesSize(hour)) / PART_BYTES);
  for (let part = 0; part < parts; part++) {
    yield await spool.outcomes(hour, (id, epoch) => epoch < recovery.number && partOf(id, parts) === part);
  }
}

/** By the random end of its id. */
function partOf(id: string, parts: number): number {
  return [...id.slice(-4)].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 0) % parts;
}

function letterLines(outcomes: readonly Outcome[]): Map<LetterId, OutcomeLine[]> {
  const byLetter = new Map<LetterId, OutcomeLine[]>();
  for (const outcome of outcomes) {
    const line = lineOf(outcome);
    if (line === null) continue;
    const lines = byLetter.get(outcome.letter);
    if (lines === undefined) byLetter.set(outcome.letter, [line]);
    else lines.push(line);
  }
  return byLetter;
}

async function replayPage(
  ids: readonly LetterId[],
  byLetter: ReadonlyMap<LetterId, readonly OutcomeLine[]>,
  { database, recovery, now }: Replaying,
): Promise<Omit<Replayed, 'waiting'>> {
  const states = await lettersIn(database, ids);
  const since = await digested(database, ids);
  let letters = 0;
  for (const [letter, state] of states) {
    if (state !== 'active' && state !== 'bytes-missing') continue;
    const lines = (byLetter.get(letter) ?? []).filter(({ epoch }) => epoch >= (since.get(letter) ?? 0));
    if (await replayLetter(database, { letter, lines, now })) letters++;
  }
  const unknown = ids.filter((id) => !states.has(id));
  const kept = unknown.map((letter) => {
    const lines = byLetter.get(letter) ?? [];
    const fates = fatesIn(lines);
    const ended = fates.filter((fate) => fate.to === undefined && hasEnded(fate)).length;
    return { letter, lines, doubtful: fates.some((fate) => fate.doubtful), ended };
  });
  await remember(database, recovery.id, kept);
  return { letters, remembered: kept.length };
}

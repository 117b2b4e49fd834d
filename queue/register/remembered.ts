/**
 * Letters without a row of which the outcomes know something: they were decided, and perhaps sent, after the state that
 * the register was put back to. What is judged anew is judged with it; what is gone from the spool too was ended, and
 * is not made a second time.
 */
import type { LetterId } from '../../rules/letter.ts';
import type { OutcomeLine } from '../recovery/outcome-records.ts';
import type { Client } from './database.ts';
import { storable } from './storable.ts';

export type Remembered = {
  readonly letter: LetterId;
  readonly lines: readonly OutcomeLine[];
  /** A dot was allowed of which no result is known. */
  readonly doubtful: boolean;
  /** Copies of its envelope that were delivered, or refused for good. */
  readonly ended: number;
};

const REMEMBER = {
  name: 'remember',
  text: `
insert into remembered (letter, recovery, doubtful, ended, lines)
select letter, $1, doubtful, ended, lines
from jsonb_to_recordset($2::jsonb) as x (letter text, doubtful boolean, ended integer, lines jsonb)
on conflict (letter) do update
  set recovery = $1, doubtful = excluded.doubtful, ended = excluded.ended, lines = excluded.lines
where remembered.lines <> excluded.lines`,
};

export async function remember(client: Client, recovery: number, letters: readonly Remembered[]): Promise<void> {
  if (letters.length > 0) await client.query(REMEMBER, [recovery, storable(letters)]);
}

/** Since which epoch the outcomes of these letters are of their second life; those of the first are digested. */
export async function digested(client: Client, letters: readonly LetterId[]): Promise<Map<LetterId, number>> {
  const text = `
select letter, r.number from remembered join recoveries r on r.id = recovery where letter = any ($1::text[])`;
  const rows = await client.query<{ letter: LetterId; number: number }>({ name: 'digested', text }, [letters]);
  return new Map(rows.map((row) => [row.letter, row.number]));
}

export type Recalled =
  /** Nothing is in doubt: it was never decided before, or its decision stands. */
  | { readonly kind: 'new' }
  | { readonly kind: 'waits' }
  /** `doubted`: copies of which no line tells may have been sent all the same. */
  | { readonly kind: 'recalled'; readonly lines: readonly OutcomeLine[]; readonly doubted: boolean };

const RECALL = {
  name: 'recall',
  text: `
select exists (select 1 from letters where id = $1) as decided,
  exists (select 1 from recoveries where $2 < waits_before) as doubted,
  coalesce((select ended < $3 from remembered where letter = $1), true) and (
    exists (select 1 from recoveries where $2 < waits_before and confirmed_at is null) or exists (
      select 1 from remembered m join recoveries r on r.id = m.recovery
      where m.letter = $1 and m.doubtful and r.confirmed_at is null)) as waits,
  (select lines from remembered where letter = $1) as lines`,
};

type RecallRow = {
  readonly decided: boolean;
  readonly doubted: boolean;
  readonly waits: boolean;
  readonly lines: readonly OutcomeLine[] | null;
};

export type ToJudge = {
  readonly letter: LetterId;
  /** When it was named. */
  readonly at: number;
  /** How many its envelope has. */
  readonly copies: number;
};

/** A letter whose every copy is known to have ended waits for nothing. */
export async function recall(client: Client, { letter, at, copies }: ToJudge): Promise<Recalled> {
  const [row] = await client.query<RecallRow>(RECALL, [letter, at, copies]);
  if (row === undefined || row.decided) return { kind: 'new' };
  if (row.waits) return { kind: 'waits' };
  return { kind: 'recalled', lines: row.lines ?? [], doubted: row.doubted };
}

const UNJUDGED = {
  name: 'remembered-unjudged',
  text: `
select m.letter, m.ended, m.doubtful and r.confirmed_at is null as doubtful
from remembered m join recoveries r on r.id = m.recovery where m.letter = any ($1::text[])`,
};

export type Kept = Pick<Remembered, 'doubtful' | 'ended'>;

/** What is remembered of these; `doubtful` where that waits to be confirmed. */
export async function remembered(client: Client, letters: readonly LetterId[]): Promise<Map<LetterId, Kept>> {
  const rows = await client.query<Kept & { letter: LetterId }>(UNJUDGED, [letters]);
  return new Map(rows.map(({ letter, ...kept }) => [letter, kept]));
}

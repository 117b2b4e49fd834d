/**
 * One letter in several transactions: mail systems send blind copies, and parts of large groups, apart, and a client
 * that did not hear our 250 sends the whole again. Known by a hash of what they have in common, never by their words;
 * protected copies leave nothing here.
 */
import { createHash } from 'node:crypto';
import type { CouncilId } from '../../rules/council.ts';
import type { SiblingLetter } from '../../rules/history.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import { indexable } from './indexable.ts';
import type { DecidedEffect, Decision } from './records.ts';

/** What a decision leaves for the letter's other transactions. */
export type Sibling = {
  /** The same for all transactions of one letter (`facts` of the rules). */
  readonly key: string;
  /** Who handed it in, from whom, to whom: the same where a client sends a transaction again. */
  readonly handedIn: string;
  readonly copies: SiblingLetter['copies'];
};

/** A mail system that was told to come back has done so by then. */
const TOGETHER_MS = 60 * 60_000;
/** What comes again later was sent again by a person. */
const RESUBMITTED_MS = 24 * 60 * 60_000;
/** More is no letter that was split but a program that sends one letter to everybody. */
const MOST = 50;

export const SIBLING_STATEMENTS = `
new_siblings as (
  insert into siblings (council, key, letter, at, handed_in, copies)
  select council, key, letter, at, handed_in, copies
  from jsonb_to_recordset($8::jsonb) as x (letter text, key text, at bigint, handed_in text, copies jsonb)
  join made on made.id = letter
), suspected as (
  insert into events (letter, council, at, actor, kind, payload)
  select x.letter, council, x.now, 'postroom', 'suspected-resubmission', jsonb_build_object('of', earlier.letter)
  from jsonb_to_recordset($8::jsonb) as x (letter text, key text, at bigint, now bigint, handed_in text)
  join made on made.id = x.letter
  cross join lateral (
    select s.letter from siblings s where s.council = made.council and s.key = x.key and s.handed_in = x.handed_in
      and s.letter <> x.letter and s.at between x.at - ${RESUBMITTED_MS} and x.at order by s.letter desc limit 1
  ) earlier
), new_told as (
  insert into told (council, key, letter, effect, at)
  select distinct on (council, key) council, key, letter, effect, at
  from jsonb_to_recordset($9::jsonb) as x (letter text, key text, effect text, at bigint) join made on made.id = letter
  order by council, key, letter
  on conflict (council, key) do update set letter = excluded.letter, effect = excluded.effect, at = excluded.at
  where told.at < excluded.at - ${TOGETHER_MS}
)`;

export function siblingRows({ id, receivedAt, sibling, ...decision }: Decision, now: number) {
  if (sibling === null || decision.protected) return [];
  const { key, handedIn, copies } = sibling;
  return [{ letter: id, key: hashed(key), at: receivedAt, now, handed_in: hashed(handedIn), copies }];
}

/** Of what need be told once for all transactions of a letter, whoever is first in the register tells it. */
export function toldRows({ id, effects, ...decision }: Decision, now: number) {
  if (decision.protected) return [];
  return effects.flatMap(({ key, once, at = now }) =>
    once === undefined ? [] : [{ letter: id, key: hashed(once), effect: indexable(key), at }],
  );
}

/** As it stands beside the effect. */
export function onceOf({ once }: DecidedEffect): string | null {
  return once === undefined ? null : hashed(once);
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

const SIBLINGS = {
  name: 'siblings',
  text: `
select letter as id, at, copies from siblings
where council = $1 and key = $2 and letter <> $3 and at between $4::bigint - ${TOGETHER_MS} and $4::bigint + ${TOGETHER_MS}
order by letter limit ${MOST}`,
};

export type AskedSiblings = {
  readonly council: CouncilId;
  readonly key: string;
  readonly letter: LetterId;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
};

/** The transactions of the same letter that were decided already. */
export async function siblings(database: Database, { council, key, letter, at }: AskedSiblings) {
  return database.query<SiblingLetter>(SIBLINGS, [council, hashed(key), letter, at]);
}

const TOLD = {
  name: 'told-elsewhere',
  text: `
select t.letter, t.effect as key, t.at from effects e
join told t on t.council = e.council and t.key = e.once
where e.letter = $1 and e.key = $2 and t.letter <> e.letter`,
};

/** Which effect of another transaction tells the same; null where this one is to tell it. */
export type ToldElsewhere = { readonly letter: LetterId; readonly key: string; readonly at: number };

export async function toldElsewhere(database: Database, letter: LetterId, key: string): Promise<ToldElsewhere | null> {
  const [found] = await database.query<ToldElsewhere>(TOLD, [letter, key]);
  return found ?? null;
}

/**
 * What a reviewer or an operator does with copies that are held: all of those named, or none. The letter's row is
 * locked while it is looked at, so that of two acts on one copy the second finds it gone and is refused.
 */
import type { CouncilId } from '../../rules/council.ts';
import {
  ADD_COPY,
  ADD_EFFECTS,
  ADD_EVENT,
  ADD_GROUPS,
  ADD_RENDERING,
  END_COPIES,
  LOCK_LETTER,
  READ_COPIES,
  RELEASE_COPIES,
} from './act-statements.ts';
import type { Client, Database } from './database.ts';
import { groupsOf } from './groups.ts';
import { indexable } from './indexable.ts';
import type { Act, CopyState, TransactionTerms } from './records.ts';
import { storable } from './storable.ts';
import { countDown } from './unended.ts';

export type Acted =
  /** The groups that are due because of it. */
  { readonly kind: 'done'; readonly groups: readonly number[] } | { readonly kind: 'refused'; readonly why: string };

type Letter = { readonly council: CouncilId; readonly state: string };
type Copy = {
  readonly n: number;
  readonly address: string;
  readonly state: CopyState;
  readonly grp: number | null;
  readonly rendering: number;
  readonly terms: TransactionTerms | null;
};
type Scene = {
  readonly client: Client;
  readonly act: Act;
  readonly now: number;
  readonly letter: Letter;
  readonly copies: readonly Copy[];
};

export async function act(database: Database, asked: Act, now: number): Promise<Acted> {
  return database.transaction((client) => actWithin(client, asked, now));
}

export async function actWithin(client: Client, asked: Act, now: number): Promise<Acted> {
  const [letter] = await client.query<Letter>(LOCK_LETTER, [asked.letter]);
  if (letter === undefined) return refused(`there is no letter \`${asked.letter}\``);
  const copies = await client.query<Copy>(READ_COPIES, [asked.letter]);
  const why = objection(asked, letter, copies);
  if (why !== null) return refused(why);
  return carryOut({ client, act: asked, now, letter, copies });
}

function refused(why: string): Acted {
  return { kind: 'refused', why };
}

function objection(asked: Act, letter: Letter, copies: readonly Copy[]): string | null {
  if (asked.copies.length === 0) return 'no copy is named';
  if (letter.state === 'bytes-missing' && asked.kind !== 'return') return 'its bytes are missing from the spool';
  if (asked.kind === 'forward' && asked.to === undefined) return 'a forward needs somebody to go to';
  for (const n of asked.copies) {
    const copy = copies.find((one) => one.n === n);
    if (copy === undefined) return `the letter has no copy ${n}`;
    if (copy.state !== 'held') return `the copy to \`${copy.address}\` is no longer held: it is ${copy.state}`;
  }
  return null;
}

async function carryOut(scene: Scene): Promise<Acted> {
  const { client, act: asked, now, letter } = scene;
  const { groups, ended } = await HANDLERS[asked.kind](scene);
  const effects = asked.effects.map((effect) => ({ ...effect, key: indexable(effect.key), at: now }));
  const required = await client.query(ADD_EFFECTS, [asked.letter, letter.council, storable(effects)]);
  await countDown(client, asked.letter, ended - required.length, now);
  const payload = {
    copies: asked.copies,
    reason: asked.reason,
    to: asked.to?.address ?? null,
    person: asked.to?.person ?? null,
  };
  await client.query(ADD_EVENT, [asked.letter, letter.council, now, asked.actor, asked.kind, storable(payload)]);
  return { kind: 'done', groups };
}

type Handled = { readonly groups: readonly number[]; readonly ended: number };
const HANDLERS: Record<Act['kind'], (scene: Scene) => Promise<Handled>> = { release, return: returnToSender, forward };

async function release(scene: Scene): Promise<Handled> {
  const { client, act: asked } = scene;
  const chosen = scene.copies.filter((copy) => asked.copies.includes(copy.n));
  const ready = chosen.map((copy) => ({ n: copy.n, rendering: copy.rendering, transaction: termsOf(copy) }));
  const { groups, groupOf } = groupsOf(ready, nextGroup(scene.copies));
  await addGroups(scene, groups);
  await client.query(RELEASE_COPIES, [asked.letter, [...groupOf.keys()], [...groupOf.values()]]);
  return { groups: groups.map((group) => group.grp), ended: 0 };
}

async function returnToSender({ client, act: asked }: Scene): Promise<Handled> {
  await client.query(END_COPIES, [asked.letter, [...asked.copies], 'returned']);
  return { groups: [], ended: asked.copies.length };
}

/** Whoever it goes to gets one copy, however many it takes the place of, and none where they already have it. */
async function forward(scene: Scene): Promise<Handled> {
  const { client, act: asked } = scene;
  await client.query(END_COPIES, [asked.letter, [...asked.copies], 'forwarded']);
  const ended = asked.copies.length;
  if (asked.to === undefined || has(scene, asked.to.address)) return { groups: [], ended };
  const grp = await addCopy(scene, asked.to);
  return { groups: [grp], ended: ended - 1 };
}

function has({ copies }: Scene, address: string): boolean {
  return copies.some(
    (copy) => copy.address === address && ['ready', 'deferred', 'uncertain', 'delivered'].includes(copy.state),
  );
}

async function addCopy(scene: Scene, to: NonNullable<Act['to']>): Promise<number> {
  const { client, act: asked, letter, copies } = scene;
  const { sha256, size, pieces } = to.rendering;
  const [made] = await client.query<{ n: number }>(ADD_RENDERING, [
    asked.letter,
    letter.council,
    sha256,
    size,
    storable(pieces),
  ]);
  const n = Math.max(...copies.map((copy) => copy.n)) + 1;
  const { groups } = groupsOf([{ n, rendering: made?.n ?? 0, transaction: to.terms }], nextGroup(copies));
  await addGroups(scene, groups);
  const grp = groups[0]?.grp ?? 1;
  await client.query(ADD_COPY, [asked.letter, letter.council, n, to.address, made?.n ?? 0, asked.copies[0], grp]);
  return grp;
}

async function addGroups({ client, act: asked, letter, now }: Scene, groups: readonly object[]): Promise<void> {
  await client.query(ADD_GROUPS, [asked.letter, letter.council, storable(groups), now]);
}

function nextGroup(copies: readonly Copy[]): number {
  return Math.max(0, ...copies.map((copy) => copy.grp ?? 0)) + 1;
}

function termsOf(copy: Copy): TransactionTerms {
  if (copy.terms === null) throw new Error(`the held copy ${copy.n} has no terms to leave under`);
  return copy.terms;
}

/**
 * A letter whose bytes the spool has lost: its author is told, and whoever reviews. All that can be said stands in the
 * register's row. A protected letter has none there, not even a name: only the log says that it is gone.
 */
import type { DecidedEffect, LetterRecord } from '../../queue/register/records.ts';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import { speaksFor } from '../../rules/author.ts';
import type { Council, PersonId } from '../../rules/council.ts';
import { isInside, isProtected, personAt, properOfficer } from '../../rules/directory.ts';
import type { Gateway } from '../gateway.ts';
import type { Became, CopyAccount } from '../notices/account.ts';
import { contactOf, namedOf } from './accounts.ts';
import { councilNamed } from './council-named.ts';
import { carryOutEffects } from './effects.ts';
import { isLoss, type LossPayload } from './loss-payload.ts';
import { folded } from './terms.ts';

type Copy = LetterRecord['copies'][number];
type Lost = { readonly letter: LetterRecord; readonly council: Council; readonly author: EmailAddress | null };

/** Asked again of the same loss, it requires nothing more. */
export async function tellOfLoss(id: LetterRecord['id'], gateway: Gateway): Promise<void> {
  const letter = await gateway.register.letter(id);
  if (letter === null || letter.origin === 'own') return;
  const council = councilNamed(letter.council, gateway);
  await gateway.register.tellOfLoss(id, lossNotices(letter, council, gateway.now()));
  await carryOutLoss(id, gateway);
}

/** At once; if this process dies before, the sweep finds what is due. */
export async function carryOutLoss(id: LetterRecord['id'], gateway: Gateway): Promise<void> {
  const due = await gateway.register.effectsOf(id);
  await carryOutEffects(due.filter(isLoss), gateway);
}

/** One to the author, where it is certain who that is; one to each reviewer, else to whoever acts as proper officer. */
export function lossNotices(letter: LetterRecord, council: Council, now: number): DecidedEffect[] {
  const reading = readAddress(letter.author ?? letter.from);
  const lost: Lost = { letter, council, author: reading.kind === 'address' ? reading.address : null };
  const since = letter.events.findLast(({ kind }) => kind === 'bytes-missing')?.at ?? letter.at;
  const author = lost.author !== null && isCertain(lost.author, lost) ? lost.author : null;
  const told = author === null ? null : (personAt(council, author)?.id ?? null);
  return [
    ...(author === null ? [] : [effect(`author:${since}`, toAuthor(author, lost))]),
    ...readersOf(letter, council, now)
      .filter((id) => id !== told)
      .map((id) => effect(`reader ${id}:${since}`, toReader(id, author !== null, lost))),
  ];
}

function effect(name: string, payload: LossPayload): DecidedEffect {
  return { key: `lost:${name}`, kind: 'notice', payload };
}

/**
 * Whoever is written to must have written the letter: one of the council, under whose name the connection let nobody else
 * write. What came from the world may bear anybody's name, and a stranger who forged it is not to make us write to them.
 */
function isCertain(author: EmailAddress, { letter, council }: Lost): boolean {
  if (letter.origin === 'inbound' || !isInside(council, author)) return false;
  const sender = readAddress(letter.from);
  return sender.kind === 'address' && speaksFor(council, sender.address, author);
}

function readersOf({ copies }: LetterRecord, council: Council, now: number): PersonId[] {
  const reviewers = copies.flatMap((copy) => (isHeldFor(copy) && copy.reviewer !== null ? [copy.reviewer] : []));
  const present = [...new Set(reviewers)].filter((id) => council.people.has(id));
  return present.length > 0 ? present : [properOfficer(council, now)];
}

function isHeldFor({ state, heldFor }: Copy): boolean {
  return state === 'held' && heldFor === 'review';
}

function toAuthor(author: EmailAddress, lost: Lost): LossPayload {
  const { letter, council } = lost;
  const copies = letter.copies.filter((copy) => isTold(copy, council));
  return {
    loss: 'lost',
    reader: { kind: 'author' },
    to: { name: personAt(council, author)?.name ?? '', address: author },
    letter: accountOf(letter),
    copies: copies.map((copy) => account(copy, lost)),
  };
}

/** A reviewer knows the letter and the copies that wait for them; anybody else learns whose letter it was, no more. */
function toReader(id: PersonId, authorIsTold: boolean, lost: Lost): LossPayload {
  const { letter, council, author } = lost;
  const { name, address } = contactOf(id, council);
  const theirs = letter.copies.filter((copy) => isHeldFor(copy) && copy.reviewer === id && isTold(copy, council));
  const reviews = theirs.length > 0;
  const known = accountOf(letter);
  return {
    loss: 'lost',
    reader: { kind: reviews ? 'reviewer' : 'proper-officer', author: nameOf(author, lost), authorIsTold },
    to: { name, address },
    letter: reviews ? known : { ...known, subject: '', messageId: null },
    copies: theirs.map((copy) => account(copy, lost)),
  };
}

function nameOf(author: EmailAddress | null, { council, letter }: Lost): string {
  const person = author === null ? null : personAt(council, author);
  return person === null ? (author ?? letter.from) : namedOf(person.id, council).name;
}

function accountOf(letter: LetterRecord): LossPayload['letter'] {
  const { id, subject, messageId, at: receivedAt } = letter;
  return { id, subject, messageId, references: [], receivedAt };
}

/** Neither a protected recipient, whose copy bears a mark for a name, nor what a report has told already. */
function isTold({ to, inPlaceOf, state }: Copy, council: Council): boolean {
  const reading = readAddress(to);
  if (reading.kind === 'invalid' || isProtected(council, reading.address)) return false;
  return inPlaceOf === null && !['failed', 'failed-silent', 'withheld'].includes(state);
}

function account(copy: Copy, { letter, council }: Lost): CopyAccount {
  const to = folded(copy.to);
  const person = personAt(council, to);
  const name = person?.name ?? null;
  return {
    to,
    name,
    inside: isInside(council, to),
    blind: false,
    opened: false,
    became: becameOf(copy, letter, council),
  };
}

function becameOf(copy: Copy, letter: LetterRecord, council: Council): Became {
  switch (copy.state) {
    case 'delivered':
      return { kind: 'sent' };
    case 'uncertain':
      return { kind: 'unsure' };
    case 'returned':
      return { kind: 'returned' };
    case 'forwarded':
      return becameInstead(copy, letter, council);
    default:
      return { kind: 'lost' };
  }
}

/** It went to somebody else only if that copy left in time. */
function becameInstead(copy: Copy, { copies }: LetterRecord, council: Council): Became {
  const instead = copies.find(({ inPlaceOf }) => inPlaceOf === copy.n);
  const person = instead === undefined ? null : personAt(council, folded(instead.to));
  if (instead?.state === 'uncertain') return { kind: 'unsure' };
  if (instead !== undefined && instead.state !== 'delivered') return { kind: 'lost' };
  return person === null ? { kind: 'returned' } : { kind: 'forwarded', to: contactOf(person.id, council) };
}

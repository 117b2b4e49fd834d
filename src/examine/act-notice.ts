/** The notice that tells an author the end of it: who released, returned or forwarded what was held, and why. */
import type { DecidedEffect, LetterRecord } from '../../queue/register/records.ts';
import { readAddress } from '../../rules/address.ts';
import type { Council } from '../../rules/council.ts';
import { isInside, personAt } from '../../rules/directory.ts';
import { scanHeader } from '../mail/header/headers.ts';
import type { Became, Contact, CopyAccount, Named, Occasion } from '../notices/account.ts';
import { contactOf, namedOf } from './accounts.ts';
import type { NoticePayload } from './effects-due.ts';
import { firstBytes, isShown, messageIdIn, referencesIn } from './from-header.ts';
import { folded } from './terms.ts';

export type Ended = {
  readonly letter: LetterRecord;
  readonly council: Council;
  readonly messagePath: string;
  readonly by: Named;
  readonly at: number;
  readonly reason: string;
  /** Places of the copies that were acted on. */
  readonly copies: readonly number[];
} & ({ readonly act: 'release' | 'return' } | { readonly act: 'forward'; readonly to: Contact });

/** None where the author has no address that could be told. */
export async function actNotice(ended: Ended): Promise<DecidedEffect[]> {
  const { letter, council } = ended;
  const author = readAddress(letter.author ?? letter.from);
  if (author.kind === 'invalid') return [];
  const header = scanHeader(await firstBytes(ended.messagePath));
  const seen = (copy: LetterRecord['copies'][number]) => isShown(folded(copy.to), header, council);
  const payload: NoticePayload = {
    protocol: { id: council.protocol.id, title: council.protocol.title },
    to: { name: personAt(council, author.address)?.name ?? '', address: author.address },
    letter: {
      id: letter.id,
      subject: letter.subject,
      messageId: messageIdIn(header),
      references: referencesIn(header),
      receivedAt: letter.at,
    },
    occasion: occasionOf(ended),
    copies: letter.copies.filter((copy) => isTold(copy, ended)).map((copy) => account(copy, seen(copy), ended)),
    findings: letter.judgement?.findings ?? [],
  };
  return [{ key: `notice:${ended.act}:${ended.at}`, kind: 'notice', payload }];
}

function occasionOf(ended: Ended): Occasion {
  const { by, at, reason, letter } = ended;
  const copies = letter.copies.filter((copy) => ended.copies.includes(copy.n)).map((copy) => folded(copy.to));
  const act = ended.act === 'forward' ? { act: ended.act, to: ended.to } : { act: ended.act };
  return { kind: 'acted', by, at, reason, copies, ...act };
}

function account(copy: LetterRecord['copies'][number], shown: boolean, ended: Ended): CopyAccount {
  const { council } = ended;
  const address = folded(copy.to);
  return {
    to: address,
    name: personAt(council, address)?.name ?? null,
    inside: isInside(council, address),
    blind: !shown,
    opened: isOpened(copy, ended),
    became: ended.copies.includes(copy.n) ? becameByAct(ended) : becameBefore(copy, ended),
  };
}

/** Its own `Cc` shows it, where a rule opened it. */
function isOpened(copy: LetterRecord['copies'][number], { letter, council }: Ended): boolean {
  const judged = letter.judgement?.copies.find((each) => each.to === copy.to);
  const own = personAt(council, folded(copy.to))?.email ?? copy.to;
  return (
    judged?.rewrites.some((rewrite) => 'add' in rewrite && rewrite.add.some((each) => each.address === own)) === true
  );
}

function becameByAct(ended: Ended): Became {
  switch (ended.act) {
    case 'release':
      return { kind: 'sent' };
    case 'return':
      return { kind: 'returned' };
    case 'forward':
      return { kind: 'forwarded', to: ended.to };
  }
}

function becameBefore(copy: LetterRecord['copies'][number], { letter, council }: Ended): Became {
  switch (copy.state) {
    case 'held':
      return copy.heldFor === 'review' && copy.reviewer !== null
        ? { kind: 'held', for: 'review', reviewer: namedOf(copy.reviewer, council) }
        : { kind: 'held', for: 'author' };
    case 'forwarded': {
      const instead = letter.copies.find((each) => each.inPlaceOf === copy.n);
      const person = instead === undefined ? null : personAt(council, folded(instead.to));
      return person === null ? { kind: 'returned' } : { kind: 'forwarded', to: contactOf(person.id, council) };
    }
    case 'returned':
      return { kind: 'returned' };
    default:
      return { kind: 'sent' };
  }
}

/** Of what failed a report has told already; a copy in another's place is told with that one. */
function isTold(copy: LetterRecord['copies'][number], { copies }: Ended): boolean {
  if (copies.includes(copy.n)) return true;
  return copy.inPlaceOf === null && !['failed', 'failed-silent', 'withheld'].includes(copy.state);
}

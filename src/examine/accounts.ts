/** What a notice is told of a letter and its copies, drawn from the letter, the directory and the judgement. */
import type { EmailAddress } from '../../rules/address.ts';
import { authorsOf } from '../../rules/author.ts';
import type { Council, PersonId } from '../../rules/council.ts';
import { isInside, personAt } from '../../rules/directory.ts';
import type { CopyJudgement } from '../../rules/judgement.ts';
import { blindIn } from '../../rules/recipients.ts';
import type { Became, Contact, CopyAccount, LetterAccount, Named } from '../notices/account.ts';
import type { Judged } from './decide-judged.ts';

export function accountOf({ envelope, letter }: Judged): LetterAccount {
  return {
    id: envelope.id,
    subject: letter.subject,
    messageId: letter.messageId,
    references: letter.references,
    receivedAt: envelope.receivedAt,
  };
}

/** One for each copy that was judged, in the author's order. */
export function copyAccounts(judged: Pick<Judged, 'letter' | 'council' | 'judgement'>): CopyAccount[] {
  const { letter, council, judgement } = judged;
  const blind = blindIn(letter, council, authorsOf(letter, council));
  const unseen = new Set(blind.map((each) => each.address));
  const opened = new Set(openedIn(judgement.copies));
  return judgement.copies.map((copy) => ({
    to: copy.to,
    name: personAt(council, copy.to)?.name ?? nameInHeaders(copy.to, judged),
    inside: isInside(council, copy.to),
    blind: unseen.has(copy.to),
    opened: unseen.has(copy.to) && opened.has(personAt(council, copy.to)?.email ?? copy.to),
    became: becameOf(copy, council),
  }));
}

/** The addresses that copies which leave now show under `Cc` although their author did not. */
function openedIn(copies: readonly CopyJudgement[]): readonly EmailAddress[] {
  const leaving = copies.filter((copy) => copy.outcome.kind === 'deliver');
  return leaving.flatMap((copy) =>
    copy.rewrites.flatMap((rewrite) => ('add' in rewrite ? rewrite.add.map((each) => each.address) : [])),
  );
}

function nameInHeaders(address: EmailAddress, { letter }: Pick<Judged, 'letter'>): string | null {
  const shown = [...letter.to, ...letter.cc, ...letter.bcc].find((mailbox) => mailbox.address === address);
  return shown === undefined || shown.name === '' ? null : shown.name;
}

function becameOf({ outcome }: CopyJudgement, council: Council): Became {
  switch (outcome.kind) {
    case 'deliver':
      return { kind: 'sent' };
    case 'return':
      return { kind: 'returned' };
    case 'forward':
      return { kind: 'forwarded', to: contactOf(outcome.to, council) };
    case 'hold':
      return outcome.for === 'author'
        ? { kind: 'held', for: 'author' }
        : { kind: 'held', for: 'review', reviewer: namedOf(outcome.reviewer, council) };
  }
}

export function namedOf(id: PersonId, council: Council): Named {
  const person = council.people.get(id);
  if (person === undefined) return { name: id, post: null };
  return { name: person.name, post: id === council.properOfficer ? council.protocol.properOfficerTitle : person.post };
}

export function contactOf(id: PersonId, council: Council): Contact {
  const person = council.people.get(id);
  if (person === undefined) throw new Error(`\`${id}\` is nobody of the council's directory`);
  return { ...namedOf(id, council), address: person.email };
}

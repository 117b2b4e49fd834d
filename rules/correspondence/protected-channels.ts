/**
 * protected-channels: nothing between somebody of the council and the auditor, the ombudsman, the police, a union …
 * is held, altered, shown or told. The gateway sends those copies before anything is parsed; what is left is judged
 * as if they were not there, and this file makes it so: no rule, notice or rewrite can name them.
 * It never fires and cannot be switched off. Blind to protected people who are named in the text only.
 */
import type { EmailAddress } from '../address.ts';
import type { Council } from '../council.ts';
import { isProtected } from '../directory.ts';
import type { Handling, Letter, Mailbox } from '../letter.ts';
import type { Rule } from '../rule.ts';

export const protectedChannels: Rule = { id: 'protected-channels', looksAt: 'everything', acts: () => [] };

/** The letter without its protected recipients, in the envelope and in its header. */
export function withoutProtected(letter: Letter, council: Council): Letter {
  const others = (mailboxes: readonly Mailbox[]) => mailboxes.filter(({ address }) => !isProtected(council, address));
  return {
    ...letter,
    envelope: { ...letter.envelope, to: letter.envelope.to.filter((address) => !isProtected(council, address)) },
    to: others(letter.to),
    cc: others(letter.cc),
    bcc: others(letter.bcc),
    handling: handlingOfOthers(letter.handling, council),
  };
}

/** Nor may what mail systems wrote on the way name them. */
function handlingOfOthers(handling: Handling, council: Council): Handling {
  const isOther = (address: EmailAddress) => !isProtected(council, address);
  return {
    ...handling,
    originals: handling.originals.filter(({ copy, original }) => isOther(copy) && isOther(original)),
    resent: handling.resent.map(({ by, to, bcc }) => ({ by, to: to.filter(isOther), bcc: bcc.filter(isOther) })),
    history: handling.history.filter(({ address }) => isOther(address)),
    originalTo: handling.originalTo.filter(isOther),
    rooms: handling.rooms.filter(isOther),
  };
}

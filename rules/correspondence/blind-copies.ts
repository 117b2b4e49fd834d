/**
 * blind-copies: a copy of the correspondence between one member and an officer is always open, never blind. Somebody
 * inside is shown in `Cc`; somebody outside is never revealed, and that copy waits for its author. Where the clause
 * bars the copy itself (an officer's, to another member) it waits for review.
 * Leaves alone: bulk mail to residents, circulars, the author's own copies, filing mailboxes.
 * Blind to a hidden copy that is a separate letter, and to what a recipient passes on.
 */
import { isOfficer } from '../author.ts';
import { expand } from '../directory.ts';
import { isIndividual } from '../individual.ts';
import type { Effect, Evidence } from '../judgement.ts';
import type { Mailbox } from '../letter.ts';
import { type BlindRecipient, hasItOpenly } from '../recipients.ts';
import { type Matter, parameter, type Rule } from '../rule.ts';

export const blindCopies: Rule = {
  id: 'blind-copies',
  looksAt: 'inside',
  acts: (matter) => {
    if (!isIndividual(matter)) return [];
    const found = matter.blind.map((copy) => ({ copy, fate: fateOf(copy, matter) }));
    const effects = found.flatMap(({ copy, fate }) => effectsOn(copy, fate));
    return effects.length === 0 ? [] : [{ evidence: evidenceOf(found), effects, facts: factsOf(found) }];
  },
};

/** `outside` and `barred` copies stop; the author is `asked` before opening one where the council wants that. */
type Fate = 'opened' | 'asked' | 'barred' | 'outside' | 'elsewhere';

function fateOf(copy: BlindRecipient, matter: Matter): Fate {
  const fate = copy.belongs === null ? 'outside' : insideFate(copy, matter);
  return copy.copyIs === 'here' || (fate === 'opened' && copy.copyIs === 'elsewhere') ? fate : 'elsewhere';
}

function insideFate(copy: BlindRecipient, matter: Matter): Fate {
  if (barsMembers(matter) && newMemberSees(copy, matter)) return 'barred';
  return parameter(matter.council, 'blind-copies', 'ask_first') === true ? 'asked' : 'opened';
}

/** Knutsford 5.1: an officer does not copy such mail to another member at all. */
function barsMembers({ council, authors }: Matter): boolean {
  return parameter(council, 'blind-copies', 'blind_member_on_officers_mail') === 'hold' && authors.some(isOfficer);
}

function newMemberSees(copy: BlindRecipient, { council, visible, authors }: Matter): boolean {
  return expand(council, copy.address).some(({ id, role }) => role === 'member' && !hasItOpenly(id, visible, authors));
}

function effectsOn({ address, belongs }: BlindRecipient, fate: Fate): readonly Effect[] {
  const open: Effect = { kind: 'open-copy', copy: address, mailbox: mailboxOf(address, belongs) };
  switch (fate) {
    case 'opened':
      return [open];
    case 'asked':
      return [{ kind: 'hold', copy: address, for: 'author' }, open];
    case 'barred':
      return [{ kind: 'hold', copy: address, for: 'review' }, open];
    case 'outside':
      return [{ kind: 'hold', copy: address, for: 'author' }];
    case 'elsewhere':
      return [];
  }
}

/** A person's council address, whichever was written to; a list is opened under its own. */
function mailboxOf(address: BlindRecipient['address'], belongs: BlindRecipient['belongs']): Mailbox {
  switch (belongs?.kind) {
    case 'person':
      return { name: belongs.person.name, address: belongs.person.email };
    case 'list':
      return { name: '', address: belongs.list.address };
    default:
      return { name: '', address };
  }
}

type Fated = { readonly copy: BlindRecipient; readonly fate: Fate };

/** No words of the letter, but the addresses that it hides. */
function evidenceOf(found: readonly Fated[]): readonly Evidence[] {
  const acted = found.filter(({ fate }) => fate !== 'elsewhere');
  return acted.map(({ copy }) => ({
    words: copy.address,
    part: copy.copyIs === 'here' ? 'envelope' : 'header',
    offset: 0,
  }));
}

/** For the notice: the addresses under each fate, as the author wrote them. */
function factsOf(found: readonly Fated[]): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const { copy, fate } of found) {
    if (fate === 'elsewhere') continue;
    facts[fate] = fate in facts ? `${facts[fate]}, ${copy.address}` : copy.address;
  }
  return facts;
}

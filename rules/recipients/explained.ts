/**
 * What a trusted mail system's own words explain: another address, a group of its own, a mailing list, somebody or
 * some mailbox that passed the letter on. Each must fit what the letter shows: there is no group where only people
 * are named, and nobody passes on what they are not seen to have.
 */
import { type EmailAddress, withoutTag } from '../address.ts';
import { belongs, isAtCouncil } from '../directory.ts';
import { type Found, isShown, isWriter, mailboxOf, probable, type Sight } from './sight.ts';

/** What holds for the whole transaction is found once: its header may name thousands. */
export function explanations(sight: Sight, isAlone: boolean): (address: EmailAddress) => Found | null {
  const ofAll = byGroup(sight) ?? byMailingList(sight);
  const forwarded = isAlone ? byForwarding(sight) : null;
  const passedOn = resentTo(sight);
  return (address) =>
    byOriginal(address, sight) ?? ofAll ?? passedOn.get(mailboxOf(sight.council, address)) ?? forwarded;
}

/** RFC 3461 §5.2.7: a mail system that rewrites an address to another keeps the first one as ORCPT. */
function byOriginal(address: EmailAddress, sight: Sight): Found | null {
  const original = sight.originals.get(address);
  if (original === undefined || !isShown(original, sight)) return null;
  const [theirs, first] = [belongs(sight.council, address), belongs(sight.council, original)];
  const said = `the mail system says that this copy was first addressed to \`${original}\`, whom To or Cc shows`;
  if (first?.kind === 'list') return probable('group', said);
  return probable(theirs === null ? 'alias' : 'redirect', said);
}

function byGroup(sight: Sight): Found | null {
  const { letter } = sight;
  const step = letter.handling.history.find((each) => isShown(each.address, sight));
  if (step !== undefined) {
    const said = `the mail system says that \`${step.address}\`, whom To or Cc shows, was ${step.how} to it`;
    return probable(step.how === 'forwarded' ? 'redirect' : 'group', said);
  }
  const group = [...sight.shown].find((address) => mayBeGroup(address, sight));
  if (letter.handling.fieldOfCopy.length === 0 || group === undefined) return null;
  return probable('group', `the mail system says that it stood in To or Cc, perhaps through \`${group}\``);
}

/** A list of the directory's, or a mailbox of the council's that the directory does not know. */
function mayBeGroup(address: EmailAddress, { council }: Sight): boolean {
  const owner = belongs(council, address);
  return owner === null ? isAtCouncil(council, address) : owner.kind === 'list';
}

/** A list sends under its own name; where a person or the author did, they wrote the header too. */
function byMailingList({ letter, council, writers }: Sight): Found | null {
  const { from } = letter.envelope;
  if (letter.listId === null && letter.listPost === null) return null;
  const isDelegate = council.delegates.some(({ sender }) => sender === from);
  const own =
    from !== null && (writers.mailboxes.has(withoutTag(from)) || belongs(council, from) !== null || isDelegate);
  return own ? null : probable('mailing-list', 'a mailing list sent it to those who are on it');
}

/** Only by somebody who can be seen to have it: an author who sends it once more hides that copy from the others. */
function resentTo(sight: Sight): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const { by, to } of sight.letter.handling.resent) {
    if (by.length === 0 || !by.every((each) => isShown(each, sight))) continue;
    const said = probable('redirect', `it was passed on by \`${by.join(', ')}\`, whom it shows`);
    for (const each of to) found.set(mailboxOf(sight.council, each), said);
  }
  return found;
}

function byForwarding(sight: Sight): Found | null {
  const { letter, council } = sight;
  // It is somebody's mailbox that forwards: with nobody shown there is none.
  if ([...sight.shown].every((address) => isWriter(address, sight))) return null;
  const rerouted = letter.handling.originalTo.find((each) => isShown(each, sight));
  if (rerouted !== undefined)
    return probable('redirect', `a routing rule sent what was addressed to \`${rerouted}\` there as well`);
  if (letter.handling.autoForwarded) return probable('redirect', 'a mailbox forwarded it by itself');
  if (/^(?!no$|auto-replied$)./.test(letter.autoSubmitted ?? ''))
    return probable('redirect', 'a program sent it on by itself');
  const { from } = letter.envelope;
  const rewritten = from !== null && /^srs[01][-+=]/.test(from) && belongs(council, from) === null;
  return rewritten ? probable('redirect', 'its envelope sender was rewritten, as a forwarding mailbox does') : null;
}

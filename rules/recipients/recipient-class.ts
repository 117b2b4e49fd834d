/**
 * Why somebody gets a copy, for every recipient of the envelope: named in `To` or `Cc`, under another of their
 * addresses, through a group; by a mailing list, a redirection, an invitation to a room; or hidden from the others.
 * What mail systems write on the way explains a copy only where a trusted one handed the letter in, since anybody
 * else can write the same; and where it is contradicted (by a `Bcc:` header, by nobody in sight who could have passed
 * it on) it explains nothing. A copy that nothing explains is a blind one.
 * Blind to groups of the upstream that the directory does not list and the upstream does not tell of, and to what an
 * upstream lets its own people write.
 */
import type { EmailAddress } from '../address.ts';
import { type Author, authorsOf } from '../author.ts';
import type { Council } from '../council.ts';
import { belongs, isAtCouncil } from '../directory.ts';
import type { Letter } from '../letter.ts';
import { explanations } from './explained.ts';
import {
  certain,
  type Found,
  isWriter,
  mailboxOf,
  probable,
  type RecipientClass,
  type RecipientKind,
  type Sight,
  shownOrOurs,
  sightOf,
} from './sight.ts';

/** In the envelope's order; `letter` without its protected recipients. For the rules, for `explain`, for a reviewer. */
export function classesOf(letter: Letter, council: Council): readonly RecipientClass[] {
  const classOf = classifier(letter, council, authorsOf(letter, council));
  return letter.envelope.to.map(classOf);
}

export function isBlindKind(kind: RecipientKind): boolean {
  return kind === 'blind' || kind === 'broadcast' || kind === 'unexplained';
}

/** Whom a letter shows and whose it is are gathered once: a hostile header may name thousands. */
export function classifier(
  letter: Letter,
  council: Council,
  authors: readonly Author[],
): (address: EmailAddress) => RecipientClass {
  const sight = sightOf(letter, council, authors);
  // What forwards by itself sends its copy alone: beside copies that are shown, its word explains nothing.
  const isAlone = !letter.envelope.to.some((address) => shownOrOurs(address, sight) !== null);
  const explained = sight.trusted ? explanations(sight, isAlone) : () => null;
  const rest = unexplained(sight);
  const classOf = (address: EmailAddress) =>
    // What says that it is hidden comes before what would explain it.
    shownOrOurs(address, sight) ?? hidden(address, sight) ?? explained(address) ?? rest;
  return (address) => ({ address, ...classOf(address) });
}

function hidden(address: EmailAddress, sight: Sight): Found | null {
  const why = hiddenBy(address, sight);
  if (why === null) return null;
  return isRoom(address, sight) ? ROOM : certain('blind', why);
}

const ROOM = probable('resource', 'the appointment calls it a room or equipment, and it is nobody’s mailbox');

function hiddenBy(address: EmailAddress, { letter, council, bcc, trusted }: Sight): string | null {
  if (bcc.has(mailboxOf(council, address))) return 'a Bcc header names it';
  const said = trusted && letter.handling.fieldOfCopy.includes('bcc');
  return said ? 'the mail system says that it stood in Bcc' : null;
}

/** Never somebody of the directory, and never outside: an appointment can call anybody a room. */
function isRoom(address: EmailAddress, { letter, council, trusted }: Sight): boolean {
  const isNobody = belongs(council, address) === null && isAtCouncil(council, address);
  return trusted && isNobody && letter.handling.rooms.includes(address);
}

function unexplained(sight: Sight): Found {
  const others = [...sight.shown].filter((address) => !isWriter(address, sight));
  if (others.length === 0) return certain('broadcast', 'it shows no recipient but, at most, its author');
  return probable('unexplained', ['nothing in To or Cc explains this copy', ...doubts(others, sight)].join('; '));
}

/** What a reviewer would ask next. */
function doubts(others: readonly EmailAddress[], { letter, council, trusted }: Sight): readonly string[] {
  const unlisted = others.find((address) => belongs(council, address) === null && isAtCouncil(council, address));
  const group = `\`${unlisted}\` is in no list of the directory: if it is a group, list who is on it`;
  const ignored = 'what it says of a group or a redirection counts only from a trusted mail system';
  return [...(unlisted === undefined ? [] : [group]), ...(!trusted && saysMore(letter) ? [ignored] : [])];
}

function saysMore({ handling, listId, listPost }: Letter): boolean {
  const said = [handling.fieldOfCopy, handling.history, handling.resent, handling.originals, handling.originalTo];
  return said.some((each) => each.length > 0) || handling.autoForwarded || listId !== null || listPost !== null;
}

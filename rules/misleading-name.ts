/**
 * A display name that says somebody else than the address: another address (`"clerk@council" <evil@x>`), or the name of
 * a person of the directory on an address that is not theirs nor anybody's inside. A visible fact for rules and reviewers; who
 * wrote a letter is told by the address alone.
 * Blind to abbreviated names, which strangers may share, and to names that the directory spells otherwise.
 */
import { type EmailAddress, readAddress } from './address.ts';
import type { Council, Person } from './council.ts';
import { isInside } from './directory.ts';
import { skeletonOf } from './language/skeleton.ts';
import type { Mailbox } from './letter.ts';
import { folded } from './names/name-in-line.ts';

export type MisleadingName =
  | { readonly kind: 'address'; readonly named: EmailAddress }
  | { readonly kind: 'person'; readonly named: Person };

/** In characters; programs show no more. */
const LONGEST = 500;

const ADDRESS = /[^\s<>()[\],;:|"']{1,64}@[^\s<>()[\],;:|"']{1,255}/g;

/** `null` where the name misleads nobody. */
export function misleadingName({ name, address }: Mailbox, council: Council): MisleadingName | null {
  const seen = skeletonOf(name.slice(0, LONGEST)).text;
  const other = addressesIn(seen).find((each) => each !== address);
  if (other !== undefined) return { kind: 'address', named: other };
  if (isInside(council, address)) return null;
  const words = folded(seen);
  const person = [...council.people.values()].find((each) => names(each).some((whole) => words.includes(whole)));
  return person === undefined ? null : { kind: 'person', named: person };
}

function addressesIn(text: string): readonly EmailAddress[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const reading = readAddress(match[0].replace(/[.…]+$/, ''));
    return reading.kind === 'address' ? [reading.address] : [];
  });
}

/** `Jane Marsh`, and `Marsh, Jane`. A single name is anybody's. */
function names({ name }: Person): readonly string[] {
  const words = folded(name).trim().split(' ');
  const [first = '', ...rest] = words;
  return words.length < 2 ? [] : [folded(name), ` ${[...rest, first].join(' ')} `];
}

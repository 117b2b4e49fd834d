/**
 * The person whose signature block closes the author's own words, found in the directory: by name, however much of it
 * is abbreviated as long as it can be nobody else's; else by an address or a post that stands in the block; else, in
 * a mailbox that several read, by the first name that one of them has.
 * Blind to signatures that are pictures, and to names that the directory spells otherwise.
 */
import { readAddress } from './address.ts';
import type { Council, Person, PersonId } from './council.ts';
import { personAt } from './directory.ts';
import type { Letter } from './letter.ts';
import { folded, nameIn, wordsOf } from './names/name-in-line.ts';
import { postIn } from './names/post-in-line.ts';

/** `null` where nobody of the directory signed. `readers`: who writes from the mailbox, where several do. */
export function signatoryOf(letter: Letter, council: Council, readers: readonly PersonId[] = []): Person | null {
  if (letter.body.kind !== 'read' || letter.body.signature.length === 0) return null;
  const block = letter.body.signature.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST));
  const lines = signedLines(block, council);
  return (
    first(lines, (line) => nameIn(withoutAddresses(line), council)) ??
    addressed(lines, council) ??
    first(lines, (line) => postIn(line, council)) ??
    first(lines, (line) => byFirstName(line, council, readers))
  );
}

/** Longer is no signature that a person wrote. */
const MOST_LINES = 40;
const LONGEST = 300;

/** For whom it was signed, not by whom. */
const FOR_ANOTHER = /^ (p ?p|per pro|for|for and on behalf of|on behalf of|signed for) /;

/**
 * `pp Town Clerk` under a name changes nothing. What stands below a `pp` that is alone on its line is for whom it was
 * signed too, and so is the post below such a name.
 */
function signedLines(lines: readonly string[], council: Council): readonly string[] {
  const signed: string[] = [];
  let below = false;
  for (const line of lines) {
    const words = folded(line);
    if (/^ (p ?p|per pro|on behalf of|for) $/.test(words)) break;
    const isForAnother: boolean = FOR_ANOTHER.test(words) || (below && nameIn(line, council) === null);
    if (!isForAnother) signed.push(line);
    below = isForAnother;
  }
  return signed;
}

function first(lines: readonly string[], find: (line: string) => Person | null): Person | null {
  for (const line of lines) {
    const person = find(line);
    if (person !== null) return person;
  }
  return null;
}

const ADDRESS = /[^\s<>()[\],;:|"]{1,64}@[^\s<>()[\],;:|"]{1,255}/g;

function withoutAddresses(line: string): string {
  return line.replace(ADDRESS, ' ');
}

/** Of one person alone: a block that gives two addresses says where to write, not who did. */
function addressed(lines: readonly string[], council: Council): Person | null {
  const people = new Set(
    lines.flatMap((line) => (line.match(ADDRESS) ?? []).flatMap((text) => personOf(text, council) ?? [])),
  );
  const [one] = people;
  return people.size === 1 && one !== undefined ? one : null;
}

function personOf(text: string, council: Council): Person | null {
  const reading = readAddress(text.replace(/\.$/, ''));
  return reading.kind === 'address' ? personAt(council, reading.address) : null;
}

/** Alone on its line. */
function byFirstName(line: string, council: Council, readers: readonly PersonId[]): Person | null {
  const words = wordsOf(line);
  const found = readers
    .flatMap((id) => council.people.get(id) ?? [])
    .filter(({ name }) => words.length === 1 && wordsOf(name)[0] === words[0]);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * Whose name stands in a line of a signature: `Jane Marsh`, `Cllr Jane A. Marsh`, `J. Marsh`, `Cllr Marsh`. What is
 * abbreviated counts only where nobody else of the directory could be meant.
 */
import type { Council, Person } from '../council.ts';

/** The first name in the line; not one that somebody else is said to write for (`PA to Moira Lang`). */
export function nameIn(line: string, council: Council): Person | null {
  const words = wordsOf(line);
  const directory = directoryOf(council);
  for (let at = 0; at < words.length; at++) {
    const person = nameAt(words, at, directory);
    if (person !== null && !isForAnother(words, at)) return person;
  }
  return null;
}

/** Lower case without accents, each word between single spaces, so that a name is only found whole. */
export function folded(text: string): string {
  return ` ${wordsOf(text).join(' ')} `;
}

export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

type Entry = {
  readonly person: Person;
  readonly first: string;
  readonly rest: readonly string[];
  readonly last: string;
};

const DIRECTORIES = new WeakMap<Council, readonly Entry[]>();

/** Folded once for each council: every letter asks. */
function directoryOf(council: Council): readonly Entry[] {
  const known = DIRECTORIES.get(council);
  if (known !== undefined) return known;
  const entries = [...council.people.values()].flatMap((person): Entry[] => {
    const [first, ...rest] = wordsOf(person.name);
    const last = rest.at(-1);
    return first === undefined || last === undefined ? [] : [{ person, first, rest, last }];
  });
  DIRECTORIES.set(council, entries);
  return entries;
}

const MEMBERS_TITLE = /^(cllr|councillor|cyng|cynghorydd|alderman)$/;
const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|canon|sir|dame|lady|lord)$/;
const BEFORE_ANOTHER = /^(for|of|to|pp|p|pro|behalf|cc|via)$/;

function isForAnother(words: readonly string[], at: number): boolean {
  let before = at - 1;
  while (isTitle(words[before] ?? '')) before--;
  return BEFORE_ANOTHER.test(words[before] ?? '');
}

function isTitle(word: string): boolean {
  return MEMBERS_TITLE.test(word) || TITLE.test(word);
}

function nameAt(words: readonly string[], at: number, directory: readonly Entry[]): Person | null {
  let from = at;
  let isTitled = false;
  let isMember = false;
  for (; from < words.length && from - at < 3; from++) {
    const word = words[from] ?? '';
    if (MEMBERS_TITLE.test(word)) isMember = true;
    else if (!TITLE.test(word)) break;
    isTitled = true;
  }
  const whose = isMember ? directory.filter(({ person }) => person.role === 'member') : directory;
  return (
    byFullName(words, from, directory) ??
    only(byInitials(words, from, whose)) ??
    (isTitled ? (only(bySurname(words, from, whose)) ?? onlyFirstName(words, from, isMember ? whose : [])) : null)
  );
}

/** Initials may stand between: `Jane A. Marsh`. */
function byFullName(words: readonly string[], from: number, directory: readonly Entry[]): Person | null {
  const surname = skipInitials(words, from + 1, 2);
  const found = directory.filter(
    (entry) => words[from] === entry.first && (isSurname(words, surname, entry) || isSurname(words, from + 1, entry)),
  );
  // Of `Jane Marsh` and `Jane Marsh Brown` the longer one that is written out.
  return found.sort((a, b) => b.rest.length - a.rest.length)[0]?.person ?? null;
}

function byInitials(words: readonly string[], from: number, whose: readonly Entry[]): readonly Entry[] {
  const surname = skipInitials(words, from, 3);
  if (surname === from) return [];
  return whose.filter(
    (entry) =>
      words[from] === entry.first[0] && [surname, surname - 1].some((at) => at > from && isSurname(words, at, entry)),
  );
}

function bySurname(words: readonly string[], from: number, whose: readonly Entry[]): readonly Entry[] {
  return whose.filter((entry) => isSurname(words, from, entry));
}

function onlyFirstName(words: readonly string[], from: number, whose: readonly Entry[]): Person | null {
  return from === words.length - 1 ? only(whose.filter(({ first }) => first === words[from])) : null;
}

/** All names behind the first, or the last of them. */
function isSurname(words: readonly string[], at: number, { rest, last }: Entry): boolean {
  return words[at] === last || (words[at] !== undefined && rest.every((word, n) => words[at + n] === word));
}

function skipInitials(words: readonly string[], from: number, most: number): number {
  let at = from;
  while (at - from < most && words[at]?.length === 1) at++;
  return at;
}

function only(found: readonly Entry[]): Person | null {
  return found.length === 1 ? (found[0]?.person ?? null) : null;
}

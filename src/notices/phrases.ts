/** How notices name people, copies and the letter: the same words in every part of a notice. */
import type { CopyAccount, Named } from './account.ts';
import { plainWords } from './plain-words.ts';
import type { Voice } from './wording.ts';

const NAMES_LISTED = 6;

/** `Moira Lang (Town Clerk)`. */
export function named(voice: Voice, person: Named): string {
  const name = plainWords(person.name, 80);
  return person.post === null ? name : voice.say('name.post', { name, post: plainWords(person.post, 80) });
}

/** Somebody inside goes by name; an outsider by the address, since the name is only what the author typed. */
function copyName(copy: CopyAccount): string {
  return copy.inside && copy.name ? plainWords(copy.name, 80) : plainWords(copy.to, 320);
}

/** With the address, for the table. */
export function copyLabel(voice: Voice, copy: CopyAccount): string {
  const address = plainWords(copy.to, 320);
  const name = plainWords(copy.name ?? '', 80);
  return name === '' || name === address ? address : voice.say('name.address', { name, address });
}

/** `A, B and C`; of many, the first few and how many more. */
export function copyNames(voice: Voice, copies: readonly CopyAccount[]): string {
  const names = [...new Set(copies.map(copyName))];
  if (names.length <= NAMES_LISTED) return voice.list(names);
  const first = names.slice(0, NAMES_LISTED - 1);
  return voice.say('names.more', { names: first.join(', '), count: String(names.length - first.length) });
}

export function subjectWords(voice: Voice, subject: string): string {
  return plainWords(subject) || voice.say('subject.none');
}

/**
 * The person whose signature block closes the author's own words, found in the directory by name.
 * Blind to signatures that are pictures, and to names that the directory spells otherwise.
 */
import type { Council, Person } from './council.ts';
import type { Letter } from './letter.ts';

/** `null` where nobody of the directory signed. The first name in the block counts. */
export function signatoryOf(letter: Letter, council: Council): Person | null {
  if (letter.body.kind !== 'read') return null;
  for (const line of letter.body.signature) {
    const person = named(line, council);
    if (person !== null) return person;
  }
  return null;
}

/** `pp Town Clerk` under a name changes nothing: such a line says for whom it was signed, not by whom. */
function named(line: string, council: Council): Person | null {
  const words = folded(line);
  if (/^ p ?p /.test(words)) return null;
  const found = [...council.people.values()].filter((person) => words.includes(folded(person.name)));
  return found.sort((a, b) => words.indexOf(folded(a.name)) - words.indexOf(folded(b.name)))[0] ?? null;
}

/** Lower case without accents, each word between single spaces, so that a name is only found whole. */
function folded(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

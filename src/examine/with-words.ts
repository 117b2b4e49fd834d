/**
 * A judgement whose changes can be made. Where a rule adds words to a letter's text, a place for them is looked for
 * before anything is decided; where there is none that is safe, the letter is judged as one whose text stays as it is,
 * and its author advised. An ordinary letter is judged once, and nobody looks.
 */
import type { Judgement } from '../../rules/judgement.ts';
import type { Letter } from '../../rules/letter.ts';
import { wordsIn } from '../../rules/rewrites.ts';
import type { AddedWords, Additions, Edit } from '../mail/insertion/added-words.ts';

type Worded = { readonly letter: Letter; readonly judgement: Judgement; readonly words: readonly Edit[] };

export async function withWords(
  judge: (letter: Letter) => Judgement,
  letter: Letter,
  find: (words: AddedWords) => Promise<Additions>,
): Promise<Worded> {
  const judgement = judge(letter);
  const asked = wordsOf(judgement);
  if (asked === null) return { letter, judgement, words: [] };
  const found = await find(asked);
  if (found.kind === 'edits') return { letter, judgement, words: found.edits };
  const fixed = { ...letter, fixedText: found.why };
  return { letter: fixed, judgement: judge(fixed), words: [] };
}

/** The same in every copy that leaves: those that go back are not changed. */
function wordsOf({ copies, added }: Judgement): AddedWords | null {
  const rewrites = [...copies, ...added].flatMap((copy) => copy.rewrites);
  const said = rewrites.flatMap((rewrite) => wordsIn(rewrite) ?? []);
  const at = (place: 'top' | 'end') =>
    [...new Set(said.filter((each) => each.at === place).map(({ words }) => words))].join('\n');
  return said.length === 0 ? null : { banner: at('top'), statement: at('end') };
}

/**
 * The sentences of a letter's own words, each with its place, so that a rule can ask what they do and show where it
 * says so. The same letter is cut once, however many rules ask.
 */
import type { Evidence } from './judgement.ts';
import { type DetectorName, detector } from './language/detectors.ts';
import { occasionOf } from './language/occasion.ts';
import { sentencesOf } from './language/sentences.ts';
import type { Letter } from './letter.ts';
import { ownWords } from './own-words.ts';

/** `offset` in its part's text, in UTF-16 units. */
export type Spoken = { readonly text: string; readonly part: string; readonly offset: number };

const cut = new WeakMap<Letter, readonly Spoken[]>();

export function spokenIn(letter: Letter): readonly Spoken[] {
  const known = cut.get(letter);
  if (known !== undefined) return known;
  const spoken = ownWords(letter).flatMap(({ part, text, offset }) =>
    sentencesOf(text).map((sentence) => ({ text: sentence.text, part, offset: offset + sentence.from })),
  );
  cut.set(letter, spoken);
  return spoken;
}

/** Sentences that do what the detector tells, with a chance of at least `least`; the surest first. */
export function doing(name: DetectorName, letter: Letter, least: number): readonly Spoken[] {
  const occasion = occasionOf(letter);
  const { chance } = detector(name);
  return spokenIn(letter)
    .map((spoken) => ({ spoken, sure: chance(spoken.text, occasion) }))
    .filter(({ sure }) => sure >= least)
    .sort((a, b) => b.sure - a.sure)
    .map(({ spoken }) => spoken);
}

/** The same words in the plain and the HTML text are shown once. */
export function evidenceOf(spoken: readonly Spoken[], most = 3): readonly Evidence[] {
  const shown = new Map(spoken.map((each) => [each.text.replace(/\s+/g, ' '), each]));
  return [...shown.values()].slice(0, most).map(({ text, part, offset }) => ({ words: text, part, offset }));
}

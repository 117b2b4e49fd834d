/**
 * official-letters: a member speaks for the Council in a letter that goes outside, and binds it to nothing. Every
 * outside copy waits for review, and may be issued in the officer's name instead.
 * Leaves alone: the chair where the pack says so; from the chair alone, or the deputy standing in, a civic greeting,
 * thanks, condolence or charity in any pack; the media; news of a published decision in the writer's own name.
 * Blind to a letterhead that is a picture.
 */

import { isChair, memberBehind, privateCopies } from '../members-name.ts';
import { isOnLeave } from '../presence.ts';
import { type Matter, parameter, type Rule } from '../rule.ts';
import { doing, evidenceOf, type Spoken, spokenIn } from '../spoken.ts';
import { isCivic } from './civic.ts';
import { bindingIn } from './obligations-in-member-name.ts';
import { signsForCouncil } from './sign-off.ts';

const SURE = 0.5;

export const officialLetters: Rule = {
  id: 'official-letters',
  looksAt: 'inside',
  acts: (matter) => {
    const copies = privateCopies(matter);
    const member = memberBehind(matter);
    if (copies.length === 0 || member === null) return [];
    const spoken = speakingFor(matter);
    if (spoken.length === 0 || bindingIn(matter).length > 0) return [];
    const presides = isChair(matter.council, member, (id) => isOnLeave(matter.council, id, matter.now));
    if (presides && (mayWriteAsChair(matter) || isCivic(spokenIn(matter.letter)))) return [];
    const effects = copies.map((copy) => ({ kind: 'hold', copy, for: 'review' }) as const);
    return [{ evidence: evidenceOf(spoken), effects, facts: {} }];
  },
};

function speakingFor(matter: Matter): readonly Spoken[] {
  const said = doing('speaks-for-council', matter.letter, SURE);
  const groupOnly = parameter(matter.council, 'official-letters', 'acts_on') === 'group-decisions';
  if (groupOnly)
    return said.filter(({ text }) => /\bgroup\b|\b(?:labour|conservative|independent|green|liberal)/i.test(text));
  return [...said, ...signsForCouncil(matter)];
}

/** Wonderland 12.3. */
function mayWriteAsChair({ council }: Matter): boolean {
  return parameter(council, 'official-letters', 'chair_may_write') === true;
}

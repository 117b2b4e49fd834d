/** A letter of greeting, thanks, congratulation, condolence or charity: what a chair writes for a town. */
import type { Spoken } from '../spoken.ts';

const CIVIC =
  /\b(?:thank(?:s|ful|ing)?|grateful|gratitude|congratulat\w+|condol\w+|sympath\w+|sorry (?:to hear|for your loss)|in our thoughts|greetings?|best wishes|warmest|welcome|honou?red|delighted|proud|pleasure|celebrat\w+|anniversary|birthday|charity|appeal|raise(?:d)? (?:money|£)|collection|donat\w+|remembr\w+|service to the town|farewell|retire\w*|merry|happy (?:christmas|new year))\b/i;
const POSITION =
  /\b(?:position|policy|stance|oppos\w+|object\w*|support(?:s|ed)? (?:the|your) (?:application|scheme|proposal|plan)|against|demand\w*|insist\w*|reject\w*|deplor\w+|unacceptable|inadequate|disgrace\w*|reconsider|should be refused|calls? (?:on|upon))\b/i;

/** One thing said of a position makes it more than civic. */
export function isCivic(spoken: readonly Spoken[]): boolean {
  return spoken.some(({ text }) => CIVIC.test(text)) && !spoken.some(({ text }) => POSITION.test(text));
}

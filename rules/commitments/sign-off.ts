/** A letter that is signed for the Council: “for and on behalf of …” above or below the writer's name. */
import type { Matter } from '../rule.ts';
import type { Spoken } from '../spoken.ts';

export function signsForCouncil({ letter, council }: Matter): readonly Spoken[] {
  if (letter.body.kind === 'unreadable') return [];
  const name = council.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const sign = new RegExp(
    `^\\W*(?:(?:signed\\s+)?(?:for and on behalf of|on behalf of|for|pp)\\s+(?:the\\s+)?(?:${name}|(?:town|parish)\\s+council|council))\\W*$`,
    'iu',
  );
  return letter.body.signature.flatMap((line) =>
    sign.test(line.slice(0, 200)) ? [{ text: line, part: 'signature', offset: 0 }] : [],
  );
}

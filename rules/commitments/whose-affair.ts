/**
 * Whether what a member agrees to is the Council's affair at all: members order kitchens for themselves and coaches for
 * the school they are governors of. Blind to a private order that says nowhere that it is private.
 */
import type { Letter } from '../letter.ts';
import { ownWords } from '../own-words.ts';

const COUNCIL = /\b(?:council(?!\s*(?:tax|house))|town hall|clerk|ratepayers?|the town)\b/i;

const BODY =
  'pta|pcc|club|society|association|trust|trustees|governors?|church|chapel|choir|band|legion|scouts?|guides?|brownies|school|family|firm|shop|business';
const FOR_ANOTHER = new RegExp(
  `\\b(?:on behalf of|speaking for|acting for|writing for|signing for)\\s+(?:all\\s+)?(?:(?:the|our|my)\\s+)?(?:[\\w'’.&-]+\\s+){0,4}?(?:${BODY})\\b`,
  'i',
);
const OTHER_HAT =
  /\b(?:churchwarden|akela)\b|\b(?:treasurer|secretary|captain|governor|trustee)(?:['’]s hat| (?:of|for|at) (?:the )?(?!council|town))|\b(?:parochial church council|(?:the|our) pta|(?:the|our) pcc)\b/i;
const PRIVATE =
  /\b(?:my|our)\s+(?:own\s+)?(?:(?:new|old|front|back|little|spare)\s+)?(?:kitchen|bathroom|bedroom|house|home|flat|garden|drive|driveway|garage|roof|boiler|patio|conservatory|loft|extension|wedding|anniversary|holiday|car|van|daughter|son|mother|mum|father|dad|husband|wife|partner|dog|cat|shop|business|firm)\b|\bmy own (?:money|pocket|card|account)\b|\bfor myself\b|\bin a (?:purely )?(?:personal|private) capacity\b/i;
const THEIR_PRIVATE =
  /\byour (?:own )?(?:kitchen|bathroom|bedroom|house|flat|conservatory|loft|wedding|anniversary)\b/i;

/** For another body, or for the writer's own home: and the Council is not brought into it. */
export function isOthersAffair(sentence: string, letter: Letter): boolean {
  const own = ownWords(letter).map(({ text }) => text);
  const signed = letter.body.kind === 'read' ? letter.body.signature.join('\n') : '';
  if (FOR_ANOTHER.test(sentence) || OTHER_HAT.test(sentence)) return !COUNCIL.test(sentence.replace(OTHER_HAT, ''));
  if (COUNCIL.test(sentence)) return false;
  const whole = [...own, signed].join('\n');
  const speaksOfCouncil = own.some((text) => COUNCIL.test(withoutNames(text)));
  if (OTHER_HAT.test(whole) || FOR_ANOTHER.test(whole)) return !speaksOfCouncil || OTHER_HAT.test(whole);
  return (
    (PRIVATE.test(whole) || [letter.subject, asked(letter)].some((text) => THEIR_PRIVATE.test(text))) &&
    !speaksOfCouncil
  );
}

/** `parochial church council` is no council of ours. */
function withoutNames(text: string): string {
  return text.replace(/\b(?:parochial church|student|works|borough|county|district) council\b/gi, '');
}

/** What the letter answers. */
function asked({ body }: Letter): string {
  if (body.kind === 'unreadable') return '';
  const latest = body.quotations.find(({ depth }) => depth === 1);
  const text = body.texts.find(({ part }) => part === latest?.part)?.text ?? '';
  return latest === undefined ? '' : text.slice(latest.from, Math.min(latest.to, latest.from + 3_000));
}

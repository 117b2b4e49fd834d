/** What a mail system sets above a letter from outside: `CAUTION: This email originated from outside the organisation`. */

const BEGINS =
  /^\W{0,12}(?:\[?external\]?(?: e-?mail| message| sender)?\W{0,5}$|(?:caution|warning|attention|be careful|alert|notice|important|external(?: e-?mail| sender| message)?|think before you click|rhybudd)\b.{0,60}?(?:\bexternal\b|\boutside\b|\borganisation\b|\borganization\b|\bthis (?:e-?mail|message)\b|\bsender\b|\bclick\b)|this (?:e-?mail|message) (?:was sent|originated|originates|came|comes|is|has come|has originated|has been sent) (?:from )?(?:an )?(?:outside|external|somebody outside|someone outside)|you don['’]t often (?:get|receive) e-?mails? from|some people who received this message don['’]t often|zjqcmq\w{0,40}|this sender (?:is not|might|could|may))/i;
/** Nothing but the word. */
const TAG = /^\W{0,12}external(?: e-?mail| message| sender)?\W{0,12}$/i;
const GOES_ON =
  /\b(?:click|links?|attachments?|recogni[sz]e|sender|safe|outside|external|organi[sz]ation|phishing|suspicious|report|trust|verify|learn why|it department|help ?desk|passwords?|content|caution|care|unless)\b|zjqcm|https?:\/\/aka\.ms\//gi;
const PERSON = /^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b|\b(?:I|I['’](?:m|ve|ll|d))\b/;
const MOST_LINES = 8;

/** How many of the lines from the first on are a banner; 0 where none is. */
export function bannerLines(texts: readonly string[]): number {
  const first = texts[0] ?? '';
  if (first.length > 900 || !BEGINS.test(first) || PERSON.test(first)) return 0;
  if (!isWholly(texts)) return 0;
  let to = 1;
  while (to < Math.min(texts.length, MOST_LINES) && goesOn(texts[to - 1] ?? '', texts[to] ?? '')) to++;
  return to;
}

/** `CAUTION: this email is not to be forwarded` is the author's; a banner speaks of where a letter is from. */
function isWholly(texts: readonly string[]): boolean {
  const whole = texts.slice(0, MOST_LINES).join(' ').slice(0, 1_500);
  return (
    TAG.test(texts[0] ?? '') ||
    /^zjqcm/i.test(whole) ||
    /don['’]t often (?:get|receive)/i.test(whole) ||
    /\b(?:outside|external)\b.{0,400}\b(?:click|links?|attachments?|recogni[sz]e|care|caution|sender|careful)\b|\b(?:click|links?|attachments?)\b.{0,400}\b(?:outside|external)\b|originated (?:from )?outside/i.test(
      whole,
    )
  );
}

function goesOn(before: string, text: string): boolean {
  if (text === '' || PERSON.test(text)) return false;
  if (/\]\W{0,5}$/.test(before)) return false;
  const words = text.slice(0, 900).match(GOES_ON)?.length ?? 0;
  return words > 1 || /zjqcm|aka\.ms/i.test(text) || !/[.!:?]$/.test(before);
}

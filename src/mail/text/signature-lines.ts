/**
 * What a single line may be in the block that closes a letter: a closing, a name, an office, a telephone, or a sentence
 * that belongs to none. Blind to the lines around it.
 */

const CLOSING =
  /^(?:(?:with )?(?:my |our )?(?:(?:very )?(?:kind(?:est)?|best|warm(?:est)?|many|all good|all the(?: very)? best|good|every good|grateful|sincere) ?(?:personal )?(?:regards|wishes|thanks)?|regards|with (?:every|all) good wish(?:es)?|with (?:my |our )?apologies|best|thanks|thank you|many thanks|thanks again|thanks in advance|thank you in advance|with thanks|in haste|cheers|ta|love|lots of love|speak soon|see you soon|yours|yours (?:sincerely|faithfully|truly|ever|aye|in haste)|sincerely|respectfully|faithfully|rgds|brgds|kr|br|cofion(?: gorau| cynnes)?|yn gywir|yn gywir iawn|yr eiddoch yn (?:gywir|ffyddlon)|diolch(?: yn fawr)?|hwyl|mit freundlichen grüßen|cordialement|saludos)(?:(?: and|,| &|\/) ?(?:kind |best |warm )?(?:regards|wishes|thanks|thank you|all the best))?)[\s,.!–—-]{0,4}$/iu;

const CONTACT =
  /(?:\+?\(?\d[\d ()./-]{7,}\d)|\S@\S+\.\S|\bwww\.\S|https?:\/\/\S|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b|^(?:t|tel|m|mob|mobile|phone|e|email|w|web|f|fax|ffôn|symudol|d|dd|direct|office|switchboard|twitter|x|facebook|linkedin|ext)\s?[:.|]/i;
const OFFICE =
  /\b(?:councillor|cllr|cynghorydd|clerk|clerc|mayor|mayoress|maer|officer|swyddog|chair(?:man|woman|person)?|cadeirydd|deputy|leader|manager|director|secretary|treasurer|member for|member of|ward|council|cyngor|committee|department|dept|team|assistant|engineer|surveyor|solicitor|editor|reporter|estates|head of|ltd|limited|llp|plc|group|trust|association|society|services|consult\w*|architects?|contractors?|sons?|bro(?:ther)?s|co|office|administrator|coordinator|co-ordinator|headteacher|reverend|vicar|pc|sergeant|inspector|mp|ms|msp|hall|street|road|lane|square|house|avenue|p\.?p|on behalf of|for and on behalf)\b/i;
/** Words of a sentence. */
const PROSE =
  /\b(?:please|i|i['’]\w+|you|your|yours|he|she|they|them|we['’]\w+|is|are|was|were|be|been|will|would|have|has|had|can|could|should|must|may|might|do|don['’]t|did|does|go|ahead|yes|no|not|it|it['’]s|this|that|these|those|there|if|when|what|why|how|because|but|so|let|just|any|accept\w*|agree\w*|approve\w*|confirm\w*|order\w*|send|sent|tell|told|ask|asked|thanks?|see|ring|call me|proceed|start|begin|instruct\w*|authori[sz]e\w*|guarantee\w*|promise\w*|undertake\w*|deal|done|paid|pay|buy|invoice)\b|[£$€]\s?\d/i;
const WORKING =
  /\b(?:working (?:days|hours|pattern)|part[- ]time|office hours|normal hours|my (?:working|usual) )|^(?:i work|working) (?:mon|tue|wed|thu|fri|part)/i;
/** Capitalised, alone on a line, and nobody's name. */
const NO_NAME =
  /^(?:yes|no|ok|okay|agreed|approved|accepted|done|thanks|thank|please|go|proceed|confirmed|confirm|granted|ordered|order|deal|sold|noted|urgent|tomorrow|today|tonight|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|never|nothing|none|all|both|either|neither|maybe|perhaps|sorry|hello|hi|hey|dear|regards|attached|enclosed|see|call|ring|stop|wait|now|later|soon|great|good|fine|perfect|lovely|brilliant|excellent|absolutely|definitely|certainly|sure|right|correct|wrong|true|false|refused|rejected|declined|denied|pending|subject|re|fw|fwd|from|to|cc|total|amount|price|cost|budget|agenda|minutes|apologies|item|items|option|plan|phase|stage|week|month|year|date|time|place|venue|north|south|east|west|one|two|three|four|five|first|second|third|yours|mine|ours|us|me|we|you|everyone|all|signed|paid|pay|buy|sell|hire|book|booked)$/i;
const PLACE =
  /\b(?:hall|street|road|lane|square|house|avenue|ward|park|green|field|fields|bridge|footbridge|church|school|centre|center|room|market|library|car|station|garden|gardens|allotments|slipway|common|council|committee|meeting|report|invoice|order|tender|quote|quotation|contract|agenda|minutes|option|lease|grant)\b/i;
/** An answer in a word. */
const ANSWER =
  /^(?:yes|no|ok(?:ay)?|agreed|accepted|approved|confirmed|granted|go ahead|proceed|done)\b[^\p{L}]{0,5}$/iu;
/** What a sentence asks or does. */
const ACT = /\b(?:please|go ahead|i|i['’]\w+|accept\w*|agree\w*|approve\w*)\b|[£$€]\s?\d/i;
const YOURS =
  /^your (?:\p{L}{1,15} ){0,4}(?:councillors?|members?|mayor|clerk)(?: (?:for|of) (?:\p{L}{1,15} ?){1,3})?$/iu;
/** A closing in words of one's own, above a name. */
const LOOSE =
  /^(?:with|love|fond(?:est)?|best|warm(?:est)?|kind(?:est)?|yours|many|every|amitiés|pob)\b[^.?!:;,]{0,30}[,!]?$/i;
/** A house in a street. */
const ADDRESS =
  /\b(?:street|st|road|rd|lane|avenue|close|terrace|way|drive|gardens|crescent|place|square|hill|row|yard|court|mews|grove|green|walk|view)\b/i;
const TITLES =
  /^(?:(?:cllr|councillor|cynghorydd|mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|sir|dame|lord|lady|canon|father|pc|sgt|p\.?p\.?)\.? ){0,3}/i;

export function isClosing(text: string): boolean {
  return text.length <= 80 && CLOSING.test(text);
}

/** `Love to Ron`, `With admiration,`: only above a name. */
export function mayClose(text: string): boolean {
  return isClosing(text) || LOOSE.test(text);
}

export function isContact(text: string): boolean {
  return CONTACT.test(text);
}

export function isOffice(text: string): boolean {
  return OFFICE.test(text);
}

export function isPlace(text: string): boolean {
  return PLACE.test(text);
}

/** In a block that says it is a signature: a line that is none. */
export function isOwnSentence(text: string): boolean {
  if (ANSWER.test(text)) return true;
  if (WORKING.test(text) || CONTACT.test(text)) return false;
  return text.split(' ').length >= 3 && PROSE.test(text) && (isSentence(text) || ACT.test(text) || !OFFICE.test(text));
}

/** One to five capitalised words, titles and letters behind the name included. */
export function isName(text: string): boolean {
  if (text.length > 70) return false;
  const bare = withoutOffice(text);
  const words = bare.split(/\s+/);
  if (
    words.length > 5 ||
    words.some((word) => !/^(?:\p{Lu}[\p{L}.'’-]*|de|van|von|der|la|le|du|ap|ab|ferch|and|&|a)\.?$/u.test(word))
  )
    return false;
  return !words.some((word) => NO_NAME.test(word.replace(/\.$/, ''))) && /^\p{Lu}/u.test(words[0] ?? '');
}

export function isAuthor(text: string, names: ReadonlySet<string>): boolean {
  return isWhollyKnown(text, names) || (isKnown(text, names) && isName(text));
}

/** `owen`, `G.E.` */
export function isWhollyKnown(text: string, names: ReadonlySet<string>): boolean {
  const words = withoutOffice(text)
    .toLowerCase()
    .split(/[\s.]+/)
    .filter((word) => word !== '');
  const initials = /^(?:\p{L}\.? ?){2,3}$/u.test(text) ? words.join('') : '';
  return text.length < 80 && words.length > 0 && (names.has(initials) || words.every((word) => names.has(word)));
}

/** The name alone of `Cllr Jane Marsh (she/her) | Chair of Planning`, `Jane Marsh, councillor for North Ward`. */
function withoutOffice(text: string): string {
  const [name = '', ...rest] = text
    .replace(/^[–—*~/-]\s?|\s?[xX]{1,4}$/g, '')
    .replace(/\(([^()]{2,60})\)/, (whole, aside: string) =>
      /^(?:she|he|they)\b/i.test(aside) || OFFICE.test(aside) ? '' : whole,
    )
    .replace(TITLES, '')
    .split(/\s[|–—-]\s|, /);
  const office = rest.join(' ');
  return (office === '' || OFFICE.test(office) || CONTACT.test(office) ? name : `${name}, ${office}`).trim();
}

/** Every word of it is of the author's name: `Jane`, `Jane Marsh`, `J. Marsh`, `JM`, `Cllr Jane Marsh MBE`. */
export function isKnown(text: string, names: ReadonlySet<string>): boolean {
  const words = withoutOffice(text)
    .split(/[\s.]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 6) return false;
  const found = words.filter((word) => names.has(word.toLowerCase()));
  const first = words[0]?.toLowerCase() ?? '';
  return (
    found.length > 0 &&
    (names.has(first) || first.length === 1) &&
    (found.length === words.length || words.length <= found.length + 2)
  );
}

/** Short, and no sentence: it may stand in a signature. */
export function fits(text: string): boolean {
  if (text.length > 160 || /^(?:[•·*]|[-–] |\d{1,2}[.)] |\([a-z\d]\))/.test(text)) return false;
  if (WORKING.test(text) || YOURS.test(text)) return true;
  const contact = CONTACT.test(text);
  if (contact) return !PROSE.test(text.replace(/\S*@\S*|(?:https?:|www\.)\S*/g, '')) && !/^dear\b/i.test(text);
  if (text.length > 90 || isSentence(text)) return false;
  if (/^\d{1,4}[A-Za-z]?,? \p{Lu}/u.test(text)) return ADDRESS.test(text) && !PROSE.test(text);
  if (OFFICE.test(text) && /^[\p{Lu}("'|]|^(?:for|on behalf|p\.?p)\b/u.test(text))
    return !PROSE.test(text) || text.split(' ').length <= 3;
  return !PROSE.test(text) && /^[\p{Lu}("'/–—*~]/u.test(text) && lowerWords(text) < 3;
}

function lowerWords(text: string): number {
  return text
    .split(' ')
    .filter((word) => /^\p{Ll}{2,}$/u.test(word) && !/^(?:of|for|and|the|in|at|to|de|van|y|yr)$/.test(word)).length;
}

function isSentence(text: string): boolean {
  const long = text.split(' ').length > 12 && !text.includes('|');
  return long || (/[.?!:;,…]["'”’)]?$|[?!] /.test(text) && !/\b(?:Ltd|Co|Esq|Hons|Inc|St)\.$|^\p{Lu}\.$/u.test(text));
}

/** `Thanks, Jane` gives `Jane`. */
export function withoutClosing(line: string): string {
  const parts = /^(.{2,40}?)[,.!–—-]? (?:[–—-] )?(\p{Lu}.{0,40})$/u.exec(line);
  return parts?.[1] && parts[2] && isClosing(parts[1]) ? parts[2] : line;
}

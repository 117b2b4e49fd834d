/**
 * The block that closes what somebody wrote: a closing, a name, an office, a telephone. Where it is doubtful whether a
 * line belongs to it, the line is the author's own words.
 */

/** A block found in a passage: its first line, and where it ends. */
export type Closing = { readonly from: number; readonly to: number };

export type Passage = {
  /** The lines of one passage of own words, footers and banners left out at its end. */
  readonly texts: readonly string[];
  /** Which of them HTML marks as a signature. */
  readonly marked: readonly boolean[];
  /** Words of the author's names and address, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Nothing of the author's words stands between quoted ones on both sides: a short last line may be a name. */
  readonly outer: boolean;
};

const MOST_LINES = 14;

const CLOSING =
  /^(?:(?:with )?(?:my |our )?(?:(?:very )?(?:kind(?:est)?|best|warm(?:est)?|many|all good|all the(?: very)? best|good|every good|grateful|sincere) ?(?:personal )?(?:regards|wishes|thanks)?|regards|with (?:every|all) good wish(?:es)?|with (?:my |our )?apologies|best|thanks|thank you|many thanks|thanks again|thanks in advance|thank you in advance|with thanks|in haste|cheers|ta|love|lots of love|speak soon|see you soon|yours|yours (?:sincerely|faithfully|truly|ever|aye|in haste)|sincerely|respectfully|faithfully|rgds|brgds|kr|br|cofion(?: gorau| cynnes)?|yn gywir|yn gywir iawn|yr eiddoch yn (?:gywir|ffyddlon)|diolch(?: yn fawr)?|hwyl|mit freundlichen grüßen|cordialement|saludos)(?:(?: and|,| &|\/) ?(?:kind |best |warm )?(?:regards|wishes|thanks|thank you|all the best))?)[\s,.!–—-]{0,4}$/iu;

const CONTACT =
  /(?:\+?\(?\d[\d ()./-]{7,}\d)|\S@\S+\.\S|\bwww\.\S|https?:\/\/\S|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b|^(?:t|tel|m|mob|mobile|phone|e|email|w|web|f|fax|ffôn|symudol|d|dd|direct|office|switchboard|twitter|x|facebook|linkedin|ext)\s?[:.|]/i;
const OFFICE =
  /\b(?:councillor|cllr|cynghorydd|clerk|clerc|mayor|mayoress|maer|officer|swyddog|chair(?:man|woman|person)?|cadeirydd|deputy|leader|manager|director|secretary|treasurer|member for|member of|ward|council|cyngor|committee|department|dept|team|assistant|engineer|surveyor|solicitor|editor|reporter|estates|head of|ltd|limited|llp|plc|group|trust|association|society|services|consult\w*|architects?|contractors?|sons?|bro(?:ther)?s|co|office|administrator|coordinator|co-ordinator|headteacher|reverend|vicar|pc|sergeant|inspector|mp|ms|msp|hall|street|road|lane|square|house|avenue|p\.?p|on behalf of|for and on behalf)\b/i;
/** Words of a sentence. */
const PROSE =
  /\b(?:please|i|i['’]\w+|you|your|yours|he|she|they|them|we['’]\w+|is|are|was|were|be|been|will|would|have|has|had|can|could|should|must|may|might|do|don['’]t|did|does|go|ahead|yes|no|not|it|it['’]s|this|that|these|those|there|if|when|what|why|how|because|but|so|let|just|any|accept\w*|agree\w*|approve\w*|confirm\w*|order\w*|send|sent|tell|told|ask|asked|thanks?|see|ring|call me)\b/i;
const WORKING =
  /\b(?:working (?:days|hours|pattern)|part[- ]time|office hours|normal hours|my (?:working|usual) )|^(?:i work|working) (?:mon|tue|wed|thu|fri|part)/i;
/** Capitalised, alone on a line, and nobody's name. */
const NO_NAME =
  /^(?:yes|no|ok|okay|agreed|approved|accepted|done|thanks|thank|please|go|proceed|confirmed|confirm|granted|ordered|order|deal|sold|noted|urgent|tomorrow|today|tonight|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|never|nothing|none|all|both|either|neither|maybe|perhaps|sorry|hello|hi|hey|dear|regards|attached|enclosed|see|call|ring|stop|wait|now|later|soon|great|good|fine|perfect|lovely|brilliant|excellent|absolutely|definitely|certainly|sure|right|correct|wrong|true|false|refused|rejected|declined|denied|pending|subject|re|fw|fwd|from|to|cc|total|amount|price|cost|budget|agenda|minutes|apologies|item|items|option|plan|phase|stage|week|month|year|date|time|place|venue|north|south|east|west|one|two|three|four|five|first|second|third|yours|mine|ours|us|me|we|you|everyone|all|signed|paid|pay|buy|sell|hire|book|booked)$/i;
const PLACE =
  /\b(?:hall|street|road|lane|square|house|avenue|ward|park|green|field|fields|bridge|footbridge|church|school|centre|center|room|market|library|car|station|garden|gardens|allotments|slipway|common|council|committee|meeting|report|invoice|order|tender|quote|quotation|contract|agenda|minutes|option|lease|grant)\b/i;
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

/** Where the passage's signature stands; `null` where it has none. */
export function closingOf(passage: Passage): Closing | null {
  const to = trimmedEnd(passage.texts, passage.texts.length);
  if (to === 0) return null;
  const separator = separatorIn(passage.texts, to);
  if (separator !== null) return { from: withClosing(passage, separator), to };
  const end = beforePostscript(passage.texts, to);
  const marked = markedBlock(passage, end);
  return marked ?? closingBlock(passage, end) ?? (end === to ? null : closingBlock(passage, to));
}

export function isClosing(text: string): boolean {
  return text.length <= 80 && CLOSING.test(text);
}

/** RFC 3676 §4.3: dash dash space. What is below it counts as long as nobody goes on writing there. */
function separatorIn(texts: readonly string[], to: number): number | null {
  const at = texts.lastIndexOf('--', to - 1);
  if (at < 0 || to - at > 30) return null;
  return texts.slice(at + 1, to).some(isOwnSentence) ? null : at;
}

function isOwnSentence(text: string): boolean {
  if (WORKING.test(text) || CONTACT.test(text)) return false;
  return (
    text.split(' ').length >= 3 &&
    PROSE.test(text) &&
    (isSentence(text) || /\b(?:please|go ahead|i|i['’]\w+)\b/i.test(text))
  );
}

function markedBlock(passage: Passage, to: number): Closing | null {
  const { texts, marked } = passage;
  if (!marked[to - 1]) return null;
  let from = to;
  while (from > 0 && (marked[from - 1] || texts[from - 1] === '')) from--;
  while (from < to && texts[from] === '') from++;
  if (texts.slice(from, to).some(isOwnSentence) || to - from > 40) return null;
  return { from: withClosing(passage, lastText(texts, from) === '--' ? lastAt(texts, from) : from), to };
}

/** `PS the hall is booked` below the name is the author's again. */
function beforePostscript(texts: readonly string[], to: number): number {
  const from = Math.max(0, to - 12);
  for (let at = to - 1; at > from; at--) {
    if (/^P\.? ?S\.?\b(?!\w)/.test(texts[at] ?? '')) return trimmedEnd(texts, at);
  }
  return to;
}

/** From the end upwards, while the lines are no sentences; then down to where the name stands. */
function closingBlock(passage: Passage, to: number): Closing | null {
  const { texts, outer } = passage;
  const { top, closing } = shortLines(passage, to);
  if (closing !== null && top < to) return closes(passage, { from: top, to }) ? { from: closing, to } : null;
  if (closing !== null) return hasWords(texts.slice(0, closing)) && outer ? { from: closing, to } : null;
  const from = top < to ? nameIn(passage, { from: top, to }) : null;
  return from === null ? closingAndName(passage, to) : { from: withClosing(passage, from), to };
}

/** The short lines that end a passage, and the `Kind regards` above them. */
function shortLines({ texts, names }: Passage, to: number): { readonly top: number; readonly closing: number | null } {
  let top = to;
  let count = 0;
  for (let at = to - 1; at >= 0 && count < MOST_LINES; at--) {
    const text = texts[at] ?? '';
    if (text === '') continue;
    if (isClosing(text)) return { top, closing: at };
    if (!fits(text) && !isWhollyKnown(text, names)) break;
    top = at;
    count++;
  }
  return { top, closing: null };
}

/** Below `Regards` anything of a few short lines is a signature, if it begins with what may be a name. */
function closes({ texts }: Passage, { from, to }: Closing): boolean {
  const block = texts.slice(from, to).filter((text) => text !== '');
  return (
    block.length > 0 &&
    block.length <= MOST_LINES &&
    /^[\p{L}("'–—-]/u.test(block[0] ?? '') &&
    (block[0] ?? '').length <= 80
  );
}

/** `Thanks, Jane` in one line. */
function closingAndName({ texts, names }: Passage, to: number): Closing | null {
  const text = texts[to - 1] ?? '';
  const parts = /^(.{2,40}?)[,.!–—-]? (?:[–—-] )?(\p{Lu}[\p{L}.'’-]{0,20}(?: \p{Lu}[\p{L}.'’-]{1,20})?)$/u.exec(text);
  if (!parts?.[1] || !parts[2] || !isClosing(parts[1])) return null;
  return isKnown(parts[2], names) ? { from: to - 1, to } : null;
}

/** The line with the name that opens the block; `null` where nobody's stands there. */
function nameIn(passage: Passage, { from, to }: Closing): number | null {
  const { texts, names, outer } = passage;
  const places = texts.slice(from, to).flatMap((text, n) => (text === '' ? [] : [from + n]));
  const known = places.find((at) => isAuthor(texts[at] ?? '', names));
  if (known !== undefined) return withNameAbove(texts, known, from);
  if (!outer) return null;
  const supported = places.find(
    (at) => opensParagraph(texts, at) && isName(texts[at] ?? '') && isSupported(texts.slice(at + 1, to)),
  );
  if (supported !== undefined) return supported;
  const last = places.findLast((at) => opensParagraph(texts, at));
  if (last !== undefined && hasWords(texts.slice(0, last)) && isLikelyName(texts, { from: last, to })) return last;
  return places.find((at) => opensParagraph(texts, at) && isLetterhead(texts.slice(at, to))) ?? null;
}

function opensParagraph(texts: readonly string[], at: number): boolean {
  const above = texts[at - 1] ?? '';
  return above === '' || !fits(above);
}

/** `Darren Pike` above `Estates`, where the mailbox is called Estates. */
function withNameAbove(texts: readonly string[], at: number, floor: number): number {
  let first = at;
  while (first > floor && isName(texts[first - 1] ?? '')) first--;
  return first;
}

/** An office, a council, a telephone below the name. */
function isSupported(below: readonly string[]): boolean {
  const lines = below.filter((text) => text !== '');
  return lines.length > 0 && lines.some((text) => CONTACT.test(text) || OFFICE.test(text));
}

/** Without a name: at least two lines, with a telephone or an address. */
function isLetterhead(block: readonly string[]): boolean {
  const lines = block.filter((text) => text !== '');
  return (
    lines.length >= 2 &&
    lines.some((text) => CONTACT.test(text)) &&
    lines.every((text) => CONTACT.test(text) || OFFICE.test(text))
  );
}

/** A name alone, last, below words of the author's that are finished. */
function isLikelyName(texts: readonly string[], { from, to }: Closing): boolean {
  const text = texts[from] ?? '';
  const before = lastText(texts, from);
  if (to - from > 1 && texts.slice(from + 1, to).some((line) => line !== '')) return false;
  return isName(text) && !PLACE.test(text) && texts[from - 1] === '' && /[.!?…)"”’:;,xX]$|\p{L}$/u.test(before);
}

/** One to five capitalised words, titles and letters behind the name included. */
function isName(text: string): boolean {
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

function isAuthor(text: string, names: ReadonlySet<string>): boolean {
  return isWhollyKnown(text, names) || (isKnown(text, names) && isName(text));
}

/** `owen`, `G.E.` */
function isWhollyKnown(text: string, names: ReadonlySet<string>): boolean {
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

function fits(text: string): boolean {
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

function hasWords(texts: readonly string[]): boolean {
  return texts.some((text) => text !== '');
}

/** `Kind regards` above a block, and the first name that somebody typed between the two. */
function withClosing({ texts, names }: Pick<Passage, 'texts' | 'names'>, from: number): number {
  const at = lastAt(texts, from);
  if (at < 0) return from;
  if (isClosing(texts[at] ?? '') || LOOSE.test(texts[at] ?? '')) return at;
  if (!isAuthor(texts[at] ?? '', names)) return from;
  const above = lastAt(texts, at);
  return above >= 0 && isClosing(texts[above] ?? '') ? above : at;
}

function lastAt(texts: readonly string[], before: number): number {
  let at = before - 1;
  while (at >= 0 && texts[at] === '') at--;
  return at;
}

function lastText(texts: readonly string[], before: number): string {
  return texts[lastAt(texts, before)] ?? '';
}

function trimmedEnd(texts: readonly string[], to: number): number {
  let end = to;
  while (end > 0 && texts[end - 1] === '') end--;
  return end;
}

/** Where the author's name begins behind the last sentence of a line (`Go ahead. Jane`); `null` where it does not. */
export function nameAtEnd(line: string, names: ReadonlySet<string>): number | null {
  const found = /[.!?…)]["'”’]?\s{1,5}[–—-]?\s?((?:\p{Lu}[\p{L}.'’-]{0,30}\s?){1,4}[xX]{0,3})\s{0,20}$/u.exec(
    line.slice(-200),
  );
  const name = found?.[1]?.trim();
  if (!name || !isKnown(name, names)) return null;
  return line.trimEnd().length - name.length;
}

/** `Thanks, Jane` gives `Jane`. */
export function withoutClosing(line: string): string {
  const parts = /^(.{2,40}?)[,.!–—-]? (?:[–—-] )?(\p{Lu}.{0,40})$/u.exec(line);
  return parts?.[1] && parts[2] && isClosing(parts[1]) ? parts[2] : line;
}

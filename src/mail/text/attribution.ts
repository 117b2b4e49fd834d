/**
 * The line in which a program, or a person, says who wrote what follows: `On Mon, 23 Nov 2026 at 10:15, Jane Marsh
 * <jane@x> wrote:`, in the order and language of whichever program it was.
 */
import type { Named } from '../../../rules/letter.ts';
import { dateAtStart, isDate } from './dates.ts';
import { namedIn } from './named.ts';
import { type Said, UNSAID } from './said.ts';

export type Attribution = {
  readonly said: Said;
  /** A program wrote it: what follows is quoted even where nothing marks it. Otherwise only marks prove it. */
  readonly sure: boolean;
};

/** Without one of these no line is one; looked for first, since letters hold many lines. */
const HINT =
  /wrote|writes|said the|écrit|escri|escre|scritto|schrieb|schreef|skrev|napisał|pisze|kirjoitti|ysgrifenn|написал|пишет|quoting|zitat|citando|citat|[>\]]\W{0,14}$|@\S{3,255}:$/i;
const OPENING =
  /^(?:on|le|el|il giorno|il|em|em data de|den|op|am|w dniu|dnia|ar|at|in a message dated|sent on|pe|dana|в|le dim)[ ,]/i;
/** What only begins with one of these need be looked at twice. */
const VERB_LAST =
  /[\s,](wrote|writes|said the following|a écrit|escribió|escreveu|ha scritto|napisał(?:a|\(a\))?|pisze|kirjoitti|ysgrifennodd|написал(?:а)?|пишет)\s?:$/iu;
const VERB_FIRST = /[\s,](schrieb|schreef|skrev|ysgrifennodd|napisał(?:a|\(a\))?|a écrit)\s(?!on\s)([^:]{1,250}):$/iu;
const THEN_DATE =
  /^([^:]{2,200}?),?\s(?:wrote|said the following|schrieb|skrev|schreef)\s(?:on|am|at|den|op)\s([^<>]{4,120}):$/i;
const NOBODY =
  /^(the|a|an|i|we|he|she|it|they|my|our|your|his|her|their|this|that|some\w*|any\w*|every\w*|who\w*|as)\b/i;

/** `whole` is one line, or what a program broke over several, joined by single spaces. */
export function readAttribution(whole: string): Attribution | null {
  const bare = whole.replace(/^[-–—\s*]{0,12}|[-–—\s]{0,12}$/g, '');
  // Zoho: `---- On … wrote ----`.
  const text = bare.endsWith(':') || !/^-{3}.*-{3}$/.test(whole) ? bare : `${bare}:`;
  if (text.length > 500 || !HINT.test(text)) return null;
  return groupWise(text) ?? mutt(text) ?? (text.endsWith(':') ? worded(text) : null);
}

function worded(text: string): Attribution | null {
  return dateLast(text) ?? verbLast(text) ?? verbFirst(text) ?? quoting(text) ?? dateAndPerson(text);
}

/** `Jane Marsh/Ashcombe wrote on 23/11/2026 10:15:` */
function dateLast(text: string): Attribution | null {
  const found = THEN_DATE.exec(text);
  if (!found?.[1] || !found[2] || !isDate(found[2])) return null;
  return attributed(found[1], found[2], true);
}

/** `On <date>, <person> wrote:`, `<date>, you wrote:`, `<person> wrote:`. */
function verbLast(text: string): Attribution | null {
  const found = VERB_LAST.exec(text);
  if (!found) return null;
  const before = text.slice(0, found.index).replace(/,$/, '');
  const opened = OPENING.exec(before);
  const rest = opened ? before.slice(opened[0].length) : before;
  const { end, exact } = dateAtStart(rest);
  if (end === 0) return opened ? null : attributed(before, null, false);
  return attributed(rest.slice(end), rest.slice(0, end), exact);
}

/** `Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Jane Marsh <jane@x>:` */
function verbFirst(text: string): Attribution | null {
  const found = VERB_FIRST.exec(text);
  if (!found?.[2]) return null;
  const before = text.slice(0, found.index);
  const rest = before.replace(OPENING, '');
  const { end, exact } = dateAtStart(rest);
  return end === 0 ? null : attributed(found[2], rest.slice(0, end), exact);
}

/** Horde's `Quoting Jane Marsh <jane@x>:` */
function quoting(text: string): Attribution | null {
  const found = /^(?:Quoting|Zitat von|Citando|Citando a|Citat från) ([^:]{2,200}):$/i.exec(text);
  return found?.[1] ? attributed(found[1], null, false) : null;
}

/** `2026-11-23 10:15 GMT+00:00 Jane Marsh <jane@x>:` */
function dateAndPerson(text: string): Attribution | null {
  const { end, exact } = dateAtStart(text);
  if (
    end === 0 ||
    !exact ||
    !/(?:<[^<>\s]{3,320}>|^[, ]{0,2}(?:by|von|par|door|av) \S{1,64}@\S{1,255}):$/.test(text.slice(end))
  )
    return null;
  return attributed(text.slice(end, -1), text.slice(0, end), true);
}

/** `* Jane Marsh <jane@x> [2026-11-23 10:15]:` */
function mutt(text: string): Attribution | null {
  const found = /^([^:[\]]{2,200}) \[([^[\]]{6,60})\]:?$/.exec(text);
  return found?.[1] && found[2] && isDate(found[2]) ? attributed(found[1], found[2], true) : null;
}

/** `>>> Jane Marsh <jane@x> 23/11/2026 10:15 >>>` */
function groupWise(text: string): Attribution | null {
  const inside = /^>>> (.{3,300}?) ?>>>:?$/.exec(text)?.[1];
  if (inside === undefined) return null;
  const digit = inside.search(/(?<![\w.@-])\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b/);
  if (digit < 0 || !isDate(inside.slice(digit))) return null;
  return attributed(inside.slice(0, digit), inside.slice(digit), true);
}

function attributed(who: string, when: string | null, exact: boolean): Attribution | null {
  const written = who
    .replace(/^[\s,;:–—-]+|[\s,;]+$/g, '')
    .replace(/^(?:at|from|by|de|von|da|par|door|av) (?=\S+@|["<])/i, '');
  const author = personIn(written);
  if (author === null && !/^(you|tu|vous|usted|du|sie)$/i.test(written)) return null;
  const addressed = author !== null && author.address !== null;
  const date = when?.replace(/^[\s,]+|[\s,]+$/g, '') || null;
  return { said: { ...UNSAID, author, date }, sure: exact || (addressed && date !== null) };
}

/** `null` for what is no name: `you`, `the mayor`, half a sentence. */
function personIn(written: string): Named | null {
  if (written.length > 250) return null;
  const person = namedIn(written.replace(/(\s)([^\s<>]+@[^\s<>]+)$/, '$1<$2>'));
  if (person === null || person.address !== null) return person;
  const words = person.name.split(' ');
  const name = words.length <= 8 && !NOBODY.test(person.name) && !/^you$/i.test(person.name);
  return name && !/\p{L}{4,}[."]\s|[!?;:]/u.test(person.name) ? person : null;
}

/** How much of a line is a date, as mail programs write one: `Mon, 23 Nov 2026 at 10:15`, `23.11.2026 10:15`. */

const WEEKDAYS =
  'mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì martedì mercoledì giovedì venerdì sabato domenica gio maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo mån tis ons tors fre lör sön man tir lør søn seg ter qua qui sex pon wt śr czw pt sob niedz llun mawrth mercher iau gwener sadwrn sul maw gwe sad';
const MONTHS =
  'jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december januar februar märz mär mai juni juli oktober okt dezember dez janvier février févr mars avril avr juin juillet juil août octobre novembre décembre déc enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott januari februari maart mrt mei augustus janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev dez out maj augusti styczeń lut kwi cze lip sie wrz paź lis gru stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia ionawr chwefror mawrth ebrill mehefin gorffennaf awst medi hydref tachwedd rhagfyr ion chwe maw ebr meh gor med hyd tach rhag';

const NAMES = new Map<string, 'weekday' | 'month'>([
  ...MONTHS.split(' ').map((name): [string, 'month'] => [name, 'month']),
  ...WEEKDAYS.split(' ').map((name): [string, 'weekday'] => [name, 'weekday']),
]);
const JOINS =
  /^(at|on|um|uhr|am|à|a|las|los|alle|alla|ore|om|kl|klo|o|de|del|den|of|às|le|el|il|the|dnia|r|w|er|h|yr|ar|y|·|\||-|–)$/;

const TOKEN =
  /[\s,]{0,4}(?:(?<time>\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?![\d.:/-])\s?(?:[AaPp]\.?[Mm]\b\.?)?)|(?<digits>\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}\.?(?!\d))|(?<iso>\d{4}-\d{2}-\d{2}T[\d:.]{4,15}(?:Z|[+-]\d{2}:?\d{2})?)|(?<zone>\((?:GMT|UTC|[A-Z]{2,5})?\s?[+-]?[\d:]{0,5}\)|[+-]\d{2}:?\d{2}\b|(?:GMT|UTC|[A-Z]{1,4}T)(?:[+-]\d{1,2}(?::?\d{2})?)?\b(?: Standard Time| Daylight Time| Summer Time)?|Z\b)|(?<number>\d{1,4}(?:st|nd|rd|th|[.ºª])?(?![\d\p{L}@]))|(?<half>[AaPp]\.?[Mm]\b\.?)|(?<word>[\p{L}]{1,12}|[·|–-])\.?(?![\p{L}@/]))/uy;

export type DateFound = {
  /** Where it ends in the text; 0 where it does not begin with a date. */
  readonly end: number;
  /** It has a time of day, or is written in digits alone, or with its weekday and its year: no prose does so. */
  readonly exact: boolean;
};

/** Reads a date from the start of a text, as far as it goes. */
export function dateAtStart(text: string): DateFound {
  const seen = new Set<string>();
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let tokens = 0; tokens < 24; tokens++) {
    const found = TOKEN.exec(text);
    const kind = found ? kindOf(found.groups ?? {}, seen) : null;
    if (kind === null) break;
    if (kind === 'join') continue;
    seen.add(kind);
    end = TOKEN.lastIndex;
  }
  const exact = seen.has('time') || seen.has('digits') || seen.has('iso') || (seen.has('weekday') && seen.has('year'));
  const dated = ['digits', 'iso', 'month', 'weekday', 'year'].some((kind) => seen.has(kind));
  return dated ? { end, exact } : { end: 0, exact: false };
}

/** A second month or weekday is somebody's name: `10:15, May Turner`. */
function kindOf(groups: Readonly<Record<string, string | undefined>>, seen: ReadonlySet<string>): string | null {
  if (groups.number) return /^\d{4}/.test(groups.number) ? 'year' : 'number';
  if (groups.half) return 'half';
  if (groups.word) {
    const word = groups.word.toLowerCase();
    const name = NAMES.get(word);
    if (name === 'month' && seen.has('month') && !seen.has('weekday') && WEEKDAYS.includes(` ${word} `))
      return 'weekday';
    if (name && !seen.has(name)) return name;
    if (name === 'weekday' && !seen.has('month') && MONTHS.includes(` ${word} `)) return 'month';
    return JOINS.test(word) ? 'join' : null;
  }
  for (const kind of ['time', 'digits', 'iso', 'zone']) if (groups[kind]) return kind;
  return null;
}

/** The whole text is one date. */
export function isDate(text: string): boolean {
  const { end, exact } = dateAtStart(text);
  return exact && text.slice(end).trim() === '';
}

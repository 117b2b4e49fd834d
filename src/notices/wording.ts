/**
 * The catalogue of what notices say. A language is one file in `wording/` with every key of the English one; plural
 * forms are `.one`, `.other` and whatever else the language has (Welsh: `.zero`, `.two`, `.few`, `.many`).
 */
import { en } from './wording/en.ts';

export type WordingKey = keyof typeof en;
type Counted<K> = K extends `${infer Base}.other` ? Base : never;
/** A key that comes in plural forms, without the form. */
export type CountedKey = Counted<WordingKey>;
type Wording = Readonly<Record<WordingKey, string>> &
  Readonly<Partial<Record<`${CountedKey}.${'zero' | 'two' | 'few' | 'many'}`, string>>>;

export type Language = 'en';
const LANGUAGES: Readonly<Record<Language, Wording>> = { en };

/** What a template's `{names}` stand for; plain words already. */
type Values = Readonly<Record<string, string>>;

export type Voice = {
  /** BCP 47. */
  readonly tag: string;
  say(key: WordingKey, values?: Values): string;
  /** The form of `key` that fits `count`, with `{count}` filled in. */
  count(key: CountedKey, count: number, values?: Values): string;
  has(key: string): key is CountedKey;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
  /** A moment as a person would say it, in the council's time zone. */
  when(at: number, zone: string): string;
};

export function voice(language: Language): Voice {
  const wording: Readonly<Record<string, string>> = LANGUAGES[language];
  const tag = LANGUAGES[language]['language.tag'];
  const forms = new Intl.PluralRules(tag);
  const words = (key: string) => wording[key] ?? '';
  const say = (key: WordingKey, values: Values = {}) => fill(words(key), values);
  return {
    tag,
    say,
    count: (key, count, values = {}) => {
      const form = `${key}.${forms.select(count)}`;
      return fill(words(form in wording ? form : `${key}.other`), { ...values, count: String(count) });
    },
    has: (key): key is CountedKey => `${key}.other` in wording,
    list: (items) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(items),
    when: (at, zone) => say('when', moment(at, zone, tag)),
  };
}

/** One pass, so that a value with braces in it is never filled in turn. */
function fill(template: string, values: Values): string {
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** From parts rather than a ready-made format, which differs between versions of ICU. */
function moment(at: number, zone: string, tag: string): Values {
  const format = new Intl.DateTimeFormat(tag, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type.toLowerCase(), value]));
}

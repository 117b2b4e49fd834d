/**
 * Header fields that mark a letter: `Sensitivity` (RFC 4021 §2.1.55, after X.400), Microsoft's labels and
 * classifications, the protective markings of governments, RFC 7444's `SIO-Label`.
 * Blind to labels of the mail system that the council does not list as confidential.
 */
import { folded, wordsOf } from './folded.ts';
import type { Level } from './phrase.ts';
import { levelOfValue } from './subject.ts';

/** In lower case. What a letter's header is read for. */
export const MARKING_HEADERS: readonly string[] = [
  'sensitivity',
  'msip_labels',
  'x-microsoft-classification',
  'x-protective-marking',
  'x-classification',
  'classification',
  'sio-label',
];

type Label = { readonly header: string; readonly value: string };

/** The level that a field states, and the words that state it. */
export function markOfHeader(
  { header, value }: Label,
  labels: readonly string[],
): { readonly words: string; readonly level: Level } | null {
  const found = read({ header: header.toLowerCase(), value: value.slice(0, LONGEST) }, labels);
  return found === null ? null : { words: `${header}: ${found.said}`, level: found.level };
}

const LONGEST = 8_000;
type Said = { readonly said: string; readonly level: Level } | null;

function read({ header, value }: Label, labels: readonly string[]): Said {
  switch (header) {
    case 'sensitivity':
      return sensitivity(value);
    case 'msip_labels':
      return purview(value, labels);
    case 'x-protective-marking':
      return protective(value);
    case 'sio-label':
      return stated(/\bmarking\s?=\s?"([^"]{1,200})"/i.exec(value)?.[1] ?? '');
    default:
      return stated(value);
  }
}

function stated(value: string): Said {
  const level = levelOfValue(value);
  return level === null ? null : { said: value.trim().slice(0, 200), level };
}

/**
 * X.420: *private* is for the recipient's eyes alone, *company confidential* for whom the body's own rules say;
 * *personal* only says that somebody is written to as a person rather than in office, and keeps nothing secret.
 */
function sensitivity(value: string): Said {
  const said = value.replace(/\([^()]*\)/g, '').trim();
  const words = wordsOf(folded(said.slice(0, 100)));
  if (words === 'private') return { said, level: 'private' };
  return /^(?:company ?)?confidential$/.test(words) ? { said, level: 'confidential' } : null;
}

/** `MSIP_Label_<id>_Name=…; MSIP_Label_<id>_Enabled=true`: a label counts by the name that the council lists. */
function purview(value: string, labels: readonly string[]): Said {
  const fields = [...value.matchAll(/MSIP_Label_([0-9a-f-]{1,60})_(\w{1,40})\s?=([^;\r\n]{0,200})/gi)];
  const of = (kind: string) => fields.filter(([, , field = '']) => field.toLowerCase() === kind);
  const off = new Set(of('enabled').flatMap(([, id = '', , set = '']) => (/^\s*false\b/i.test(set) ? [id] : [])));
  const listed = new Set(labels.map(named));
  const found = of('name').find(([, id = '', , name = '']) => !off.has(id) && isListed(name, listed));
  return found === undefined
    ? null
    : { said: (found[3] ?? '').trim(), level: levelOfValue(found[3] ?? '') ?? 'confidential' };
}

/** A label below another is written after it: `Confidential\All employees`, or after a slash. */
function isListed(name: string, listed: ReadonlySet<string>): boolean {
  return [name, ...name.split(/[\\/]/)].some((each) => listed.has(named(each)));
}

function named(label: string): string {
  return wordsOf(folded(label.slice(0, 200)));
}

/** `VER=2018.6, NS=gov.au, SEC=OFFICIAL:Sensitive, CAVEAT=…`, or the marking alone. */
function protective(value: string): Said {
  const fields = [...value.matchAll(/\b(?:SEC|ACCESS|CAVEAT|DLM)\s?=\s?([^,\][]{1,80})/gi)].map(
    ([, said = '']) => said,
  );
  return fields.length === 0 ? stated(value) : (fields.map(stated).find((said) => said !== null) ?? null);
}

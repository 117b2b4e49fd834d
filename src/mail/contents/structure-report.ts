/** What a structure itself gives: what is odd about it, words around its parts, branches that differ. */
import type { TextPart } from '../../../rules/letter.ts';
import { type ByteRange, scanHeader } from '../header/headers.ts';
import { decodeCharset } from '../parts/charset.ts';
import { accountOf, gapsIn } from '../parts/coverage.ts';
import { charsetOf } from '../parts/part-text.ts';
import { isBlank, type Loose, type Part, type Structure } from '../parts/structure.ts';
import { differ } from './alternatives.ts';
import { type Gathered, report, type Setting, spend } from './gathered.ts';
import { fromPlain } from './leaf-text.ts';
import { addWords } from './words.ts';

export function reportStructure(gathered: Gathered, bytes: Buffer, structure: Structure, setting: Setting): void {
  const around = setting.prefix;
  for (const { kind, where } of structure.anomalies)
    report(gathered, kind, where === 'letter' ? around : `${setting.prefix}${where.replace(/^part /, '')}`);
  // Of the letter itself, this makes it unreadable.
  if (structure.tooMuch !== null && around !== '') report(gathered, 'mime-unread', around);
  if (structure.tooMuch !== null) return;
  const gaps = gapsIn(accountOf(structure.root), { from: 0, to: bytes.length });
  // INVARIANT: every byte is somebody's.
  if (gaps.some((gap) => !isBlank(bytes, gap))) report(gathered, 'mime-unaccounted', around);
}

export function readLoose(gathered: Gathered, bytes: Buffer, part: Part, setting: Setting): void {
  for (const loose of part.loose) if (!loose.stock) readOne(gathered, bytes, { part, loose }, setting);
  for (const inner of part.parts) readLoose(gathered, bytes, inner, setting);
}

type Unheaded = ByteRange & { readonly place: Loose['place'] | 'header' };

function readOne(
  gathered: Gathered,
  bytes: Buffer,
  { part, loose }: { readonly part: Part; readonly loose: Unheaded },
  setting: Setting,
): void {
  const raw = bytes.subarray(loose.from, loose.to);
  if (!spend(gathered, 'text', raw.length)) {
    report(gathered, 'mime-unread', setting.prefix + part.number);
    return;
  }
  const text = decodeCharset(raw, charsetOf(raw, undefined)) ?? '';
  const number = setting.prefix + (part.number === '' ? loose.place : `${part.number}:${loose.place}`);
  const read = fromPlain(text.replaceAll('\r\n', '\n').trim());
  addWords(
    gathered,
    { number, kind: 'plain', stands: setting.stands === 'enclosed' ? 'enclosed' : 'loose', read },
    setting,
  );
}

/**
 * Of a letter inside the letter, a line in a header that is none: there the text begins for some programs, and what
 * looks like more header, or like parts, belongs to it. In the letter itself such a line holds it.
 */
export function readStrays(gathered: Gathered, bytes: Buffer, part: Part, setting: Setting): void {
  const stray = part.headless ? scanHeader(bytes.subarray(0, part.header.to), part.header.from).strays[0] : undefined;
  if (stray !== undefined) {
    const loose = { from: stray.from, to: part.body.to, place: 'header' } as const;
    readOne(gathered, bytes, { part, loose }, setting);
    // Read as it stands, it is packed; whoever finds parts in it unpacks them.
    if (PACKED.test(bytes.toString('latin1', loose.from, loose.to)))
      report(gathered, 'mime-unread', setting.prefix + part.number);
  }
  for (const inner of part.parts) readStrays(gathered, bytes, inner, setting);
}

const PACKED = /content-transfer-encoding/i;

export function compareBranches(gathered: Gathered, part: Part, setting: Setting): void {
  if (part.type === 'multipart/alternative' && branchesDiffer(gathered.texts, part, setting.prefix))
    report(gathered, 'mime-alternatives-differ', setting.prefix + part.number);
  for (const inner of part.parts) compareBranches(gathered, inner, setting);
}

/** Each with the first; an appointment says other things by its nature. */
function branchesDiffer(texts: readonly TextPart[], { parts }: Part, prefix: string): boolean {
  const [first, ...others] = parts.map(({ number }) => textOf(texts, prefix + number)).filter((text) => text !== '');
  return first !== undefined && others.some((other) => differ(first, other));
}

function textOf(texts: readonly TextPart[], number: string): string {
  return texts
    .filter(({ part, kind }) => kind !== 'calendar' && (part === number || part.startsWith(`${number}.`)))
    .map(({ text }) => text)
    .join('\n');
}

/** A start tag as it stands, read once however often it stands there: what it says of its element. */
import { type Attributes, attributesOf } from './html-attributes.ts';
import { type Declarations, readDeclarations, type Values } from './html-declarations.ts';
import { GAP, LINE, type Piece } from './html-lines.ts';
import { type Look, valuesOf } from './html-look.ts';
import { marksOf } from './html-marks.ts';
import { LINES, SPACED } from './html-names.ts';
import type { Mark } from './html-regions.ts';
import { fitAnywhere, type Matched, matching, type Rule, rulesFor, type Selectable, type Sheet } from './html-sheet.ts';

export type Tag = {
  readonly name: string;
  readonly markup: string;
  readonly attributes: Attributes;
  readonly inline: Declarations | null;
  readonly classes: readonly string[];
  readonly id: string;
  readonly rules: readonly Rule[];
  /** `null` where it hangs on what the element stands in. */
  dress: Dress | null;
  /** How it looked the last time, and in what. */
  last: { readonly around: Look; readonly look: Look } | null;
};

/** What an element has of its tag and of the rules that fit it. */
export type Dress = {
  readonly values: Values;
  readonly marks: readonly Mark[];
  /** Before and behind it. */
  readonly top: Piece | null;
  readonly bottom: Piece | null;
  /** Its letters are set from right to left, whatever they are. */
  readonly turned: boolean;
};

export type Tags = { readonly sheet: Sheet | null; readonly known: Map<string, Map<string, Tag>>; kept: number };

export function newTags(sheet: Sheet | null): Tags {
  return { sheet, known: new Map(), kept: 0 };
}

const MOST_KEPT = 2_000;
const LONGEST_KEPT = 1_000;

export function readTag(tags: Tags, name: string, markup: string): Tag {
  const alike = tags.known.get(name);
  const known = alike?.get(markup);
  if (known !== undefined) return known;
  const tag = newTag(tags.sheet, name, markup);
  if (tags.kept++ < MOST_KEPT && markup.length < LONGEST_KEPT && name.length < LONGEST_KEPT) {
    if (alike === undefined) tags.known.set(name, new Map([[markup, tag]]));
    else alike.set(markup, tag);
  }
  return tag;
}

function newTag(sheet: Sheet | null, name: string, markup: string): Tag {
  const attributes = attributesOf(markup);
  const style = attributes.get('style');
  const inline = style === undefined ? null : readDeclarations(style);
  const written = attributes.get('class')?.slice(0, 1_000) ?? '';
  const classes = written.split(/[ \t\n\f]+/).filter(Boolean);
  const id = attributes.get('id') ?? '';
  const rules = sheet === null ? [] : rulesFor(sheet, { name, id, classes });
  return { name, markup, attributes, inline, classes, id, rules, dress: null, last: null };
}

/** Where more than we follow bears on an element, its colours are unsure. */
const UNSURE: readonly Matched[] = [
  { declarations: readDeclarations('color: unsure; background-color: unsure'), sure: false },
];

export function dressOf(sheet: Sheet | null, tag: Tag, parent: Selectable | null): Dress {
  if (tag.dress !== null) return tag.dress;
  const { name, attributes, id, classes, rules } = tag;
  const fitting = sheet === null ? [] : (matching(sheet, rules, { name, id, classes, parent }) ?? UNSURE);
  const values = valuesOf({ ...tag, rules: fitting });
  const dress = {
    values,
    marks: attributes.size === 0 && name !== 'blockquote' ? [] : marksOf(name, attributes, values),
    top: lineOf(tag, values, 'margin-top'),
    bottom: lineOf(tag, values, 'margin-bottom'),
    turned: isTurned(tag, values),
  };
  if (fitAnywhere(rules)) tag.dress = dress;
  return dress;
}

function isTurned({ name, attributes }: Tag, values: Values): boolean {
  const overrides = name === 'bdo' || /override/.test(values.get('unicode-bidi') ?? '');
  return overrides && (values.get('direction') ?? attributes.get('dir')?.toLowerCase()) === 'rtl';
}

function lineOf({ name, classes }: Tag, values: Values, side: 'margin-top' | 'margin-bottom'): Piece | null {
  const display = values.get('display') ?? '';
  if (name === 'td' || name === 'th' || /^(?:inline|contents|table-cell)/.test(display)) return null;
  const block = LINES.has(name) || /^(?:block|flex|grid|table|list-item|flow-root)/.test(display);
  if (!block) return null;
  return SPACED.has(name) && hasMargin(values.get(side), classes) ? GAP : LINE;
}

/** Outlook's paragraphs follow each other without a gap, and its style sheet does not always travel with them. */
function hasMargin(margin: string | undefined, classes: readonly string[]): boolean {
  if (margin === undefined) return !classes.some((each) => /^(?:x_|m_-?\d{1,20})*mso/i.test(each));
  return !/^(?:0|0?\.0{0,4}1)[a-z%]{0,3}$/.test(margin) && !/^0{1,4}\.0{1,4}[a-z]{0,3}$/.test(margin);
}

/** What a picture or a field says in words, if it is shown. */
export function wordsOf({ name, attributes }: Tag): string {
  if (name === 'img' || name === 'image') {
    const speck = ['width', 'height'].some((each) => /^[01](?:px)?$/.test(attributes.get(each) ?? ''));
    const alt = speck ? '' : (attributes.get('alt') ?? '');
    // A drawn face stands in the line, a picture with a name beside it.
    return /[\p{L}\p{N}]/u.test(alt) ? ` ${alt} ` : alt;
  }
  if (
    name !== 'input' ||
    /^(?:hidden|checkbox|radio|file|color|range|password|image)$/i.test(attributes.get('type') ?? '')
  )
    return '';
  return ` ${attributes.get('value') || attributes.get('placeholder') || ''} `;
}

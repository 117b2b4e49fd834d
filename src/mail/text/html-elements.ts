/** The elements of a page as they begin: what they look like, what they mark, and the lines that they make. */
import { type Attributes, attributesOf } from './html-attributes.ts';
import { type Declarations, readDeclarations, type Values } from './html-declarations.ts';
import { CELL, GAP, LINE, type Piece, RULE } from './html-lines.ts';
import { type Look, lookOf, PLAIN, valuesOf } from './html-look.ts';
import { FIELDS, marksOf } from './html-marks.ts';
import { LINES, SPACED, TABLE_PART } from './html-names.ts';
import { newRegion } from './html-regions.ts';
import { type Matched, matching, type Sheet } from './html-sheet.ts';
import { DEEPEST, type Open, push, remember, type Stack, tableAround, topOf, toReopen } from './html-stack.ts';

/** A start tag as it stands, read once however often it stands there. */
export type Tag = {
  readonly name: string;
  readonly markup: string;
  readonly attributes: Attributes;
  readonly inline: Declarations | null;
  readonly classes: readonly string[];
  readonly id: string;
  /** What it says of itself, where no style sheet adds to it. */
  readonly values: Values;
};

export type Elements = { readonly sheet: Sheet | null; readonly tags: Map<string, Tag>; reopened: number };

export function newElements(sheet: Sheet | null): Elements {
  return { sheet, tags: new Map(), reopened: 0 };
}

const MOST_TAGS = 2_000;
const LONGEST_KEPT = 1_000;

export function readTag({ tags }: Elements, name: string, markup: string): Tag {
  const key = `${name}${markup}`;
  const known = tags.get(key);
  if (known !== undefined) return known;
  const attributes = attributesOf(markup);
  const style = attributes.get('style');
  const inline = style === undefined ? null : readDeclarations(style);
  const classes = (attributes.get('class') ?? '')
    .slice(0, 1_000)
    .split(/[ \t\n\f]+/)
    .filter(Boolean);
  const values = valuesOf({ name, attributes, inline, rules: [] });
  const tag = { name, markup, attributes, inline, classes, id: attributes.get('id') ?? '', values };
  if (tags.size < MOST_TAGS && key.length < LONGEST_KEPT) tags.set(key, tag);
  return tag;
}

/** Where more than we follow bears on an element, its colours are unsure. */
const UNSURE: readonly Matched[] = [
  { declarations: readDeclarations('color: unsure; background-color: unsure'), sure: false },
];

function styled({ sheet }: Elements, tag: Tag, parent: Open | null): Values {
  const { name, id, classes, attributes, inline } = tag;
  const rules = sheet === null ? [] : (matching(sheet, { name, id, classes, parent }) ?? UNSURE);
  return rules.length === 0 ? tag.values : valuesOf({ name, attributes, inline, rules });
}

/** The page's own colours. Nothing that hides all of a letter is believed: web mails throw the body away. */
export function bodyOf(elements: Elements, markup: string): Open {
  const html = readTag(elements, 'html', '');
  const root = element({ tag: html, values: styled(elements, html, null), base: null, look: PLAIN, sink: [] });
  const tag = readTag(elements, 'body', markup);
  const values = styled(elements, tag, root);
  const { colour, background, space } = lookOf({ name: 'body', values, foreign: false }, lookOf(root, PLAIN));
  return element({ tag, values, base: root, look: { ...PLAIN, colour, background, space }, sink: [] });
}

type Making = {
  readonly tag: Tag;
  readonly values: Values;
  readonly base: Open | null;
  readonly look: Look;
  readonly sink: Piece[];
  readonly closing?: readonly Piece[];
  readonly foreign?: boolean;
  readonly formatting?: Open['formatting'];
};

function element(making: Making): Open {
  const { tag, values, base, look, sink, closing = [], foreign = false, formatting = null } = making;
  const { name, id, classes } = tag;
  const shared = { values, base, look, sink, closing, foreign, formatting };
  return { name, id, classes, parent: base, before: [], count: 0, ...shared };
}

/** What a start tag makes, without its content: for elements that have none, too. */
export function made(stack: Stack, elements: Elements, tag: Tag, foreign = false): Open {
  const top = topOf(stack);
  const table = TABLE_PART.has(tag.name) ? null : tableAround(stack);
  const base = table?.base ?? top;
  const values = styled(elements, tag, base);
  const look = lookOf({ name: tag.name, values, foreign }, base.look);
  const sink = table?.before ?? top.sink;
  return element({ tag, values, base, look, sink, foreign });
}

type How = { readonly formatting?: Open['formatting']; readonly foreign?: boolean };

/** Opens it, with the lines that it makes and the words that it marks as somebody's. */
export function begin(stack: Stack, elements: Elements, tag: Tag, how: How = {}): Open {
  const { formatting = null, foreign = false } = how;
  const plain = made(stack, elements, tag, foreign);
  const inFlow = !plain.look.gone && plain.look.outside === null;
  const opening: Piece[] = inFlow ? lines(plain, tag, 'margin-top') : [];
  const closing: Piece[] = inFlow ? lines(plain, tag, 'margin-bottom') : [];
  if (!plain.look.gone && formatting === null) markSpeakers(tag, plain.values, opening, closing);
  if (tag.name === 'li' || tag.name === 'td' || tag.name === 'th') opening.push(...counted(topOf(stack), plain));
  plain.sink.push(...opening);
  const open = { ...plain, closing, formatting };
  if (tag.name === 'table') open.sink.push(open.before);
  if (stack.open.length < DEEPEST) push(stack, open);
  else {
    plain.sink.push(...closing);
    stack.beyond.set(tag.name, (stack.beyond.get(tag.name) ?? 0) + 1);
  }
  return open;
}

function markSpeakers(tag: Tag, values: Values, opening: Piece[], closing: Piece[]): void {
  if (tag.attributes.size === 0 && tag.name !== 'blockquote') return;
  for (const mark of marksOf(tag.name, tag.attributes, values)) {
    const region = newRegion(mark);
    if (mark === FIELDS && values.has('border-top')) opening.push(RULE);
    opening.push({ kind: 'opens', region });
    if (mark.how !== 'rest') closing.unshift({ kind: 'closes', region });
  }
}

function lines({ values, parent }: Open, { name, classes }: Tag, side: 'margin-top' | 'margin-bottom'): Piece[] {
  const display = values.get('display') ?? '';
  if (name === 'td' || name === 'th' || /^(?:inline|contents|table-cell)/.test(display)) return [];
  const block = LINES.has(name) || /^(?:block|flex|grid|table|list-item|flow-root)/.test(display);
  if (!block) return [];
  const inList = (name === 'ul' || name === 'ol') && parent?.name === 'li';
  return [SPACED.has(name) && !inList && hasMargin(values.get(side), classes) ? GAP : LINE];
}

/** Outlook's paragraphs follow each other without a gap, and its style sheet does not always travel with them. */
function hasMargin(margin: string | undefined, classes: readonly string[]): boolean {
  if (margin === undefined) return !classes.some((each) => /^(?:x_|m_-?\d+)*mso/i.test(each));
  return !/^(?:0|0?\.0{0,4}1)[a-z%]{0,3}$/.test(margin) && !/^0+\.0+[a-z]{0,3}$/.test(margin);
}

function counted(parent: Open, { name, values, look }: Open): readonly Piece[] {
  parent.count++;
  if (name !== 'li') return parent.count > 1 && parent.name === 'tr' ? [CELL] : [];
  const plain = [values, parent.values].some((each) => /\bnone\b/.test(each.get('list-style') ?? ''));
  if (plain || look.gone) return [];
  return [{ kind: 'bullet', text: parent.name === 'ol' ? `${parent.count}.` : '•' }];
}

/** In one letter. More is no letter. */
const MOST_REOPENED = 200_000;

export function reopen(stack: Stack, elements: Elements): void {
  for (const entry of toReopen(stack)) {
    if (++elements.reopened > MOST_REOPENED || stack.open.length >= DEEPEST) {
      stack.lost = true;
      return;
    }
    entry.open = true;
    begin(stack, elements, readTag(elements, entry.name, entry.markup), { formatting: entry });
  }
}

export function beginFormatting(stack: Stack, elements: Elements, tag: Tag): void {
  const entry = { name: tag.name, markup: tag.markup, open: true };
  if (begin(stack, elements, tag, { formatting: entry }) === topOf(stack)) remember(stack, entry);
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

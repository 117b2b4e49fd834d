/** The elements of a page as they begin: what they look like, the lines that they make, and whose words they mark. */
import { CELL, GAP, LINE, type Piece, RULE } from './html-lines.ts';
import { type Look, lookOf, PLAIN } from './html-look.ts';
import { FIELDS } from './html-marks.ts';
import { TABLE_PART } from './html-names.ts';
import { newRegion } from './html-regions.ts';
import { DEEPEST, type Open, push, remember, type Stack, tableAround, topOf, toReopen } from './html-stack.ts';
import { type Dress, dressOf, readTag, type Tag, type Tags } from './html-tags.ts';

/** The page's own colours. Nothing that hides all of a letter is believed: web mails throw the body away. */
export function bodyOf(tags: Tags, markup: string): Open {
  const html = bodyPart(tags, 'html', '', null);
  const body = bodyPart(tags, 'body', markup, html);
  const { colour, background, space } = lookOf(body, lookOf(html, PLAIN));
  return { ...body, look: { ...PLAIN, colour, background, space } };
}

function bodyPart(tags: Tags, name: string, markup: string, base: Open | null): Open {
  const tag = readTag(tags, name, markup);
  const dress = dressOf(tags.sheet, tag, base);
  return element({
    tag,
    dress,
    base,
    look: PLAIN,
    sink: [],
    before: NOTHING,
    closing: [],
    foreign: false,
    formatting: null,
  });
}

type Making = Pick<Open, 'base' | 'look' | 'sink' | 'before' | 'closing' | 'foreign' | 'formatting'> & {
  readonly tag: Tag;
  readonly dress: Dress;
};

function element({ tag, dress, base, look, sink, before, closing, foreign, formatting }: Making): Open {
  const { name, id, classes } = tag;
  const { values } = dress;
  return { name, id, classes, parent: base, values, base, look, sink, before, closing, foreign, formatting, count: 0 };
}

/** Only tables have anything move out before them. */
const NOTHING: Piece[] = [];

type Place = { readonly dress: Dress; readonly base: Open; readonly look: Look; readonly sink: Piece[] };

/** Where an element of this tag would stand, and how it would look. */
export function placeOf(stack: Stack, tags: Tags, tag: Tag, foreign = false): Place {
  const top = topOf(stack);
  const table = TABLE_PART.has(tag.name) ? null : tableAround(stack);
  const base = table?.base ?? top;
  const dress = dressOf(tags.sheet, tag, base);
  return { dress, base, look: lookIn(tag, dress, base.look, foreign), sink: table?.before ?? top.sink };
}

/** Most paragraphs look like the one before. */
function lookIn(tag: Tag, { values }: Dress, around: Look, foreign: boolean): Look {
  if (tag.dress !== null && tag.last?.around === around && !foreign) return tag.last.look;
  const look = lookOf({ name: tag.name, values, foreign }, around);
  // What stands outside counts its letters for itself.
  if (!foreign && look.outside === around.outside) tag.last = { around, look };
  return look;
}

type How = { readonly formatting?: Open['formatting']; readonly foreign?: boolean };

/** Opens it, with the lines that it makes and the words that it marks as somebody's. */
export function begin(stack: Stack, tags: Tags, tag: Tag, { formatting = null, foreign = false }: How = {}): Open {
  const { dress, base, look, sink } = placeOf(stack, tags, tag, foreign);
  const before: Piece[] = tag.name === 'table' ? [] : NOTHING;
  if (before !== NOTHING) sink.push(before);
  const closing = pieces(sink, { tag, dress, look, parent: topOf(stack), marks: formatting === null });
  const open = element({ tag, dress, base, look, sink, before, closing, foreign, formatting });
  if (stack.open.length < DEEPEST) push(stack, open);
  else {
    for (const piece of closing) sink.push(piece);
    stack.beyond.set(tag.name, (stack.beyond.get(tag.name) ?? 0) + 1);
  }
  return open;
}

type Opening = {
  readonly tag: Tag;
  readonly dress: Dress;
  readonly look: Look;
  readonly parent: Open;
  readonly marks: boolean;
};

const NO_PIECES: readonly Piece[] = [];

/** Sets down what stands before its text, and gives what follows it. */
function pieces(sink: Piece[], { tag, dress, look, parent, marks }: Opening): readonly Piece[] {
  if (look.gone) return NO_PIECES;
  const inFlow = look.outside === null;
  // A list in a list stands close.
  const close = (tag.name === 'ul' || tag.name === 'ol') && parent.name === 'li';
  const line = (piece: Piece | null) => (!inFlow || piece === null ? [] : [close && piece === GAP ? LINE : piece]);
  for (const piece of line(dress.top)) sink.push(piece);
  const closing = line(dress.bottom);
  if (dress.turned) {
    sink.push(TURN);
    closing.unshift(TURN_BACK);
  }
  if (marks && dress.marks.length > 0) markSpeakers(sink, closing, dress);
  if (tag.name === 'li' || tag.name === 'td' || tag.name === 'th') count(sink, parent, tag.name, dress);
  return closing;
}

/** As plain text says it (CSS Writing Modes §2.4.3). */
const TURN = '\u202e';
const TURN_BACK = '\u202c';

function markSpeakers(sink: Piece[], closing: Piece[], { marks, values }: Dress): void {
  for (const mark of marks) {
    const region = newRegion(mark);
    if (mark === FIELDS && values.has('border-top')) sink.push(RULE);
    sink.push({ kind: 'opens', region });
    if (mark.how !== 'rest') closing.unshift({ kind: 'closes', region });
  }
}

function count(sink: Piece[], parent: Open, name: string, { values }: Dress): void {
  parent.count++;
  if (name !== 'li') {
    if (parent.count > 1 && parent.name === 'tr') sink.push(CELL);
    return;
  }
  const plain = [values, parent.values].some((each) => /\bnone\b/.test(each.get('list-style') ?? ''));
  if (!plain) sink.push({ kind: 'bullet', text: parent.name === 'ol' ? `${parent.count}.` : '•' });
}

/** In one letter. More is no letter. */
const MOST_REOPENED = 200_000;

export function reopen(stack: Stack, tags: Tags): void {
  for (const entry of toReopen(stack)) {
    if (++stack.reopened > MOST_REOPENED || stack.open.length >= DEEPEST) {
      stack.lost = true;
      return;
    }
    entry.open = true;
    begin(stack, tags, readTag(tags, entry.name, entry.markup), { formatting: entry });
  }
}

export function beginFormatting(stack: Stack, tags: Tags, tag: Tag): void {
  const entry = { name: tag.name, markup: tag.markup, open: true };
  if (begin(stack, tags, tag, { formatting: entry }) === topOf(stack)) remember(stack, entry);
}

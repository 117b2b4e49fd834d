/**
 * The pieces of a page set in lines, as a mail program shows them: white space folded, blocks on their own lines,
 * cells of a row apart; with the places of what is marked as somebody else's words.
 */
import { NOWHERE, newRegion, type OpenRegion } from './html-regions.ts';

export type Piece =
  | string
  | { readonly kind: 'kept' | 'lines kept' | 'bullet' | 'aside'; readonly text: string }
  | { readonly kind: 'break' | 'line' | 'gap' | 'cell' | 'rule' }
  | { readonly kind: 'opens' | 'closes'; readonly region: OpenRegion }
  | readonly Piece[];

export const BREAK: Piece = { kind: 'break' };
/** A block begins or ends; `GAP`: with an empty line there. */
export const LINE: Piece = { kind: 'line' };
export const GAP: Piece = { kind: 'gap' };
export const CELL: Piece = { kind: 'cell' };
export const RULE: Piece = { kind: 'rule' };

export type Page = { readonly text: string; readonly regions: readonly OpenRegion[] };

type Setting = {
  readonly text: string[];
  /** Not yet in `text`. */
  readonly recent: string[];
  length: number;
  /** Line ends owed before the next text; no more than one empty line is shown. */
  lines: number;
  gap: boolean;
  /** Something stands on this line, if only a space that does not fold. */
  begun: boolean;
  space: boolean;
  cell: boolean;
  /** Before the next text. */
  bullet: string;
  readonly asides: string[];
  readonly regions: OpenRegion[];
  readonly open: OpenRegion[];
  /** Opened, and no text since. */
  unplaced: OpenRegion[];
};

export function setInLines(pieces: readonly Piece[]): Page {
  const page: Setting = {
    text: [],
    recent: [],
    length: 0,
    lines: 0,
    gap: false,
    begun: false,
    space: false,
    cell: false,
    bullet: '',
    asides: [],
    regions: [],
    open: [],
    unplaced: [],
  };
  setAll(page, pieces);
  endLine(page);
  if (page.asides.length > 0) putAsides(page);
  for (const region of page.open) region.to = page.length;
  for (const region of page.unplaced) region.from = page.length;
  return { text: page.text.join('') + page.recent.join(''), regions: page.regions };
}

/** What moved out before a table is a list within the list, as deep as tables nest. */
function setAll(page: Setting, pieces: readonly Piece[]): void {
  const waiting = [pieces[Symbol.iterator]()];
  for (let list = waiting.at(-1); list !== undefined; list = waiting.at(-1)) {
    const next = list.next();
    if (next.done) waiting.pop();
    else if (typeof next.value === 'string') setFolded(page, next.value);
    else if ('kind' in next.value) setPiece(page, next.value);
    else waiting.push(next.value[Symbol.iterator]());
  }
}

function setPiece(page: Setting, piece: Exclude<Piece, string | readonly Piece[]>): void {
  switch (piece.kind) {
    case 'kept':
    case 'lines kept':
      setKept(page, piece.text, piece.kind === 'kept');
      break;
    case 'aside':
      page.asides.push(piece.text);
      break;
    case 'bullet':
      page.bullet = `${piece.text} `;
      break;
    case 'break':
      if (!page.begun) page.lines++;
      endLine(page);
      break;
    case 'line':
    case 'gap':
      endLine(page);
      page.gap ||= piece.kind === 'gap';
      break;
    case 'cell':
      page.cell = page.begun;
      break;
    case 'rule':
      drawRule(page);
      break;
    case 'opens':
      openRegion(page, piece.region);
      break;
    case 'closes':
      closeRegion(page, piece.region);
  }
}

/** The space that does not break is a space to its reader. */
function setFolded(page: Setting, text: string): void {
  const plain = /[\t\n\f\r\u00a0]| {2}/.test(text) ? text.replace(/[ \t\n\f\r\u00a0]+/g, ' ') : text;
  const from = plain.startsWith(' ') ? 1 : 0;
  const to = plain.endsWith(' ') ? plain.length - 1 : plain.length;
  if (to <= from) {
    if (text.includes('\u00a0')) page.begun = true;
    if (plain !== '') page.space = true;
    return;
  }
  if (from === 1) page.space = true;
  put(page, plain.slice(from, to));
  page.space = to < plain.length;
}

function setKept(page: Setting, text: string, spaces: boolean): void {
  for (const [n, line] of text.replaceAll('\u00a0', ' ').split('\n').entries()) {
    if (n > 0) setPiece(page, { kind: 'break' });
    if (!spaces) setFolded(page, line);
    else if (line !== '') {
      put(page, line);
      page.space = false;
    }
  }
}

function put(page: Setting, text: string): void {
  const owed = page.length === 0 ? 0 : Math.min(2, page.lines + (page.gap && page.lines > 0 ? 1 : 0));
  if (owed > 0 && page.asides.length > 0) putAsides(page);
  const before = owed > 0 ? '\n'.repeat(owed) : page.length === 0 ? '' : page.cell ? '\t' : page.space ? ' ' : '';
  const between = page.begun || owed > 0 ? before : before.trim();
  write(page, between + page.bullet + text);
  const from = page.length + between.length;
  for (const region of page.unplaced) region.from = from;
  if (page.unplaced.length > 0) page.unplaced = [];
  page.length = from + page.bullet.length + text.length;
  page.bullet = '';
  page.lines = 0;
  page.gap = false;
  page.begun = true;
  page.space = false;
  page.cell = false;
}

/** In pieces of some length: a million small ones take too much room. */
function write(page: Setting, text: string): void {
  page.recent.push(text);
  if (page.recent.length >= 10_000) page.text.push(page.recent.splice(0).join(''));
}

function putAsides(page: Setting): void {
  const text = page.asides.splice(0).join('\n');
  const between = page.length === 0 ? '' : '\n';
  write(page, between + text);
  page.length += between.length + text.length;
}

function endLine(page: Setting): void {
  if (page.begun) page.lines++;
  page.begun = false;
  page.space = false;
  page.cell = false;
}

function drawRule(page: Setting): void {
  endLine(page);
  const region = newRegion({ kind: 'rule', how: 'whole' });
  page.regions.push(region);
  page.unplaced.push(region);
}

/** Open ones; deeper is no correspondence. */
const DEEPEST = 500;

function openRegion(page: Setting, region: OpenRegion): void {
  const { how } = region.mark;
  const last = page.open.at(-1);
  // Two marks of one and the same quotation.
  const again = (how === 'rest' || how === 'once') && last?.mark.kind === 'quote' && last.from === NOWHERE;
  if (again || page.open.length >= DEEPEST) return;
  for (let top = last; how === 'rest' && top !== undefined && top.mark.kind !== 'quote'; top = page.open.at(-1))
    closeRegion(page, top);
  region.within = page.open.at(-1) ?? null;
  page.regions.push(region);
  page.open.push(region);
  page.unplaced.push(region);
}

/** What was opened inside ends with it: regions never cross. Line ends owed behind the text belong to nobody. */
function closeRegion(page: Setting, region: OpenRegion): void {
  if (page.open.lastIndexOf(region) < 0) return;
  for (let top = page.open.pop(); top !== undefined; top = page.open.pop()) {
    top.to = page.length;
    if (top === region) return;
  }
}

/**
 * The elements that are open at a place of a page, kept as browsers keep them (WHATWG HTML §13.2.4): what ends what,
 * what is cut off and goes on, and what moves out before a table. Bounded in depth as in Chromium.
 */
import type { Values } from './html-declarations.ts';
import type { Piece } from './html-lines.ts';
import { type Look, lookOf } from './html-look.ts';
import { HEADING, LIST_SCOPE, PARAGRAPH_SCOPE, SCOPE, SPECIAL, TABLE_INSIDE, TABLE_SCOPE } from './html-names.ts';
import type { Selectable } from './html-sheet.ts';

export type Open = Selectable & {
  readonly parent: Open | null;
  readonly values: Values;
  /** Whose look it inherits; for what moved out before a table, not its parent's. */
  base: Open | null;
  look: Look;
  /** Where its pieces go; and for a table, those of what moves out before it. */
  readonly sink: Piece[];
  readonly before: Piece[];
  /** Set when it ends. */
  readonly closing: readonly Piece[];
  readonly foreign: boolean;
  readonly formatting: Formatting | null;
  /** Numbers of an ordered list; cells of a row. */
  count: number;
};

/** A formatting element goes on behind a block that cut it off, with its attributes. */
export type Formatting = {
  readonly name: string;
  readonly markup: string;
  open: boolean;
};

export type Stack = {
  readonly open: Open[];
  readonly named: Map<string, number>;
  /** Opened beyond the greatest depth, by name: their end tags end nothing else. */
  readonly beyond: Map<string, number>;
  /** In order; `null` where a cell begins. */
  readonly formatting: (Formatting | null)[];
  /** Some of them may have to be opened again. */
  cutOff: boolean;
  /** Elements looked at in search of one that ends. */
  searched: number;
  /** How often what was cut off went on. */
  reopened: number;
  /** A form in a form is none. */
  formOpen: boolean;
  /** Markup that we do not follow to its end: from then on nothing is hidden. */
  lost: boolean;
};

/** Chromium's `kMaximumHTMLParserDOMTreeDepth`. */
export const DEEPEST = 512;
const MOST_FORMATTING = 60;
/** In one letter. More is no letter. */
const MOST_SEARCHED = 20_000_000;

export function topOf({ open }: Stack): Open {
  const top = open.at(-1);
  if (top === undefined) throw new Error('a page without a body');
  return top;
}

export function push(stack: Stack, element: Open): void {
  stack.open.push(element);
  stack.named.set(element.name, (stack.named.get(element.name) ?? 0) + 1);
  if (isMarker(element.name)) stack.formatting.push(null);
}

function isMarker(name: string): boolean {
  return /^(?:td|th|caption|applet|marquee|object|template)$/.test(name);
}

/** The first, the body, stays. */
function pop(stack: Stack): void {
  if (stack.open.length < 2) return;
  const element = stack.open.pop();
  if (element !== undefined) ended(stack, element);
}

function ended(stack: Stack, element: Open): void {
  stack.named.set(element.name, (stack.named.get(element.name) ?? 1) - 1);
  element.sink.push(...element.closing);
  if (element.formatting !== null) {
    element.formatting.open = false;
    stack.cutOff = true;
  }
  if (isMarker(element.name)) stack.formatting.length = Math.max(0, stack.formatting.lastIndexOf(null));
}

/** The place of the innermost that is `wanted`, or -1 where one that `stops` the search stands before it. */
function find(stack: Stack, wanted: (name: string) => boolean, stops: (name: string) => boolean): number {
  for (let n = stack.open.length - 1; n > 0; n--) {
    const name = stack.open[n]?.name ?? '';
    if (wanted(name)) return n;
    if (stops(name)) return -1;
    if (++stack.searched > MOST_SEARCHED) {
      stack.lost = true;
      return -1;
    }
  }
  return -1;
}

function inScope(stack: Stack, wanted: (name: string) => boolean, scope: ReadonlySet<string>): number {
  return find(stack, wanted, (name) => scope.has(name));
}

function has({ named }: Stack, name: string): boolean {
  return (named.get(name) ?? 0) > 0;
}

function popTo(stack: Stack, place: number): void {
  while (place > 0 && stack.open.length > place) pop(stack);
}

/** Ends the innermost `name` with all that is open in it; `false` where there is none in scope. */
export function endWithin(stack: Stack, name: string, scope: ReadonlySet<string> = SCOPE): boolean {
  const place = has(stack, name) ? inScope(stack, (other) => other === name, scope) : -1;
  popTo(stack, place);
  return place > 0;
}

export function endParagraph(stack: Stack): boolean {
  return endWithin(stack, 'p', PARAGRAPH_SCOPE);
}

export function endListItem(stack: Stack, name: string): boolean {
  return endWithin(stack, name, name === 'li' ? LIST_SCOPE : SCOPE);
}

export function endHeading(stack: Stack): void {
  popTo(
    stack,
    inScope(stack, (name) => HEADING.has(name), SCOPE),
  );
}

/** §13.2.6.4.7, start tags `li`, `dd` and `dt`: they end one before, but not through another special element. */
export function endItemBefore(stack: Stack, names: readonly string[]): void {
  if (!names.some((name) => has(stack, name))) return;
  const stops = (name: string) => SPECIAL.has(name) && !/^(?:address|div|p)$/.test(name);
  popTo(
    stack,
    find(stack, (name) => names.includes(name), stops),
  );
}

/** “Any other end tag”: not through a special element. */
export function endOther(stack: Stack, name: string): void {
  if (!has(stack, name)) return;
  popTo(
    stack,
    find(
      stack,
      (other) => other === name,
      (other) => SPECIAL.has(other),
    ),
  );
}

export function isInTable(stack: Stack): boolean {
  return has(stack, 'table') && inScope(stack, (name) => name === 'table', TABLE_SCOPE) > 0;
}

/** In a table, and in none of its cells. */
export function isBetweenCells(stack: Stack): boolean {
  const isPart = (name: string) => /^(?:table|td|th|caption)$/.test(name);
  return has(stack, 'table') && stack.open[inScope(stack, isPart, TABLE_SCOPE)]?.name === 'table';
}

/** What is open in the table ends, up to one of `names` or the table itself. */
export function backTo(stack: Stack, names: readonly string[]): void {
  const place = inScope(stack, (name) => name === 'table' || names.includes(name), TABLE_SCOPE);
  if (place > 0) popTo(stack, place + 1);
}

/** The table that this stands in without a cell: it moves out before it. */
export function tableAround({ open }: Stack): Open | null {
  const top = open.at(-1);
  if (top === undefined || top.foreign || !TABLE_INSIDE.has(top.name)) return null;
  return open.findLast(({ name }) => name === 'table') ?? null;
}

export function remember(stack: Stack, formatting: Formatting): void {
  const { formatting: list } = stack;
  const since = list.lastIndexOf(null) + 1;
  const same = (each: Formatting | null) => each?.name === formatting.name && each.markup === formatting.markup;
  // Three of one kind are enough (§13.2.4.3).
  const alike = list.slice(since).filter(same);
  if (alike.length >= 3) list.splice(list.indexOf(alike[0] ?? null, since), 1);
  if (list.length - since >= MOST_FORMATTING) list.splice(since, 1);
  list.push(formatting);
}

/** What was cut off and has to go on here, outermost first. */
export function toReopen(stack: Stack): readonly Formatting[] {
  if (!stack.cutOff) return [];
  stack.cutOff = false;
  const { formatting } = stack;
  let from = formatting.length;
  while (from > 0 && formatting[from - 1]?.open === false) from--;
  return formatting.slice(from).filter((each) => each !== null);
}

/** The adoption agency (§13.2.6.4.7): a formatting element ends, the blocks in it stay open without it. */
export function endFormatting(stack: Stack, name: string): void {
  const { formatting } = stack;
  const place = formatting.findLastIndex((each) => each === null || each.name === name);
  const entry = formatting[place];
  if (entry) endEntry(stack, entry, place);
  else endOther(stack, name);
}

function endEntry(stack: Stack, entry: Formatting, place: number): void {
  const { formatting, open } = stack;
  const at = open.findLastIndex((each) => each.formatting === entry);
  if (at < 0) formatting.splice(place, 1);
  else if (!open.slice(at + 1).some((each) => SCOPE.has(each.name))) {
    formatting.splice(place, 1);
    if (open.slice(at + 1).some((each) => SPECIAL.has(each.name))) takeOut(stack, at);
    else popTo(stack, at);
  }
}

/** More elements than any letter has open in a formatting element. */
const MOST_TO_REPAINT = 30;

/** Of what is open in it the blocks stay, and what formats them; all look as if it had never been. */
function takeOut(stack: Stack, at: number): void {
  const { open } = stack;
  popTo(stack, open.findLastIndex(({ name }) => SPECIAL.has(name)) + 1);
  const above = open.splice(at);
  const gone = new Map<Open, Open | null>();
  for (const [n, each] of above.entries()) {
    const base = each.base === null ? null : gone.get(each.base);
    if (base !== undefined) each.base = base;
    const stays = n > 0 && (SPECIAL.has(each.name) || each.formatting !== null);
    if (stays) open.push(each);
    else {
      gone.set(each, each.base);
      ended(stack, each);
    }
  }
  repaint(stack, at);
}

function repaint(stack: Stack, from: number): void {
  const above = stack.open.slice(from);
  if (above.length > MOST_TO_REPAINT) stack.lost = true;
  for (const each of above.slice(0, MOST_TO_REPAINT))
    each.look = each.base === null ? each.look : lookOf(each, each.base.look);
}

/** Ends the innermost `name` of a drawing or formula; `false` where it has none. */
export function endForeign(stack: Stack, name: string): boolean {
  if (!has(stack, name)) return false;
  const at = inScope(stack, (other) => other === name, NO_SCOPE);
  if (at < 1 || stack.open.slice(at).some(({ foreign }) => !foreign)) return false;
  popTo(stack, at);
  return true;
}

const NO_SCOPE: ReadonlySet<string> = new Set();

/** HTML within a drawing or formula ends it. */
export function leaveForeign(stack: Stack): void {
  while (topOf(stack).foreign && stack.open.length > 1) pop(stack);
}

/** Takes the innermost `name` off the stack, and nothing else. */
export function letGo(stack: Stack, name: string): void {
  const at = has(stack, name) ? inScope(stack, (other) => other === name, SCOPE) : -1;
  if (at > 0) for (const element of stack.open.splice(at, 1)) ended(stack, element);
}

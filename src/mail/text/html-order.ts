/** What a start or an end tag ends, by browsers' rules for markup that nobody checked (WHATWG HTML §13.2.6.4). */
import { BLOCK, ENDS_PARAGRAPH, FORMATTING, HEADING, SCOPE, TABLE_PART, TABLE_SCOPE } from './html-names.ts';
import {
  backTo,
  endForeign,
  endFormatting,
  endHeading,
  endItemBefore,
  endListItem,
  endOther,
  endParagraph,
  endWithin,
  isBetweenCells,
  isInTable,
  leaveForeign,
  letGo,
  type Stack,
  topOf,
} from './html-stack.ts';

/** `false` where browsers pass over the tag. */
export function makeRoom(stack: Stack, name: string): boolean {
  if (TABLE_PART.has(name)) return makeRoomInTable(stack, name);
  if (name === 'form') return makeRoomForForm(stack);
  // A list of choices in another is only its end.
  if (name === 'select' && endWithin(stack, 'select')) return false;
  if (name === 'input') endWithin(stack, 'select');
  if (name === 'table' && isBetweenCells(stack)) endWithin(stack, 'table', TABLE_SCOPE);
  if (name === 'li') endItemBefore(stack, ['li']);
  if (name === 'dd' || name === 'dt') endItemBefore(stack, ['dd', 'dt']);
  if (ENDS_PARAGRAPH.has(name)) endParagraph(stack);
  if (HEADING.has(name) && HEADING.has(topOf(stack).name)) endHeading(stack);
  if (name === 'button') endWithin(stack, 'button');
  if ((name === 'option' || name === 'optgroup') && topOf(stack).name === 'option') endOther(stack, 'option');
  if (name === 'a' || name === 'nobr') endFormattingBefore(stack, name);
  return true;
}

function makeRoomInTable(stack: Stack, name: string): boolean {
  if (!isInTable(stack)) return false;
  if (name === 'td' || name === 'th') backTo(stack, ['tr']);
  else if (name === 'tr') backTo(stack, ['tbody', 'thead', 'tfoot']);
  else backTo(stack, name === 'col' ? ['colgroup'] : []);
  return true;
}

/** A cell makes its row, a row its group. */
export function impliedBy(stack: Stack, name: string): readonly string[] {
  const top = topOf(stack).name;
  if (name === 'tr') return top === 'table' ? ['tbody'] : [];
  if ((name !== 'td' && name !== 'th') || top === 'tr') return [];
  return top === 'table' ? ['tbody', 'tr'] : ['tr'];
}

/** Between the cells of a table a form is empty. */
function makeRoomForForm(stack: Stack): boolean {
  if (stack.formOpen) return false;
  stack.formOpen = true;
  if (isBetweenCells(stack)) return false;
  endParagraph(stack);
  return true;
}

/** A link in a link ends the outer one. */
function endFormattingBefore(stack: Stack, name: string): void {
  const entry = stack.formatting.findLast((each) => each === null || each.name === name);
  if (entry) endFormatting(stack, name);
}

/** What is seen of an end tag that ends nothing. */
export type Left = 'nothing' | 'paragraph' | 'break';

export function endTag(stack: Stack, name: string): Left {
  if (name === 'br') return 'break';
  if (name === 'p') return endParagraph(stack) ? 'nothing' : 'paragraph';
  if (FORMATTING.has(name)) endFormatting(stack, name);
  else if (name === 'li' || name === 'dd' || name === 'dt') endListItem(stack, name);
  else if (HEADING.has(name)) endHeading(stack);
  else if (name === 'form') endForm(stack);
  else if (name === 'table' || TABLE_PART.has(name)) endWithin(stack, name, TABLE_SCOPE);
  else if (name === 'template') endWithin(stack, name, NOTHING);
  else if (BLOCK.has(name) || SCOPE.has(name)) endWithin(stack, name);
  else endOther(stack, name);
  return 'nothing';
}

/** Only a template's end tag reaches through whatever is open in it. */
const NOTHING: ReadonlySet<string> = new Set();

/** In a drawing or formula an end tag ends what has its name there, or is one of the page around it. */
export function endInForeign(stack: Stack, name: string): Left {
  if (name === 'p' || name === 'br') leaveForeign(stack);
  if (endForeign(stack, name)) return 'nothing';
  return endTag(stack, name);
}

/** A form ends alone: what is open in it stays open, and looks as before. */
function endForm(stack: Stack): void {
  stack.formOpen = false;
  if (topOf(stack).name === 'form') endWithin(stack, 'form');
  else letGo(stack, 'form');
}

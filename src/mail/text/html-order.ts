/** What a start or an end tag ends, by browsers' rules for markup that nobody checked (WHATWG HTML §13.2.6.4). */
import { BLOCK, ENDS_PARAGRAPH, FORMATTING, HEADING, SCOPE, TABLE_PART, TABLE_SCOPE } from './html-names.ts';
import {
  backTo,
  endFormatting,
  endHeading,
  endItemBefore,
  endListItem,
  endOther,
  endParagraph,
  endWithin,
  isInTable,
  letGo,
  type Stack,
  tableAround,
  topOf,
} from './html-stack.ts';

/** `false` where browsers pass over the tag. */
export function makeRoom(stack: Stack, name: string): boolean {
  if (TABLE_PART.has(name)) return makeRoomInTable(stack, name);
  if (name === 'form' && stack.formOpen) return false;
  if (name === 'table' && tableAround(stack) !== null) endWithin(stack, 'table', TABLE_SCOPE);
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
  else if (BLOCK.has(name) || SCOPE.has(name)) endWithin(stack, name);
  else endOther(stack, name);
  return 'nothing';
}

/** In a drawing or formula every end tag is one of any other element. */
export function endInForeign(stack: Stack, name: string): Left {
  endOther(stack, name);
  return 'nothing';
}

/** A form ends alone: what is open in it stays open, and looks as before. */
function endForm(stack: Stack): void {
  stack.formOpen = false;
  if (topOf(stack).name === 'form') endWithin(stack, 'form');
  else letGo(stack, 'form');
}

/** The keys under which earlier letters bear on this one: what the register is asked for before the judgement. */
import type { Letter } from './letter.ts';
import { siblingKey } from './siblings.ts';

export type Facts = {
  /** Of the letters that it answers or refers to; without angle brackets, each once. */
  readonly messageIds: readonly string[];
  /** The same for each transaction that the letter came in; `null` where that cannot be told. */
  readonly sibling: string | null;
};

export function facts(letter: Letter): Facts {
  return { messageIds: [...new Set(letter.references)], sibling: siblingKey(letter) };
}

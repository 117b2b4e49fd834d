/** The keys under which earlier letters bear on this one: what the register is asked for before the judgement. */
import type { Letter } from './letter.ts';

export type Facts = { readonly messageIds: readonly string[] };

/** The letters that it answers or refers to; Message-IDs without angle brackets, each once. */
export function facts(letter: Letter): Facts {
  return { messageIds: [...new Set(letter.references)] };
}

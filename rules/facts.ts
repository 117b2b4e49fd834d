/** The keys under which earlier letters bear on this one: what the register is asked for before the judgement. */
import type { Letter } from './letter.ts';

export type Facts = { readonly messageIds: readonly string[] };

/** Its own Message-ID, then those it answers; without angle brackets, each once. */
export function facts(letter: Letter): Facts {
  const own = letter.messageId === null ? [] : [letter.messageId];
  return { messageIds: [...new Set([...own, ...letter.references])] };
}

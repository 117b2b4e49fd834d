/** Which states a copy may still leave. The terminal ones are left by nothing: every statement here asks first. */
import type { CopyState } from './records.ts';

/** Waits for the next hop, in a group. */
const WAITING = ['ready', 'deferred', 'uncertain'] as const satisfies readonly CopyState[];
/** Has not ended. */
export const OPEN = ['held', ...WAITING] as const satisfies readonly CopyState[];

export function hasEnded(state: CopyState): boolean {
  return !(OPEN as readonly CopyState[]).includes(state);
}

/** For SQL text, where a parameter would keep the planner from using an index. */
export const SQL_WAITING = quoted(WAITING);
export const SQL_OPEN = quoted(OPEN);

function quoted(states: readonly CopyState[]): string {
  return `(${states.map((state) => `'${state}'`).join(', ')})`;
}

/**
 * The body of a transaction, whose end is the dot. All bytes may flow, but the stream ends only after "the dot may go"
 * is committed: recorded afterwards, a process that dies in between would leave a delivered letter that looks untried.
 */
import { Readable } from 'node:stream';
import type { Transaction } from './transaction.ts';

/** How far a transaction came; `ended` is set before the last byte is given away, never after. */
export type Progress = 'envelope' | 'body' | 'asking' | 'ended';

export class ClaimLost extends Error {
  constructor() {
    super('another worker has taken this letter over');
  }
}

/** `reached` hears of each step, and throws to stop a body nobody waits for any more. */
export function bodyOf(transaction: Transaction, reached: (progress: Progress) => void): Readable {
  return Readable.from(dotHeldBack(transaction, reached), { objectMode: false });
}

async function* dotHeldBack(transaction: Transaction, reached: (progress: Progress) => void): AsyncGenerator<Buffer> {
  reached('body');
  for await (const chunk of transaction.bytes()) {
    yield chunk;
    reached('body');
  }
  reached('asking');
  if (!(await transaction.dotMayGo())) throw new ClaimLost();
  reached('ended');
}

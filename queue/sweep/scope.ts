/** What a pass of the sweep works on, and how much of it. */

import type { LetterId } from '../../rules/letter.ts';
import type { Producer, Wanted } from '../jobs/producer.ts';
import type { Retention } from '../register/bytes.ts';
import type { DueEffect } from '../register/records.ts';
import type { Register } from '../register/register.ts';
import type { Spool } from '../spool/spool.ts';

export type Sweeping = {
  readonly spool: Pick<
    Spool,
    | 'hours'
    | 'entries'
    | 'isClosed'
    | 'closeHour'
    | 'removeHour'
    | 'remove'
    | 'envelope'
    | 'messagePath'
    | 'sweepDrafts'
  >;
  readonly register: Register;
  readonly producer: Pick<Producer, 'addNow' | 'generation'>;
  readonly retention: Retention;
  /** Makes letters of effects that are required; may be given one twice. */
  readonly effects: (due: readonly DueEffect[]) => Promise<void>;
  /** Told once of each letter whose bytes are gone. */
  readonly bytesMissing?: (letter: LetterId) => Promise<void>;
  /** Asked of each letter whose bytes a later look has not found either, until its people are told. */
  readonly tellOfLoss?: (letter: LetterId) => Promise<void>;
  readonly bytesFound?: (letter: LetterId) => Promise<void>;
  readonly log: { info(what: object, text: string): void; error(what: object, text: string): void };
};

/**
 * What is looked at. `everything`: at the start, after Redis was emptied, and every few minutes; else only what
 * became due since the last pass and still lies there half a minute later, so that a long queue is not added over and
 * over.
 */
export type Scope = {
  readonly everything: boolean;
  readonly now: number;
  /** Due after this, and not after `until`. */
  readonly from: number;
  readonly until: number;
  /** Claims that were opened before this are nobody's. */
  readonly openedBefore: number;
  /** Nobody can be told dead from alive by the time of a heartbeat just now. */
  readonly clockJumped: boolean;
};

export type Pass = Sweeping & { readonly scope: Scope; add(jobs: readonly Wanted[]): Promise<void> };

/** Rows and jobs are handled by so many at a time. */
export const PAGE = 1_000;

export function pagesOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_, page) => all.slice(page * PAGE, (page + 1) * PAGE));
}

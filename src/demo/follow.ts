/** Follows one letter of the demonstration through the register and the outbox, until each copy has come to rest. */

import type { CopyState, LetterRecord } from '../../queue/register/records.ts';
import type { Register } from '../../queue/register/register.ts';
import type { EmailAddress } from '../../rules/address.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Kept, OutboxFiles } from './outbox-files.ts';

export type Followed = {
  /** Null where only protected copies were sent, or nothing is decided yet. */
  readonly record: LetterRecord | null;
  readonly kept: readonly Kept[];
  /** False: time ran out first. */
  readonly atRest: boolean;
};

export type Trail = {
  readonly id: LetterId;
  readonly messageId: string;
  /** Those that the register says nothing of. */
  readonly protected: readonly EmailAddress[];
  /** Those that it does. */
  readonly others: readonly EmailAddress[];
};

/** Where to look, and how long; `pause` waits between two looks. */
export type Lookout = {
  readonly register: Pick<Register, 'letter'>;
  /** Null where letters leave by SMTP and are out of sight. */
  readonly outbox: OutboxFiles | null;
  readonly looks: number;
  readonly pause: () => Promise<void>;
};

export async function follow(trail: Trail, lookout: Lookout): Promise<Followed> {
  for (let look = 1; ; look += 1) {
    const seen = await lookAt(trail, lookout);
    if (seen.atRest || look >= lookout.looks) return seen;
    await lookout.pause();
  }
}

async function lookAt(trail: Trail, { register, outbox }: Lookout): Promise<Followed> {
  const record = trail.others.length === 0 ? null : await register.letter(trail.id);
  const kept = outbox === null ? [] : await outbox.about(trail.messageId);
  const decided = trail.others.length === 0 || (record?.copies.every(({ state }) => RESTING.has(state)) ?? false);
  return { record, kept, atRest: decided && (outbox === null || isComplete(trail, record, kept)) };
}

/** Deferred and uncertain copies rest as far as a demonstration can wait. */
const RESTING: ReadonlySet<CopyState> = new Set<CopyState>([
  'held', 'deferred', 'uncertain', 'delivered', 'failed', 'failed-silent', 'returned', 'forwarded', 'withheld',
]); // biome-ignore format: a list

/** The protected copies and the author's notice come to the outbox in their own time. */
function isComplete({ protected: apart }: Trail, record: LetterRecord | null, kept: readonly Kept[]): boolean {
  const arrived = new Set(kept.filter(({ ours }) => !ours).flatMap(({ to }) => to));
  const noticesDue = record?.judgement?.notices.length ?? 0;
  return apart.every((address) => arrived.has(address)) && kept.filter(({ ours }) => ours).length >= noticesDue;
}

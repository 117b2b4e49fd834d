/**
 * A job says only which letter to look at: everything else is in the spool and the register. Its name in Redis is
 * made from that, so that adding it twice while it waits or runs adds nothing.
 */
import type { LetterId } from '../../rules/letter.ts';

export type Job =
  | { readonly kind: 'judge'; readonly letter: LetterId }
  | { readonly kind: 'deliver'; readonly letter: LetterId; readonly group: number };

export type QueueName = Job['kind'];
export const QUEUES = ['judge', 'deliver'] as const satisfies readonly QueueName[];

/** One hash slot, should there be a cluster. */
export const PREFIX = '{postroom}';

export function nameOf(job: Job): string {
  return job.kind === 'judge' ? `m-${job.letter}` : `d-${job.letter}-${job.group}`;
}

/** What Redis keeps of it. */
export type JobData = { readonly letter: LetterId; readonly group?: number };

export function dataOf(job: Job): JobData {
  return job.kind === 'judge' ? { letter: job.letter } : { letter: job.letter, group: job.group };
}

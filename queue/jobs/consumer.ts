/**
 * Takes jobs from Redis and hands them to whoever judges and delivers. A job may come twice (its lock expired, the
 * sweep added it again): the register decides who acts. A job whose handler throws comes back after a pause, so no
 * job is ever lost to a failure here.
 */
import { type Job as BullJob, DelayedError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { LetterId } from '../../rules/letter.ts';
import { type JobData, PREFIX, QUEUES, type QueueName } from './job.ts';
import { connect, isReady } from './redis.ts';

/** `laterMs`: come again then; what is to be done is not due, or its route has no room. */
type Later = { readonly laterMs: number } | undefined;

export type Handlers = {
  judge(letter: LetterId): Promise<void>;
  deliver(letter: LetterId, group: number): Promise<Later>;
  /** Jobs of each queue at a time. */
  readonly concurrency: number;
  /** Told of what a handler threw (with its letter) and of trouble with Redis. */
  failed?(error: unknown, letter: LetterId | null): void;
};

export type Consumer = { close(): Promise<void> };

const LOCK_MS = 30_000;
/** After so many ends of its process a job is dropped, and the sweep brings it back. */
const MOST_STALLS = 1_000;
const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 60_000;

export function openConsumer(redisUrl: string, handlers: Handlers, lockMs = LOCK_MS): Consumer {
  // BullMQ insists on retries without end for a connection that waits for jobs.
  const redis = connect(redisUrl, { maxRetriesPerRequest: null });
  const runners = QUEUES.map((name) => keepRunning(name, { redis, handlers, lockMs }));
  return {
    close: async () => {
      await Promise.all(runners.map((runner) => runner.close()));
      redis.disconnect();
    },
  };
}

type Bench = { readonly redis: Redis; readonly handlers: Handlers; readonly lockMs: number };

/** A worker that cannot be made, or ends by itself, is made again: Redis may be down when we start. */
function keepRunning(name: QueueName, bench: Bench): Consumer {
  let worker: Worker | null = null;
  let closing = false;
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  const run = async () => {
    while (!closing) {
      await Promise.race([isReady(bench.redis), stopped]);
      if (closing) return;
      worker = makeWorker(name, bench);
      await worker.run().catch((error: unknown) => bench.handlers.failed?.(error, null));
      if (!closing) await worker.close(true).catch(() => {});
      await Promise.race([pause(AGAIN_MS), stopped]);
    }
  };
  const running = run();
  return {
    close: async () => {
      closing = true;
      stop.abort();
      // Waits for the jobs in hand.
      await worker?.close().catch(() => {});
      await running;
    },
  };
}

function makeWorker(name: QueueName, { redis, handlers, lockMs }: Bench): Worker {
  const worker = new Worker<JobData>(name, (job, token) => attend(job, token, handlers), {
    connection: redis,
    prefix: PREFIX,
    autorun: false,
    concurrency: handlers.concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: MOST_STALLS,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    runRetryDelay: AGAIN_MS,
  });
  worker.on('error', (error) => handlers.failed?.(error, null));
  return worker;
}

async function attend(job: BullJob<JobData>, token: string | undefined, handlers: Handlers): Promise<void> {
  const laterMs = await handle(job, handlers);
  if (laterMs === null) return;
  await job.moveToDelayed(Date.now() + laterMs, token);
  throw new DelayedError();
}

/** Milliseconds after which it is to come again; null when it is done. */
async function handle(job: BullJob<JobData>, handlers: Handlers): Promise<number | null> {
  const { letter, group } = job.data;
  try {
    const later = group === undefined ? await handlers.judge(letter) : await handlers.deliver(letter, group);
    return later === undefined ? null : Math.max(0, Math.round(later.laterMs));
  } catch (error) {
    handlers.failed?.(error, letter);
    return Math.min(AGAIN_MS * 2 ** Math.min(job.attemptsStarted - 1, 10), AGAIN_AT_MOST_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Puts jobs into Redis, and never makes anybody wait or fail for it: the spool and the register have everything, so
 * a job that Redis does not take is dropped here and comes back with the sweep. What is added in one turn of the
 * event loop, or while Redis is busy with the last lot, goes in one call.
 */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { dataOf, type Job, nameOf, PREFIX, QUEUES, type QueueName } from './job.ts';
import { connect } from './redis.ts';

export type Wanted = { readonly job: Job; readonly delayMs?: number };

export type Producer = {
  /** Returns at once and never throws. */
  add(jobs: readonly Wanted[]): void;
  /** For the sweep: true when Redis has them all. */
  addNow(jobs: readonly Wanted[]): Promise<boolean>;
  /** A random value that lives in Redis: another one means that Redis was emptied. Null while it does not answer. */
  generation(): Promise<string | null>;
  /** How many were dropped so far. */
  dropped(): number;
  close(): Promise<void>;
};

/** Waiting for Redis to take the last lot; what comes beyond them is dropped. */
const MOST_WAITING = 20_000;
const ANSWER_MS = 5_000;
const GENERATION = `${PREFIX}:generation`;

export function openProducer(redisUrl: string): Producer {
  const redis = connect(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS });
  const queues = openQueues(redis);
  let waiting: Wanted[] = [];
  let dropped = 0;
  let flushing: Promise<void> | null = null;

  const flush = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const lot = waiting;
      waiting = [];
      if (!(await queues.addBulk(lot))) dropped += lot.length;
    }
    flushing = null;
  };
  return {
    add: (jobs) => {
      if (jobs.length === 0) return;
      if (waiting.length + jobs.length > MOST_WAITING) {
        dropped += jobs.length;
        return;
      }
      waiting.push(...jobs);
      flushing ??= flush();
    },
    addNow: queues.addBulk,
    generation: () => generation(redis),
    dropped: () => dropped,
    close: async () => {
      await flushing;
      await queues.close();
      redis.disconnect();
    },
  };
}

/** BullMQ's queues over one connection. They are made anew if Redis went away while they were being made. */
function openQueues(redis: Redis) {
  let queues: Promise<Map<QueueName, Queue>> | null = null;
  const ready = async () => {
    queues ??= makeQueues(redis);
    try {
      return await queues;
    } catch (error) {
      queues = null;
      throw error;
    }
  };
  const addBulk = async (jobs: readonly Wanted[]): Promise<boolean> => {
    if (redis.status !== 'ready') return false;
    try {
      const open = await ready();
      await Promise.all(
        QUEUES.map((name) => open.get(name)?.addBulk(jobs.filter(({ job }) => job.kind === name).map(entry))),
      );
      return true;
    } catch {
      return false;
    }
  };
  const close = async () => {
    const open = await queues?.catch(() => null);
    await Promise.all([...(open?.values() ?? [])].map((queue) => queue.close().catch(() => {})));
  };
  return { addBulk, close };
}

async function makeQueues(redis: Redis): Promise<Map<QueueName, Queue>> {
  const queues = QUEUES.map((name): [QueueName, Queue] => {
    const queue = new Queue(name, { connection: redis, prefix: PREFIX });
    queue.on('error', () => {});
    return [name, queue];
  });
  await Promise.all(queues.map(([, queue]) => queue.waitUntilReady()));
  return new Map(queues);
}

/** Gone from Redis as soon as it is done or failed, so that its name is free for the sweep. */
function entry({ job, delayMs }: Wanted) {
  const opts = {
    jobId: nameOf(job),
    removeOnComplete: true,
    removeOnFail: true,
    delay: Math.max(0, Math.round(delayMs ?? 0)),
  };
  return { name: job.kind, data: dataOf(job), opts };
}

async function generation(redis: Redis): Promise<string | null> {
  if (redis.status !== 'ready') return null;
  try {
    await redis.set(GENERATION, crypto.randomUUID(), 'NX');
    return await redis.get(GENERATION);
  } catch {
    return null;
  }
}

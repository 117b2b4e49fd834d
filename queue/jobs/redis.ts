/** Connections to Redis, by URL or by the path of a unix socket. Each goes on trying for as long as it is open. */
import { Redis, type RedisOptions } from 'ioredis';

/** `redis://…`, `rediss://…`, `redis+unix:///path`, `unix:///path` or `/path`. */
type Patience = Pick<RedisOptions, 'enableOfflineQueue' | 'maxRetriesPerRequest' | 'commandTimeout'>;

export function connect(redisUrl: string, patience: Patience): Redis {
  const retryStrategy = (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1_000);
  const all = { connectTimeout: 2_000, retryStrategy, ...patience };
  const path = socketPath(redisUrl);
  const redis = path === null ? new Redis(redisUrl, all) : new Redis({ ...all, path });
  // Whoever waits for an answer hears of it; a connection that nobody uses just comes back.
  redis.on('error', () => {});
  return redis;
}

function socketPath(redisUrl: string): string | null {
  if (redisUrl.startsWith('/')) return redisUrl;
  return /^(?:redis\+)?unix:\/\//.test(redisUrl) ? decodeURIComponent(new URL(redisUrl).pathname) : null;
}

/** Resolves when it is connected and answers. */
export function isReady(redis: Redis): Promise<void> {
  return redis.status === 'ready' ? Promise.resolve() : new Promise((resolve) => redis.once('ready', () => resolve()));
}

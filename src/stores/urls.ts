/** Where PostgreSQL and Redis are to be reached: the configuration's own, or the sockets of those we run ourselves. */
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { runFolder } from './run-folder.ts';

export type StoreUrls = { readonly database: string; readonly redis: string };

export const DATABASE = 'postroom';

/** The same for the gateway and for every command, whether or not the stores are up. */
export function storeUrls(settings: Pick<Settings, 'data' | 'database' | 'redis'>): StoreUrls {
  const folder = runFolder(settings.data);
  return {
    database: settings.database ?? `postgres://${DATABASE}@/${DATABASE}?host=${encodeURIComponent(folder)}`,
    redis: settings.redis ?? redisSocket(settings.data),
  };
}

/** ioredis takes an absolute path for a unix socket. */
export function redisSocket(data: string): string {
  return join(runFolder(data), 'redis.sock');
}

export function postgresSocket(folder: string): string {
  return join(folder, '.s.PGSQL.5432');
}

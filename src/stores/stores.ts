/** Both stores as the gateway sees them: those it runs itself, and those that the configuration names. */
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';
import { postgresAnswers, redisAnswers } from './answers.ts';
import { openCluster } from './cluster.ts';
import { keep } from './keeper.ts';
import { loanOn } from './loan.ts';
import { leftPostgres, ownPostgres } from './postgres.ts';
import { postgresProgram } from './postgres-program.ts';
import { leftRedis, ownRedis } from './redis.ts';
import { type Env, redisProgram } from './redis-program.ts';
import type { Server } from './server.ts';
import { inTurn } from './turn.ts';
import { type StoreUrls, storeUrls } from './urls.ts';

export type Stores = {
  readonly urls: StoreUrls;
  /** Starts them and keeps them running; they come up later. */
  readonly start: (log: Logger) => { readonly databaseUp: Promise<void>; readonly redisUp: Promise<void> };
  /** Ends those that are ours. */
  readonly stop: () => Promise<void>;
};

type StoreSettings = Pick<Settings, 'data' | 'database' | 'redis'>;

/** Makes all that is needed to start them; throws StoreMissing with one sentence. Gives up when `stop` is aborted. */
export async function openStores(settings: StoreSettings, env: Env, stop?: AbortSignal): Promise<Stores> {
  const urls = storeUrls(settings);
  const redis = settings.redis === null ? ownRedis(settings.data, await redisProgram(settings.data, env, stop)) : null;
  stop?.throwIfAborted();
  const postgres = settings.database === null ? await ownPostgresOn(settings.data) : null;
  await redis?.empty();
  const leaves: (() => Promise<void>)[] = [];
  const up = (server: Server | null, answers: () => Promise<boolean>, log: Logger): Promise<void> => {
    if (server === null) return untilAnswered(answers, leaves);
    const kept = keep(server, log);
    leaves.push(kept.leave);
    return kept.up;
  };
  return {
    urls,
    start: (log) => ({
      databaseUp: up(postgres, () => postgresAnswers(urls.database), log),
      redisUp: up(redis, () => redisAnswers(urls.redis), log),
    }),
    stop: async () => {
      await Promise.all(leaves.map((leave) => leave()));
      await Promise.all([postgres?.stop(), redis?.stop()]);
    },
  };
}

/** In turn: a command may be making the cluster at this moment. */
function ownPostgresOn(data: string): Promise<Server> {
  return inTurn(data, async () => ownPostgres(data, openCluster(data, postgresProgram())));
}

/** Ends what a gateway that crashed, or a command that was killed, left running; returns the names of those that ran. */
export async function stopLeftStores(data: string): Promise<string[]> {
  const isInUse = (loanOn(data)?.borrowers ?? []).length > 0;
  const left = [...(isInUse ? [] : [leftPostgres(data)]), leftRedis(data)].filter(
    (server) => server.running() !== null,
  );
  await Promise.all(left.map((server) => server.stop()));
  return left.map((server) => server.name);
}

/** A store that somebody else runs: only looked at. */
function untilAnswered(answers: () => Promise<boolean>, leaves: (() => Promise<void>)[]): Promise<void> {
  return new Promise((resolve) => {
    const look = setInterval(async () => {
      if (!(await answers().catch(() => false))) return;
      clearInterval(look);
      resolve();
    }, 500);
    leaves.push(async () => clearInterval(look));
  });
}

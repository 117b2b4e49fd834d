/** Both stores for real, by every way in which they can be brought up on this machine. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../queue/register/migrate.ts';
import { silentLog } from '../../src/log.ts';
import { redisAnswers, redisSays } from '../../src/stores/answers.ts';
import { openCluster } from '../../src/stores/cluster.ts';
import { StoreMissing } from '../../src/stores/missing.ts';
import { ownPostgres } from '../../src/stores/postgres.ts';
import { postgresProgram } from '../../src/stores/postgres-program.ts';
import { end, isRunning, savedMark } from '../../src/stores/process-mark.ts';
import { ownRedis } from '../../src/stores/redis.ts';
import { type Env, redisProgram } from '../../src/stores/redis-program.ts';
import { type Server, untilItAnswers } from '../../src/stores/server.ts';
import { openStores, stopLeftStores } from '../../src/stores/stores.ts';
import { storeUrls } from '../../src/stores/urls.ts';

const isRoot = process.geteuid?.() === 0;
let data = '';
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), 'pr-stores-')), 'data with a space');
});
afterEach(async () => {
  await stopLeftStores(data);
  rmSync(join(data, '..'), { recursive: true, force: true });
});

const urls = () => storeUrls({ data, database: null, redis: null });

async function brought(server: Server): Promise<Server> {
  await untilItAnswers(server, server.running() ?? (await server.start()), AbortSignal.timeout(60_000));
  return server;
}

describe('PostgreSQL', { timeout: 60_000 }, () => {
  it('comes up on a socket alone, flushes what it commits, and takes the register', async () => {
    const server = await brought(ownPostgres(data, openCluster(data, postgresProgram())));
    await migrate(urls().database);
    const pid = server.running()?.pid;
    const asked = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    expect(asked).toEqual(expect.arrayContaining(['fsync=on', 'listen_addresses=']));
    expect(
      readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8')
        .split('\n')[5]
        ?.trim(),
    ).toBe('');
    await server.stop();
    expect(server.running()).toBeNull();
  });

  it('is found again without any record of ours', async () => {
    const first = await brought(ownPostgres(data, openCluster(data, postgresProgram())));
    rmSync(join(data, 'postgres.process.json'));
    const second = ownPostgres(data, openCluster(data, postgresProgram()));
    expect(second.running()).toEqual(first.running());
    expect(await second.answers()).toBe(true);
  });

  it('starts again after kill -9, though its old number now belongs to another process', async () => {
    const server = await brought(ownPostgres(data, openCluster(data, postgresProgram())));
    const mark = server.running();
    if (mark === null) throw new Error('it does not run');
    await end(mark, [['SIGKILL', 5_000]]);
    const lock = join(data, 'postgres', 'postmaster.pid');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.ppid)));
    await brought(server);
    expect(server.running()?.pid).not.toBe(mark.pid);
  });

  it('is not made by halves', async () => {
    mkdirSync(join(data, 'postgres.new', 'base'), { recursive: true });
    writeFileSync(join(data, 'postgres.new', 'PG_VERSION'), '18\n');
    await brought(ownPostgres(data, openCluster(data, postgresProgram())));
  });

  it.runIf(isRoot)('runs below a folder that only root may enter', async () => {
    mkdirSync(data, { recursive: true });
    chmodSync(join(data, '..'), 0o700);
    const server = await brought(ownPostgres(data, openCluster(data, postgresProgram())));
    expect(statSync(`/proc/${server.running()?.pid}`).uid).toBe(0);
  });

  it.runIf(isRoot)('runs as the user postgres where user namespaces are refused, and goes on so', async () => {
    const cluster = openCluster(data, postgresProgram(), true);
    try {
      const server = await brought(ownPostgres(data, cluster));
      const uid = Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout);
      expect(statSync(`/proc/${server.running()?.pid}`).uid).toBe(uid);
      expect(lstatSync(join(data, 'postgres')).isSymbolicLink()).toBe(true);
      await migrate(urls().database);
      expect(openCluster(data, postgresProgram()).account).toMatchObject({ kind: 'user', uid });
      await server.stop();
    } finally {
      rmSync(join(cluster.folder, '..'), { recursive: true, force: true });
    }
  });

  it.runIf(isRoot)('takes what it holds along when namespaces are refused from then on', async () => {
    const before = await brought(ownPostgres(data, openCluster(data, postgresProgram())));
    await migrate(urls().database);
    await before.stop();
    const made = readFileSync(join(data, 'postgres', 'global', 'pg_control')).subarray(0, 8);
    const cluster = openCluster(data, postgresProgram(), true);
    try {
      expect(realpathSync(join(data, 'postgres'))).toBe(cluster.folder);
      expect(readFileSync(join(cluster.folder, 'global', 'pg_control')).subarray(0, 8)).toEqual(made);
      await brought(ownPostgres(data, cluster));
      await stopLeftStores(data);
    } finally {
      rmSync(join(cluster.folder, '..'), { recursive: true, force: true });
    }
  });
});

describe('Redis', { timeout: 120_000 }, () => {
  const onThisMachine: Env = { PATH: process.env.PATH, POSTROOM_TOOLS: process.env.POSTROOM_TOOLS };

  it('comes up on a socket alone, with its settings, and is found again', async () => {
    const program = await redisProgram(data, onThisMachine);
    const server = await brought(ownRedis(data, program));
    rmSync(join(data, 'redis', 'process.json'));
    expect(ownRedis(data, program).running()).toEqual(server.running());
    const info = await redisSays(urls().redis, 'CONFIG GET maxmemory-policy');
    expect(info).toContain('*2');
    await server.stop();
    expect(await redisAnswers(urls().redis)).toBe(false);
  });

  it('is emptied for a new gateway, whether it runs or not', async () => {
    const server = ownRedis(data, await redisProgram(data, onThisMachine));
    await brought(server);
    await redisSays(urls().redis, 'SET lock somebody');
    await server.empty();
    expect(await redisSays(urls().redis, 'EXISTS lock')).toBe(':0');
    await redisSays(urls().redis, 'SET lock somebody');
    await server.stop();
    await server.empty();
    await brought(server);
    expect(await redisSays(urls().redis, 'EXISTS lock')).toBe(':0');
  });

  it('is unpacked from Debian beside the system where it is not installed', async ({ skip }) => {
    const elsewhere = { PATH: '/nowhere', POSTROOM_TOOLS: join(data, 'tools') };
    const program = await redisProgram(data, elsewhere).catch((error: Error) => error);
    // Without apt or a network; `npm run fresh` proves it where both are there.
    if (program instanceof StoreMissing) return skip(program.message);
    if (program instanceof Error) throw program;
    expect(program.path).toBe(join(data, 'tools', 'redis', 'usr', 'bin', 'redis-server'));
    await brought(ownRedis(data, program));
  });
});

describe('stores that somebody else runs', () => {
  it('are neither started nor stopped', async () => {
    const stores = await openStores(
      { data, database: 'postgres://127.0.0.1:1/x', redis: 'redis://127.0.0.1:1' },
      process.env,
    );
    stores.start(silentLog());
    await stores.stop();
    expect(savedMark(join(data, 'postgres.process.json'))).toBeNull();
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });
});

describe('both stores', { timeout: 60_000 }, () => {
  it('end when they are told, and leave no process', async () => {
    const stores = await openStores({ data, database: null, redis: null }, process.env);
    const { databaseUp, redisUp } = stores.start(silentLog());
    await Promise.all([databaseUp, redisUp]);
    const marks = [savedMark(join(data, 'postgres.process.json')), savedMark(join(data, 'redis', 'process.json'))];
    await stores.stop();
    expect(marks.some((mark) => mark !== null && isRunning(mark))).toBe(false);
  });
});

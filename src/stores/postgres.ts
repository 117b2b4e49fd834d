/** Our own PostgreSQL: on a unix socket only, every commit flushed, in `data/postgres`. The truth about all letters. */
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postgresAnswers } from './answers.ts';
import type { Cluster } from './cluster.ts';
import { forgetLoan } from './loan.ts';
import { commandAs } from './postgres-account.ts';
import { end, forgetMark, isRunning, markOf, type ProcessMark, savedMark } from './process-mark.ts';
import { processesIn } from './processes-in.ts';
import { makeRunFolder } from './run-folder.ts';
import { type LeftServer, launch, type Server } from './server.ts';
import { inTurn } from './turn.ts';
import { postgresSocket, storeUrls } from './urls.ts';

/** Fast (end every session, flush), then immediate (recover at the next start), then by force. A busy disk takes long. */
const GENTLY = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
] as const;
/** Its sessions end by themselves when the server is gone, at the end of what they are doing. */
const SESSIONS_END_WITHIN_MS = 10_000;

export function ownPostgres(data: string, cluster: Cluster): Server {
  const { database } = storeUrls({ data, database: null, redis: null });
  return {
    ...leftPostgres(data),
    logFile: logFileIn(data),
    answers: () => postgresAnswers(database),
    start: () =>
      inTurn(data, () => {
        forgetLoan(data);
        return launchPostgres(data, cluster);
      }),
  };
}

/** The one that runs, else one that it starts. To be called in turn. */
export async function launchPostgres(data: string, cluster: Cluster): Promise<ProcessMark> {
  const running = leftPostgres(data).running();
  if (running !== null) return running;
  await clearAway(cluster);
  linkSocket(data, cluster);
  const how = commandAs(cluster.account, join(cluster.programs, 'bin', 'postgres'), settings(cluster));
  const options = { ...how.as, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
  return launch({
    program: how.program,
    args: how.args,
    logFile: logFileIn(data),
    markFile: markFileIn(data),
    options,
  });
}

/** The one that runs on this data folder, if any, and how it is ended. */
export function leftPostgres(data: string): LeftServer {
  const running = () => whereRunning(join(data, 'postgres'), markFileIn(data));
  return {
    name: 'PostgreSQL',
    running,
    stop: () => inTurn(data, () => endPostgres(data)),
  };
}

/** To be called in turn. */
export async function endPostgres(data: string): Promise<void> {
  const mark = leftPostgres(data).running();
  if (mark !== null) await end(mark, GENTLY);
  await sessionsEnd(join(data, 'postgres'));
  forgetMark(markFileIn(data));
}

function logFileIn(data: string): string {
  return join(data, 'postgres.log');
}

function markFileIn(data: string): string {
  return join(data, 'postgres.process.json');
}

function settings(cluster: Cluster): string[] {
  const set = {
    listen_addresses: '',
    unix_socket_directories: `"${cluster.sockets}"`,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: '32MB',
    max_connections: '200',
    logging_collector: 'off',
    log_min_messages: 'warning',
    // Statements may hold addresses: none is logged with its values.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  };
  return ['-D', cluster.folder, ...Object.entries(set).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
}

/** By our own record, else by PostgreSQL's. */
function whereRunning(folder: string, markFile: string): ProcessMark | null {
  const saved = savedMark(markFile);
  if (saved !== null && isRunning(saved)) return saved;
  const recorded = recordedPid(folder);
  return processesIn(folder, /^postgres$/).find((mark) => mark.pid === recorded) ?? null;
}

/** Of a server that is gone. */
async function sessionsEnd(folder: string): Promise<void> {
  const until = Date.now() + SESSIONS_END_WITHIN_MS;
  while (processesIn(folder, /^postgres$/).length > 0 && Date.now() < until) await wait(50);
  for (const session of processesIn(folder, /^postgres$/)) await end(session, [['SIGKILL', 5_000]]);
}

/** What a server that was killed left behind. */
async function clearAway(cluster: Cluster): Promise<void> {
  await sessionsEnd(cluster.folder);
  // PostgreSQL clears its lock files itself, except where another program has got the old server's number since.
  for (const lock of [join(cluster.folder, 'postmaster.pid'), `${postgresSocket(cluster.sockets)}.lock`]) {
    const pid = firstNumber(lock);
    if (pid !== null && markOf(pid) !== null) rmSync(lock, { force: true });
  }
}

/** Where the socket lies elsewhere, a link stands where every process looks for it. */
function linkSocket(data: string, cluster: Cluster): void {
  const run = makeRunFolder(data);
  if (cluster.sockets === run) return;
  rmSync(postgresSocket(run), { force: true });
  symlinkSync(postgresSocket(cluster.sockets), postgresSocket(run));
}

function recordedPid(folder: string): number | null {
  return firstNumber(join(folder, 'postmaster.pid'));
}

function firstNumber(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? null : pid;
  } catch {
    return null;
  }
}

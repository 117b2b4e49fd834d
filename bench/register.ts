/**
 * How many letters a second the register takes through decision, claim, dot and result, with PostgreSQL's flushes on.
 * `npx tsx bench/register.ts [callers] [seconds] [together]`; prints one line of JSON. With `together` the first attempt is
 * claimed with the decision, as the worker does.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { migrate } from '../queue/register/migrate.ts';
import { openRegister, type Register } from '../queue/register/register.ts';
import { newLetterId } from '../queue/spool/letter-id.ts';
import { decision, delivered } from '../test/queue/register/letters.ts';
import { throwAwayPostgres } from '../test/throw-away-stores.ts';

const callers = Number(process.argv[2] ?? 20);
const seconds = Number(process.argv[3] ?? 10);
const owner = process.argv[4] === 'together' ? 'bench' : undefined;

const postgres = await throwAwayPostgres();
await migrate(postgres.url);
const register = openRegister(postgres.url);
const latencies: number[] = [];

async function oneLife(into: Register): Promise<void> {
  const letter = newLetterId(Date.now());
  const decided = decision({ id: letter, messageId: `${letter}@ashcombe.example`, receivedAt: Date.now() });
  const { attempts } = await into.recordDecision(decided, owner);
  const attempt = attempts[0] ?? (await into.claimAttempt(letter, 1, 'bench', Date.now()));
  if (attempt === null) throw new Error('not claimed');
  await into.dotMayGo(letter, 1, attempt.attempt, 'bench');
  const results = attempt.copies.map((copy) => delivered(copy.n));
  await into.recordResult({ letter, group: 1, attempt: 1, owner: 'bench', results, effects: [], now: Date.now() });
}

async function run(until: number): Promise<void> {
  while (performance.now() < until) {
    const started = performance.now();
    await oneLife(register);
    latencies.push(performance.now() - started);
  }
}

async function measure(
  forMs: number,
  at: number,
): Promise<{ perSecond: number; p50: number; p99: number; cpu: number }> {
  latencies.length = 0;
  const began = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: at }, () => run(began + forMs)));
  const took = performance.now() - began;
  const used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const share = (p: number) => Math.round((latencies[Math.floor(latencies.length * p)] ?? 0) * 10) / 10;
  return {
    perSecond: Math.round(latencies.length / (took / 1000)),
    p50: share(0.5),
    p99: share(0.99),
    cpu: (used.user + used.system) / 1000 / took,
  };
}

/** Milliseconds of processor that this PostgreSQL's processes have used: says more than a clock on a busy machine. */
function postgresCpuMs(): number {
  const ours = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && worksIn(pid)?.includes('/pr-pg-') === true);
  return ours.reduce((sum, pid) => sum + ticksOf(pid) * 10, 0);
}

function worksIn(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** utime and stime, in hundredths of a second. */
function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

await measure(2_000, callers);
const before = postgresCpuMs();
const busy = await measure(seconds * 1_000, callers);
const postgresMsPerLetter = (postgresCpuMs() - before) / (busy.perSecond * seconds);
const alone = await measure(2_000, 1);
process.stdout.write(`${JSON.stringify({ callers, busy, alone, postgresMsPerLetter })}\n`);
await register.close();
await postgres.end();

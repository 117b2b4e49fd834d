/**
 * Lends the register to a command while no gateway runs: our own PostgreSQL is brought up for as long as the command
 * takes. Redis is not: what an act makes due is found by the sweep of the next start.
 *
 * Why nobody loses it: whoever starts, takes over or ends PostgreSQL does so in turn (`turn.ts`). A gateway that finds
 * it running takes it over and forgets the loan, and then no command ends it; a command that ends it first has ended it
 * before the gateway looks, and the gateway starts its own. Of several commands the last ends it: each puts its name on
 * the loan before it uses the server. One that was killed has its name on it still, but no longer runs, and the next
 * command, gateway or `stop` finds the server.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../queue/register/migrate.ts';
import type { Settings } from '../config/settings.ts';
import { runningInstance } from '../supervisor/lock.ts';
import { openCluster } from './cluster.ts';
import { forgetLoan, loanOn, recordLoan } from './loan.ts';
import { StoreMissing } from './missing.ts';
import { endPostgres, launchPostgres, leftPostgres, ownPostgres } from './postgres.ts';
import { postgresProgram } from './postgres-program.ts';
import { isSame, ownMark, type ProcessMark } from './process-mark.ts';
import { type Server, untilItAnswers } from './server.ts';
import { inTurn } from './turn.ts';
import { storeUrls } from './urls.ts';

const UP_WITHIN_MS = 60_000;
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type Lent =
  /** The register is where `storeUrls` says, as far as it is for us to see to that. */
  | { readonly kind: 'lent'; readonly giveBack: () => Promise<void> }
  /** There is no register yet, and none was to be made. */
  | { readonly kind: 'never begun' };

/** Throws StoreMissing with one sentence where it cannot be brought up. `make`: also where no gateway ever ran here. */
export async function lendRegister(
  settings: Pick<Settings, 'data' | 'database' | 'redis'>,
  { make }: { readonly make: boolean },
): Promise<Lent> {
  const { data } = settings;
  if (settings.database !== null || runningInstance(data) !== null) return { kind: 'lent', giveBack: async () => {} };
  if (!make && !existsSync(join(data, 'postgres'))) return { kind: 'never begun' };
  const borrowing = borrow(data);
  const giveBack = givingBack(data, borrowing);
  try {
    const server = await borrowing;
    if (server !== null) await ready(server, storeUrls(settings).database);
    return { kind: 'lent', giveBack };
  } catch (error) {
    await giveBack();
    throw error instanceof StoreMissing ? error : new StoreMissing(`the register cannot be brought up: ${says(error)}`);
  }
}

type Borrowed = Server & { readonly mark: ProcessMark };

async function ready(server: Borrowed, database: string): Promise<void> {
  await untilItAnswers(server, server.mark, AbortSignal.timeout(UP_WITHIN_MS));
  await migrate(database);
}

/** Null for one that a gateway which crashed has left, or that a gateway which begins has brought up: theirs to end. */
function borrow(data: string): Promise<Borrowed | null> {
  return inTurn(data, async () => {
    const running = leftPostgres(data).running();
    const loan = loanOn(data);
    if (running !== null && (loan === null || !isSame(loan.server, running))) return null;
    const cluster = openCluster(data, postgresProgram());
    const mark = await launchPostgres(data, cluster);
    recordLoan(data, { server: mark, borrowers: [...(loan?.borrowers ?? []), ownMark()] });
    return { ...ownPostgres(data, cluster), mark };
  });
}

/** Once, however often it is asked: at the end, or when somebody ends the command from outside, which then ends so. */
function givingBack(data: string, borrowing: Promise<Borrowed | null>): () => Promise<void> {
  let given: Promise<void> | null = null;
  const giveBack = () => {
    given ??= borrowing
      .then(
        (server) => (server === null ? undefined : inTurn(data, () => handBack(data))),
        () => {},
      )
      .finally(stopListening);
    return given;
  };
  const interrupted = (name: NodeJS.Signals) => {
    // A second one ends us at once.
    stopListening();
    void giveBack().finally(() => process.kill(process.pid, name));
  };
  const stopListening = () => {
    for (const name of INTERRUPTS) process.off(name, interrupted);
  };
  for (const name of INTERRUPTS) process.on(name, interrupted);
  return giveBack;
}

/** The last one ends it; where a gateway has taken it over there is no loan any more. */
async function handBack(data: string): Promise<void> {
  const loan = loanOn(data);
  if (loan === null) return;
  const mine = loan.borrowers.findIndex((each) => isSame(each, ownMark()));
  const others = loan.borrowers.filter((_, n) => n !== mine);
  if (others.length > 0) return recordLoan(data, { ...loan, borrowers: others });
  await endPostgres(data);
  forgetLoan(data);
}

function says(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

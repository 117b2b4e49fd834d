/** One process at a time: an advisory lock of PostgreSQL, which falls with the connection that holds it. */
import type { Database } from './database.ts';

/** Rejects once the lock is lost: somebody else may be at the task then. */
export type StillAlone = () => Promise<void>;

/**
 * Runs `work` while this process alone holds `task`; null where another one does. The lock's transaction stays open
 * meanwhile and touches nothing.
 */
export async function alone<T>(
  database: Database,
  task: string,
  work: (still: StillAlone) => Promise<T>,
): Promise<T | null> {
  return database.transaction(async (client) => {
    await client.query({ name: 'alone-long', text: 'set local idle_in_transaction_session_timeout = 0' }, []);
    const text = 'select pg_try_advisory_xact_lock(hashtext($1)) as got';
    const [row] = await client.query<{ got: boolean }>({ name: 'alone', text }, [`postroom ${task}`]);
    const still = async () => void (await client.query({ name: 'still-alone', text: 'select 1' }, []));
    return row?.got === true ? work(still) : null;
  });
}

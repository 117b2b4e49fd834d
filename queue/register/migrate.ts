/** Brings the tables up to what this version expects. Several processes may call it at once: one does the work. */
import { Migrator } from 'kysely';
import pg from 'pg';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { translated } from './unreachable.ts';

/** Chosen once; known to nobody but us. */
const LOCK = 7_236_011;

export async function migrate(databaseUrl: string): Promise<void> {
  const lock = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  lock.on('error', () => {});
  try {
    await lock.connect();
    // kysely locks too, but only after it has made its own tables, where two at once collide.
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    await bringUp(databaseUrl);
  } catch (error) {
    throw translated(error);
  } finally {
    await lock.end().catch(() => {});
  }
}

async function bringUp(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { connections: 2, answerMs: 600_000 });
  try {
    const { error } = await new Migrator({ db: database.kysely, provider: MIGRATIONS }).migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await database.close();
  }
}

/**
 * The register's epoch: its name, and a number that grows at every start and every half minute. The spool keeps both
 * beside itself (`spool/epoch`), so a register that was put back from a backup is behind what the spool says.
 */
import type { Client } from './database.ts';
import { RegisterUnreachable } from './unreachable.ts';

export type RegisterEpoch = { readonly register: string; readonly number: number };

const READ = { name: 'read-epoch', text: 'select name as register, number from epoch' };

export async function readEpoch(client: Client): Promise<RegisterEpoch> {
  const [epoch] = await client.query<RegisterEpoch>(READ, []);
  if (epoch === undefined) throw new RegisterUnreachable(new Error('its table of epochs is empty'));
  return epoch;
}

const ADVANCE = {
  name: 'advance-epoch',
  text: 'update epoch set number = number + 1 where name = $1 and number >= $2 returning number',
};

/** Null where it is no longer the register that was known, or has gone back. */
export async function advanceEpoch(client: Client, { register, number }: RegisterEpoch): Promise<number | null> {
  const [row] = await client.query<{ number: number }>(ADVANCE, [register, number]);
  return row?.number ?? null;
}

/** The cluster, its timeline (another one after a standby took over) and when its server began. */
const SERVER = {
  name: 'server-mark',
  text: `select concat_ws(' ', (select system_identifier from pg_control_system()),
    left(pg_walfile_name(pg_current_wal_lsn()), 8), extract(epoch from pg_postmaster_start_time())) as mark`,
};
/** A standby that does not take writes yet. */
const IN_RECOVERY = '55000';
/** The functions are missing or not for us, as with some providers: there the number alone tells. */
const NOT_TOLD = /^(42501|42883|0A000)$/;

/** Which server answers. */
export async function serverMark(client: Client): Promise<string> {
  try {
    return (await client.query<{ mark: string }>(SERVER, []))[0]?.mark ?? '';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === IN_RECOVERY) throw new RegisterUnreachable(error);
    if (NOT_TOLD.test(code)) return '';
    throw error;
  }
}

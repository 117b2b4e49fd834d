/** The count of a letter's copies and effects that have not ended: at nothing it is settled (I6). */
import type { LetterId } from '../../rules/letter.ts';
import type { Client } from './database.ts';

const COUNT_DOWN = {
  name: 'count-down',
  text: `
update letters set unended = unended - $2::integer,
  state = case when unended = $2::integer then 'settled' else state end,
  settled_at = case when unended = $2::integer then $3::bigint else settled_at end
where id = $1 returning state`,
};

/** True where that settles it. `ended` may be negative: more came than ended. Its row stays locked until the end. */
export async function countDown(client: Client, letter: LetterId, ended: number, now: number): Promise<boolean> {
  if (ended === 0) return false;
  const [row] = await client.query<{ state: string }>(COUNT_DOWN, [letter, ended, now]);
  return row?.state === 'settled';
}

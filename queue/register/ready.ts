/** The groups of given letters that are due and that nobody has claimed. */
import type { LetterId } from '../../rules/letter.ts';
import type { Client } from './database.ts';

const READY = {
  name: 'ready-groups',
  text: `
select letter, array_agg(grp order by grp) as groups from groups
where letter = any ($1::text[]) and open and owner is null and waits is null and next_at <= $2 group by letter`,
};

export async function readyGroups(
  client: Client,
  letters: readonly LetterId[],
  now: number,
): Promise<Map<LetterId, number[]>> {
  if (letters.length === 0) return new Map();
  const rows = await client.query<{ letter: LetterId; groups: number[] }>(READY, [letters, now]);
  return new Map(rows.map((row) => [row.letter, row.groups]));
}

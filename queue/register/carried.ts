/** What the gateway has carried before, for the rules: who wrote to whom in which message, never its words. */
import type { CouncilId } from '../../rules/council.ts';
import type { CarriedLetter } from '../../rules/history.ts';
import type { Database } from './database.ts';
import { indexable } from './indexable.ts';

/** A program may send thousands of letters under one Message-ID; the rules want the latest few. */
const MOST = 50;

/** A letter's id begins with its time, so the key's own order gives the latest without looking at the others. */
const CARRIED = {
  name: 'carried',
  text: `
select found.* from (select distinct unnest($2::text[]) as message_id) asked
cross join lateral (
  select letter as id, message_id as "messageId", author, visible, at from carried c
  where c.council = $1 and c.message_id = asked.message_id order by letter desc limit ${MOST}
) found order by found.at, found.id`,
};

/** Of this council alone, oldest first. */
export async function carried(
  database: Database,
  council: CouncilId,
  messageIds: readonly string[],
): Promise<CarriedLetter[]> {
  if (messageIds.length === 0) return [];
  const asked = new Map(messageIds.map((id) => [indexable(id), id]));
  const found = await database.query<CarriedLetter>(CARRIED, [council, [...asked.keys()]]);
  return found.map((letter) => ({ ...letter, messageId: asked.get(letter.messageId) ?? letter.messageId }));
}

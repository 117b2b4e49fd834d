/** What the gateway has carried before, for the rules: who wrote to whom in which message, never its words. */
import type { CouncilId } from '../../rules/council.ts';
import type { CarriedLetter } from '../../rules/history.ts';
import type { Database } from './database.ts';

/** A program may send thousands of letters under one Message-ID; the rules want the latest few. */
const MOST = 50;

const CARRIED = {
  name: 'carried',
  text: `
select * from (
  select letter as id, message_id as "messageId", author, visible, at from carried
  where council = $1 and message_id = any ($2::text[]) order by at desc, letter desc limit ${MOST}
) latest order by at, id`,
};

/** Of this council alone, oldest first. */
export async function carried(
  database: Database,
  council: CouncilId,
  messageIds: readonly string[],
): Promise<CarriedLetter[]> {
  return messageIds.length === 0 ? [] : database.query<CarriedLetter>(CARRIED, [council, messageIds]);
}

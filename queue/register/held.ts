/** What is held, oldest first: the list that reviewers and operators work through. */
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import type { HeldLetter } from './records.ts';

/** Of one council, or of all of them. */
export async function held(kysely: Database['kysely'], council: CouncilId | null): Promise<HeldLetter[]> {
  const rows = await kysely
    .selectFrom('copies as c')
    .innerJoin('letters as l', 'l.id', 'c.letter')
    .where('c.state', '=', 'held')
    .where('l.protected', '=', false)
    .$if(council !== null, (query) => query.where('l.council', '=', council))
    .orderBy('l.id')
    .orderBy('c.n')
    .select(['l.id', 'l.council', 'l.state', 'l.received_at', 'l.author', 'l.envelope_from', 'l.subject'])
    .select(['c.n', 'c.address', 'c.rules', 'c.held_for', 'c.reviewer'])
    .execute();
  const letters = new Map<string, HeldLetter>();
  for (const row of rows) {
    const copy = {
      n: row.n,
      to: row.address,
      rules: row.rules,
      for: row.held_for ?? 'author',
      reviewer: row.reviewer as PersonId | null,
    };
    const letter = letters.get(row.id);
    letters.set(row.id, {
      id: row.id as LetterId,
      council: row.council as CouncilId,
      at: row.received_at,
      from: row.author ?? row.envelope_from ?? '',
      subject: row.subject ?? '',
      bytesMissing: row.state === 'bytes-missing',
      copies: [...(letter?.copies ?? []), copy],
    });
  }
  return [...letters.values()];
}

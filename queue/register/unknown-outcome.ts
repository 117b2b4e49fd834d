/** Outcomes against the rows that must be there if the register is as new as they are. */

import type { LetterId } from '../../rules/letter.ts';
import type { OutcomeLine } from '../recovery/outcome-records.ts';
import type { Client } from './database.ts';
import { storable } from './storable.ts';

export type LetterLine = { readonly letter: LetterId; readonly line: OutcomeLine };

/** A claim is committed before its dot is allowed. */
const ATTEMPT = {
  name: 'unknown-attempt',
  text: `
select count(*)::integer as count from jsonb_to_recordset($1::jsonb) as x (letter text, grp integer, attempt integer)
left join groups g on g.letter = x.letter and g.grp = x.grp
where g.letter is null or g.attempt < x.attempt`,
};

/** An act is committed before its line is written, and no copy is held again. */
const ACT = {
  name: 'unknown-act',
  text: `
select count(*)::integer as count from jsonb_to_recordset($1::jsonb) as x (letter text, n integer)
left join copies c on c.letter = x.letter and c.n = x.n
where c.letter is null or c.state = 'held'`,
};

/** A notice or report is required before it is made. */
const EFFECT = {
  name: 'unknown-effect',
  text: `
select count(*)::integer as count from jsonb_to_recordset($1::jsonb) as x (letter text, key text)
left join effects e on e.letter = x.letter and e.key = x.key
where e.letter is null`,
};

/** In words, what it does not know of these; null where it knows all. */
export async function unknownOutcome(client: Client, lines: readonly LetterLine[]): Promise<string | null> {
  const attempts = lines.flatMap(({ letter, line }) =>
    'dotMayGo' in line ? [{ letter, grp: line.group, attempt: line.dotMayGo }] : [],
  );
  const acts = lines.flatMap(({ letter, line }) => ('act' in line ? line.act.copies.map((n) => ({ letter, n })) : []));
  const effects = lines.flatMap(({ letter, line }) => ('effect' in line ? [{ letter, key: line.effect }] : []));
  const found = [
    [ATTEMPT, attempts, 'attempts at delivery'],
    [ACT, acts, 'acts of reviewers'],
    [EFFECT, effects, 'notices and reports'],
  ] as const;
  for (const [statement, rows, what] of found) {
    if (rows.length === 0) continue;
    const [row] = await client.query<{ count: number }>(statement, [storable(rows)]);
    if (row !== undefined && row.count > 0) return `${row.count} ${what} of the last minutes`;
  }
  return null;
}

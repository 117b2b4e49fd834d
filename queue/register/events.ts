/** What people did that changes no copy: a reviewer who looked at a held letter, an operator who ran a command. */
import type { LetterId } from '../../rules/letter.ts';
import type { Database } from './database.ts';
import type { RegisterEvent } from './records.ts';
import { storable } from './storable.ts';

const NOTE = {
  name: 'note-event',
  text: `
insert into events (letter, council, at, actor, kind, payload)
select id, council, $2, $3, $4, $5::jsonb from letters where id = $1 and not protected returning id`,
};

/** False where there is no such letter to have looked at. */
async function note(database: Database, letter: LetterId, event: RegisterEvent): Promise<boolean> {
  const rows = await database.query(NOTE, [letter, event.at, event.actor, event.kind, storable(event.payload)]);
  return rows.length > 0;
}

export type Look = {
  readonly letter: LetterId;
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether its text was read, and why. */
  readonly text: boolean;
  readonly reason: string | null;
};

export function looked(database: Database, { letter, actor, at, text, reason }: Look): Promise<boolean> {
  return note(database, letter, { at, actor, kind: 'looked', payload: { text, reason } });
}

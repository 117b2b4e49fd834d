/** `postroom forward`: an officer gets a held copy in its recipient's place; the author is told who has it now. */

import type { Person, PersonId } from '../../rules/council.ts';
import { personAt } from '../../rules/directory.ts';
import { contactOf } from '../examine/accounts.ts';
import { resentLines, traceLines, wholeOf } from '../examine/renderings.ts';
import { folded, termsOf } from '../examine/terms.ts';
import { isIntact, render } from '../mail/outgoing/render.ts';
import { ACT_USAGE, type Asked, actOn, authorIsTold, type Prepared } from './act.ts';
import type { Desk } from './at-the-desk.ts';
import type { Command } from './command.ts';

export const forward: Command = {
  usage: ACT_USAGE.replace('--reason', '--to PERSON --reason'),
  run: (args, io) => actOn('forward', args, io, prepare),
};

async function prepare(asked: Asked, desk: Desk): Promise<Prepared> {
  const person = officerNamed(asked);
  if (typeof person === 'string') return person;
  const envelope = await desk.spool.envelope(asked.letter.id);
  const path = desk.spool.messagePath(asked.letter.id);
  if (envelope === null || !(await isIntact(path, wholeOf(envelope)).catch(() => false))) {
    return `the spool no longer has the bytes of \`${asked.letter.id}\` as they came`;
  }
  const { hostname } = desk.settings;
  const resent = resentLines({ id: asked.letter.id, at: asked.now, to: person.email }, hostname);
  const to = {
    person: person.id,
    address: person.email,
    terms: termsOf({ address: person.email }, envelope.mailFrom, desk.settings),
    // As its author wrote it: whoever it was meant for has not got it, and is not shown as if they had.
    rendering: await render(path, {
      head: `${resent}${traceLines(envelope, false, hostname)}`,
      addCc: [],
    }),
  };
  const contact = contactOf(person.id, asked.council);
  return { to, effects: await authorIsTold('forward', { ...asked, contact }, desk) };
}

/** By id or by address. A letter is passed to an officer: a member reads another's mail only as a reviewer. */
function officerNamed({ to, council, letter }: Asked): Person | string {
  const name = to ?? '';
  const person = council.people.get(name as PersonId) ?? personAt(council, folded(name));
  if (person === null || person === undefined) return `\`${name}\` is nobody of the council's directory`;
  if (person.role !== 'officer') return `${person.name} is a member; a held letter is forwarded to an officer`;
  const author = personAt(council, folded(letter.author ?? letter.from));
  if (author?.id === person.id) return `${person.name} wrote it: return it, if it is to go back`;
  return person;
}

/** `postroom held`: what waits, for whom and since when, oldest first. Never a word of what was written. */
import { parseArgs } from 'node:util';
import type { HeldLetter } from '../../queue/register/records.ts';
import { printableLine } from '../printable.ts';
import { atTheDesk, nothingYet } from './at-the-desk.ts';
import type { Command } from './command.ts';
import { TEXT_IS_LOST } from './show-page.ts';

export const held: Command = {
  usage: '[--json] [--config FILE]',
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, config: { type: 'string' } },
    });
    const beforeFirstStart = () => nothingYet(io, values.json === true);
    return atTheDesk({ config: values.config, io, beforeFirstStart }, async ({ register }) => {
      const entries = (await register.held()).flatMap(entriesOf);
      if ((await register.standing()).waitingSince !== null) io.err(RECOVER);
      io.out(values.json ? `${JSON.stringify(entries, null, 2)}\n` : heldPage(entries));
      return 0;
    });
  },
};

const RECOVER = 'Letters wait since the register was put back from before: `postroom recover` lists them.\n';

type Entry = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly from: string;
  readonly subject: string;
  readonly copies: readonly { readonly to: string; readonly rules: readonly string[] }[];
  readonly for: 'author' | 'review';
  readonly reviewer: string | null;
  /** Left out where they are there. */
  readonly bytesMissing?: true;
};

/** A letter of which some copies wait for its author and some for a reviewer is two entries: two people act on it. */
function entriesOf(letter: HeldLetter): Entry[] {
  const entries = new Map<string, Entry>();
  for (const copy of letter.copies) {
    const key = `${copy.for} ${copy.reviewer}`;
    const entry = entries.get(key);
    entries.set(key, {
      id: letter.id,
      at: new Date(letter.at).toISOString(),
      from: letter.from,
      subject: letter.subject,
      copies: [...(entry?.copies ?? []), { to: copy.to, rules: copy.rules }],
      for: copy.for,
      reviewer: copy.reviewer,
      ...(letter.bytesMissing ? { bytesMissing: true } : {}),
    });
  }
  return [...entries.values()];
}

export function heldPage(entries: readonly Entry[]): string {
  return entries.length === 0 ? 'Nothing is held.\n' : entries.map(lines).join('\n');
}

function lines(entry: Entry): string {
  const whose = entry.for === 'author' ? 'for its author' : `for review by ${entry.reviewer}`;
  const copies = entry.copies.map(({ to, rules }) => `  to ${to} (${rules.join(', ')})`);
  const lost = entry.bytesMissing ? [`  ${TEXT_IS_LOST}; \`postroom return\` ends what is held`] : [];
  const all = [`${entry.id}  ${entry.at}  held ${whose}`, `  from ${entry.from}: ${entry.subject}`, ...copies, ...lost];
  return all.map((line) => `${printableLine(line)}\n`).join('');
}

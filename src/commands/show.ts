/**
 * `postroom show ID`: where each copy of a letter is and why, and what happened to it. Its text is shown only on
 * request, with a reason, and only where a copy waits for review: what is held for its author nobody reads. Every
 * look is recorded.
 */
import { parseArgs } from 'node:util';
import type { LetterRecord } from '../../queue/register/records.ts';
import { readLetterId } from '../../queue/spool/letter-id.ts';
import { atTheDesk, type Desk, noLetterYet } from './at-the-desk.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';
import { operator } from './operator.ts';
import { type Page, pageText } from './show-page.ts';
import { textForReview } from './text-for-review.ts';

type Wish = { readonly name: string; readonly json: boolean; readonly text: boolean; readonly reason: string | null };

export const show: Command = {
  usage: 'ID [--json] [--text --reason R] [--config FILE]',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        text: { type: 'boolean' },
        reason: { type: 'string' },
        config: { type: 'string' },
      },
    });
    const [name, ...rest] = positionals;
    if (name === undefined || rest.length > 0) throw new UsageError('one letter is shown at a time: give its ID');
    const { json = false, text = false, reason = null } = values;
    if (text && reason === null) throw new UsageError('reading a letter wants a reason, which is recorded: --reason');
    const beforeFirstStart = () => noLetterYet(name, io);
    return atTheDesk({ config: values.config, io, beforeFirstStart }, (desk) =>
      showLetter({ name, json, text, reason }, desk, io),
    );
  },
};

async function showLetter(wish: Wish, desk: Desk, io: Io): Promise<ExitCode> {
  const id = readLetterId(wish.name);
  const letter = id === null ? null : await desk.register.letter(id);
  if (letter === null) {
    io.err(`there is no letter \`${wish.name}\`: \`postroom held\` lists what waits\n`);
    return 1;
  }
  if (wish.text && !letter.copies.some((copy) => copy.heldFor === 'review' && copy.state === 'held')) {
    io.err(`no copy of \`${wish.name}\` waits for review, so nobody but its author reads it\n`);
    return 1;
  }
  await desk.register.looked({
    letter: letter.id,
    actor: operator(io),
    reason: wish.reason,
    text: wish.text,
    at: Date.now(),
  });
  const page = pageOf(letter, wish.text ? await textForReview(letter.id, desk) : null);
  io.out(wish.json ? `${JSON.stringify(page, null, 2)}\n` : pageText(page));
  return 0;
}

function pageOf(letter: LetterRecord, text: string | null): Page {
  const { id, state, from, author, subject, policyVersion, judgement } = letter;
  return {
    id,
    at: new Date(letter.at).toISOString(),
    state,
    from,
    author,
    subject,
    policyVersion,
    outcome: judgement?.outcome ?? null,
    copies: letter.copies.map(({ rendering, nextAt, ...copy }) => ({
      ...copy,
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
      sha256: rendering.sha256,
      size: rendering.size,
    })),
    findings: (judgement?.findings ?? []).map(({ rule, mode, clauses, evidence, facts }) => ({
      rule,
      mode,
      clauses: clauses.map(({ number }) => number),
      words: evidence.map(({ words }) => words),
      facts,
    })),
    events: letter.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
    text,
  };
}

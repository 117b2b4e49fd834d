/** `postroom return`: a held copy goes back to its author, with a delivery report that says who gave it back and why. */
import { mayBeReported, reportable, reports } from '../examine/reportable.ts';
import type { Fate } from '../notices/report-account.ts';
import { ACT_USAGE, type Asked, actOn, authorIsTold, byline, type Prepared } from './act.ts';
import type { Desk } from './at-the-desk.ts';
import type { Command } from './command.ts';

export const returnToSender: Command = {
  usage: ACT_USAGE,
  run: (args, io) => actOn('return', args, io, prepare),
};

/** The report is the end of it; where there is no sender to report to, the author still gets a notice. Without its bytes nothing can be written about a letter, but it can be ended. */
async function prepare(asked: Asked, desk: Desk): Promise<Prepared> {
  const envelope = await desk.spool.envelope(asked.letter.id);
  if (envelope === null) return { effects: [] };
  if (!mayBeReported(envelope)) return { effects: await authorIsTold('return', asked, desk) };
  const fate: Fate = { kind: 'returned', by: { kind: 'reviewer', reason: asked.reason, ...byline(asked) } };
  const fates = asked.copies.map(({ n }) => ({ n, fate }));
  const about = await reportable(envelope, asked.council, desk.spool.messagePath(asked.letter.id));
  return { effects: reports(`returned:${asked.now}`, fates, about) };
}

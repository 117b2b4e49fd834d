/** `postroom release`: a held copy leaves, with exactly the bytes that `show` names, if the disk still has them. */
import { isIntact } from '../mail/outgoing/render.ts';
import { ACT_USAGE, type Asked, actOn, authorIsTold, type Prepared } from './act.ts';
import type { Desk } from './at-the-desk.ts';
import type { Command } from './command.ts';

export const release: Command = {
  usage: ACT_USAGE,
  run: (args, io) => actOn('release', args, io, prepare),
};

async function prepare(asked: Asked, desk: Desk): Promise<Prepared> {
  const path = desk.spool.messagePath(asked.letter.id);
  for (const { rendering, to } of asked.copies) {
    const intact = await isIntact(path, rendering).catch(() => false);
    if (!intact) return `the copy to \`${to}\` cannot leave: the spool no longer has the bytes that were decided`;
  }
  return { effects: await authorIsTold('release', asked, desk) };
}

/** `postroom fsck`: whether the spool and the register agree. Reads both and changes neither. */
import { parseArgs } from 'node:util';
import { fsck as compare } from '../../queue/fsck.ts';
import { atTheDesk, nothingYet } from './at-the-desk.ts';
import type { Command } from './command.ts';

export const fsck: Command = {
  usage: '[--json] [--config FILE]',
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, config: { type: 'string' } },
    });
    const beforeFirstStart = () => nothingYet(io, values.json === true);
    return atTheDesk({ config: values.config, io, beforeFirstStart }, async ({ spool, register }) => {
      const found = await compare(spool, register);
      if (values.json) io.out(`${JSON.stringify(found, null, 2)}\n`);
      else
        io.out(
          found.length === 0
            ? 'Spool and register agree.\n'
            : found.map(({ letter, says }) => `${letter}: ${says}\n`).join(''),
        );
      return found.length === 0 ? 0 : 1;
    });
  },
};

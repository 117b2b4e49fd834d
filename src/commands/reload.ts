/** `postroom reload`: has the running gateway read the council's files again, and says what became of it. */
import { parseArgs } from 'node:util';
import { findConfig } from '../config/find-config.ts';
import { loadSettings } from '../config/load.ts';
import { askSupervisor, type Reply } from '../supervisor/control.ts';
import type { Command, ExitCode, Io } from './command.ts';
import { refuse } from './refuse.ts';

export const reload: Command = {
  usage: '[--config FILE]',
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } } });
    const reading = loadSettings(findConfig(io, values.config), io.env);
    if (reading.kind === 'refused') return refuse(reading.faults, io);
    return report(await askSupervisor(reading.settings.data, { do: 'reload' }), reading.settings.data, io);
  },
};

function report(reply: Reply | null, data: string, io: Io): ExitCode {
  if (reply === null) {
    io.err(`no gateway runs on ${data}: the files are read when it starts, and \`postroom check\` reads them now\n`);
    return 1;
  }
  switch (reply.kind) {
    case 'reloaded':
      for (const warning of reply.warnings) io.err(`${warning}\n`);
      io.out(`version ${reply.version} is in force\n`);
      return 0;
    case 'refused':
      for (const why of reply.why) io.err(`${why}\n`);
      io.err(
        `${reply.version === null ? 'the version' : `version ${reply.version}`} that was in force stays in force\n`,
      );
      return reply.because === 'stores' ? 3 : 1;
    case 'stopping':
      return 1;
  }
}

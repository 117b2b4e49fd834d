/** `postroom stop`: ends the gateway gracefully, or what a gateway that crashed left running. */
import { parseArgs } from 'node:util';
import { findConfig } from '../config/find-config.ts';
import { loadSettings } from '../config/load.ts';
import { end, ended } from '../stores/process-mark.ts';
import { stopLeftStores } from '../stores/stores.ts';
import { askSupervisor } from '../supervisor/control.ts';
import { endOrphans, type Instance, recordedInstance, runningInstance } from '../supervisor/lock.ts';
import type { Command, ExitCode, Io } from './command.ts';
import { refuse } from './refuse.ts';

/** Longer than the gateway gives itself: 20 s for letters under way, then the stores. */
const WITHIN_MS = 90_000;

export const stop: Command = {
  usage: '[--config FILE]',
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } } });
    const reading = loadSettings(findConfig(io, values.config), io.env);
    if (reading.kind === 'refused') return refuse(reading.faults, io);
    const { data } = reading.settings;
    const running = runningInstance(data);
    return running === null ? endWhatIsLeft(data, io) : endGateway(data, running, io);
  },
};

async function endGateway(data: string, { mark }: Instance, io: Io): Promise<ExitCode> {
  const heard = await askSupervisor(data, { do: 'stop' });
  // One that is still starting, or whose socket somebody removed, understands a signal.
  const gone = heard === null ? await end(mark, [['SIGTERM', WITHIN_MS]]) : await ended(mark, WITHIN_MS);
  if (gone) io.out('the gateway has stopped\n');
  else io.err(`the gateway (process ${mark.pid}) has not stopped within ${WITHIN_MS / 1_000} s\n`);
  return gone ? 0 : 1;
}

async function endWhatIsLeft(data: string, io: Io): Promise<ExitCode> {
  await endOrphans(recordedInstance(data));
  const stopped = await stopLeftStores(data);
  io.out(
    `no gateway runs on ${data}${stopped.length > 0 ? `; stopped the ${stopped.join(' and ')} it had left` : ''}\n`,
  );
  return 0;
}

/**
 * `postroom recover`: what waits since the register was put back from a backup, and why; with `--confirm` it goes on. What
 * it lets go on may be sent a second time, which is why a person must say so.
 */
import { parseArgs } from 'node:util';
import { openRecovering, type Recovering } from '../../queue/recovery/recover.ts';
import type { WaitingLetter } from '../../queue/register/recoveries.ts';
import { readAddress } from '../../rules/address.ts';
import { isProtected } from '../../rules/directory.ts';
import type { Policy } from '../config/policy.ts';
import { printableLine } from '../printable.ts';
import { storeUrls } from '../stores/urls.ts';
import { atTheDesk, type Desk } from './at-the-desk.ts';
import type { Command, ExitCode, Io } from './command.ts';
import { operator } from './operator.ts';

export const recover: Command = {
  usage: '[--confirm] [--json] [--config FILE]',
  run: async (args, io) => {
    const options = { confirm: { type: 'boolean' }, json: { type: 'boolean' }, config: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { confirm = false, json = false, config } = values;
    const beforeFirstStart = () => tell({ waiting: [], hidden: 0 }, { json, io });
    return atTheDesk({ config, io, beforeFirstStart }, async (desk) => {
      const recovering = await open(desk, io);
      try {
        const found = shown(await recovering.waiting(), desk.policy);
        return confirm ? await letGo(recovering, found, desk, { json, io }) : tell(found, { json, io });
      } finally {
        await recovering.close();
      }
    });
  },
};

function open({ settings, spool }: Desk, io: Io): Promise<Recovering> {
  const log = { info: () => {}, error: () => {}, fatal: (_: object, says: string) => io.err(`${says}\n`) };
  return openRecovering(storeUrls(settings).database, {
    spool,
    run: 'recover',
    // Whatever there is by now may have been decided.
    newSince: Date.now,
    log,
  });
}

type Shown = Omit<WaitingLetter, 'protected' | 'at'> & { readonly at: string };
/** Of protected letters nothing but how many they are. */
type Found = { readonly waiting: readonly Shown[]; readonly hidden: number };
type How = { readonly json: boolean; readonly io: Io };

function shown(all: readonly WaitingLetter[], policy: Policy): Found {
  const open = all.filter((letter) => !letter.protected);
  const waiting = open.map(({ id, at, from, to, why }) => ({
    id,
    at: new Date(at).toISOString(),
    from,
    to: to.filter((address) => mayBeShown(address, policy)),
    why,
  }));
  return { waiting, hidden: all.length - open.length };
}

/** A copy to somebody who became protected since has a mark for an address, or still theirs. */
function mayBeShown(text: string, { councils }: Policy): boolean {
  const reading = readAddress(text);
  return reading.kind === 'address' && !councils.some((council) => isProtected(council, reading.address));
}

function tell({ waiting, hidden }: Found, { json, io }: How): ExitCode {
  const none = waiting.length === 0 && hidden === 0;
  if (json) io.out(`${JSON.stringify({ waiting, protected: hidden }, null, 2)}\n`);
  else if (none) io.out('Nothing waits: the register is as new as the spool.\n');
  else io.out(page({ waiting, hidden }));
  return none ? 0 : 1;
}

function page({ waiting, hidden }: Found): string {
  const letters = waiting.flatMap(({ id, at, from, to, why }) => [
    printableLine(`${id}  ${at}`),
    printableLine(`  from ${from} to ${to.join(', ')}`),
    printableLine(`  ${why}`),
  ]);
  const others = hidden === 0 ? [] : [`and ${hidden} to protected addresses`];
  const end = '`postroom recover --confirm` sends them; some may be sent a second time.';
  return [...letters, ...others, end].map((line) => `${line}\n`).join('');
}

/** Redis may be down: then the sweep finds what is due. */
async function letGo(recovering: Recovering, found: Found, { producer }: Desk, { json, io }: How): Promise<ExitCode> {
  const { groups, judge } = await recovering.confirm(operator(io));
  producer.add([
    ...judge.map((letter) => ({ job: { kind: 'judge', letter } as const })),
    ...groups.map(({ letter, group }) => ({ job: { kind: 'deliver', letter, group } as const })),
  ]);
  const confirmed = found.waiting.length + found.hidden;
  if (json) io.out(`${JSON.stringify({ confirmed })}\n`);
  else io.out(confirmed === 0 ? 'Nothing waited.\n' : `${confirmed} letters go on.\n`);
  return 0;
}

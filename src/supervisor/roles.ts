/** The roles of a gateway: where each one's code is, and how many processes of it run. */
import { availableParallelism } from 'node:os';
import type { RoleEntry } from './crew.ts';

export const ROLES = ['smtp', 'worker', 'desk'] as const;
export type RoleName = (typeof ROLES)[number];

/** A council's mail keeps few processes busy; on a large machine more would only hold memory. */
const MOST_SMTP = 4;
const MOST_WORKERS = 8;

type Env = Readonly<Record<string, string | undefined>>;

/** `only`: one role alone, as `start --role` asks. */
export function gatewayRoles(env: Env, only: RoleName | null = null): RoleEntry[] {
  const cores = availableParallelism();
  const smtp = countFrom(env.POSTROOM_SMTP_PROCESSES) ?? between(1, Math.floor(cores / 2), MOST_SMTP);
  const workers = countFrom(env.POSTROOM_WORKER_PROCESSES) ?? between(1, cores - 1, MOST_WORKERS);
  const all: readonly (RoleEntry & { name: RoleName })[] = [
    { name: 'smtp', module: source('../smtp/role'), run: 'runSmtp', processes: smtp, sharesPorts: true },
    { name: 'worker', module: source('../worker'), run: 'runWorker', processes: workers, sharesPorts: false },
    { name: 'desk', module: source('../desk/role'), run: 'runDesk', processes: 1, sharesPorts: false },
  ];
  return all.filter((role) => only === null || role.name === only);
}

/** The module beside this one, with the ending that this one has. */
function source(path: string): string {
  return new URL(path + (import.meta.url.endsWith('.ts') ? '.ts' : '.js'), import.meta.url).href;
}

function countFrom(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d?$/.test(text) ? Number(text) : null;
}

function between(least: number, wanted: number, most: number): number {
  return Math.max(least, Math.min(wanted, most));
}

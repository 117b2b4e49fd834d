/**
 * `postroom user`: who may sign in, to submit letters and at the desk. The register is told first, then the snapshot
 * that the gateway's processes read; what is written takes effect at the next sign-in.
 */
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Account, ROLES, readRole } from '../accounts/account.ts';
import { hashPassword, inventPassword } from '../accounts/password.ts';
import { type Posting, personFor } from '../accounts/posting.ts';
import { writeSnapshot } from '../accounts/snapshot.ts';
import { atTheDesk, type Desk } from './at-the-desk.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';

const LEAST_PASSWORD = 12;

const OPTIONS = {
  role: { type: 'string' },
  person: { type: 'string' },
  council: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
  config: { type: 'string' },
} as const;

export const user: Command = {
  usage: `add NAME --role ${ROLES.join('|')} [--person ID] [--council ID] [--password-stdin] | list [--json] | remove NAME [--config FILE]`,
  run: async (args, io) => {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [act, name, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`\`${more[0]}\` is one word too many`);
    const { config } = values;
    if (act === 'list' && name === undefined) {
      const json = values.json === true;
      return atTheDesk({ config, io, beforeFirstStart: () => tellList([], io, json) }, (desk) => list(desk, io, json));
    }
    if (name === undefined) throw new UsageError('say `add NAME`, `list` or `remove NAME`');
    if (act === 'remove')
      return atTheDesk({ config, io, beforeFirstStart: () => refuse(io, noAccount(name)) }, (desk) =>
        remove(desk, io, name),
      );
    if (act !== 'add') throw new UsageError(`there is no \`user ${act}\``);
    const role = readRole(values.role);
    if (role === null) throw new UsageError(`--role must be one of ${ROLES.join(', ')}`);
    const given = values['password-stdin'] === true ? await readAll(process.stdin) : null;
    const asked = { name: name.toLowerCase(), role, person: values.person ?? null, council: values.council ?? null };
    // Accounts may be made before the first start, so that people can sign in from the first letter on.
    return atTheDesk({ config, io, beforeFirstStart: 'make' }, (desk) =>
      add(desk, io, asked, given?.replace(/\r?\n$/, '') ?? null),
    );
  },
};

type Asked = Omit<Posting, 'councils'> & { readonly council: string | null };

async function add(desk: Desk, io: Io, asked: Asked, given: string | null): Promise<ExitCode> {
  const councils = desk.policy.councils.filter(({ id }) => asked.council === null || id === asked.council);
  if (councils.length === 0) {
    const known = desk.policy.councils.map(({ id }) => id).join(', ');
    return refuse(io, `there is no council \`${asked.council}\`: the councils are ${known}`);
  }
  const found = personFor({ ...asked, councils });
  if (found.kind === 'refused') return refuse(io, found.why);
  const taken = (await desk.register.accounts()).find(({ name }) => name === asked.name);
  if (taken !== undefined && taken.council !== found.council)
    return refuse(io, `\`${asked.name}\` already signs in for the council \`${taken.council}\`: choose another name`);
  if (given !== null && given.length < LEAST_PASSWORD)
    return refuse(io, `the password must have ${LEAST_PASSWORD} characters or more`);
  const password = given ?? inventPassword();
  const { council, person } = found;
  await desk.register.putAccount({
    name: asked.name,
    council,
    person,
    role: asked.role,
    hash: await hashPassword(password),
  });
  await snapshot(desk);
  io.out(`${asked.name} may sign in as ${asked.role}.\n`);
  if (given === null)
    io.out(`password: ${password}\nIt is shown this once: it is kept nowhere in a form that can be read.\n`);
  return 0;
}

async function list({ register }: Desk, io: Io, json: boolean): Promise<ExitCode> {
  const accounts = (await register.accounts()).map(({ name, council, person, role }) => ({
    name,
    council,
    person,
    role,
  }));
  return tellList(accounts, io, json);
}

type Listed = Pick<Account, 'name' | 'council' | 'person'> & { readonly role: string };

function tellList(accounts: readonly Listed[], io: Io, json: boolean): ExitCode {
  if (json) io.out(`${JSON.stringify(accounts, null, 2)}\n`);
  else if (accounts.length === 0)
    io.out('Nobody may sign in yet: `postroom user add NAME --role ROLE` lets somebody.\n');
  else
    for (const { name, role, person } of accounts)
      io.out(`${name}  ${role}${person === null || person === name ? '' : `  (${person})`}\n`);
  return 0;
}

async function remove(desk: Desk, io: Io, name: string): Promise<ExitCode> {
  const was = await desk.register.removeAccount(name.toLowerCase());
  await snapshot(desk);
  if (!was) return refuse(io, noAccount(name));
  io.out(`${name} may no longer sign in.\n`);
  return 0;
}

function noAccount(name: string): string {
  return `there is no account \`${name}\``;
}

async function snapshot({ register, settings }: Desk): Promise<void> {
  const accounts = (await register.accounts()).flatMap((account): Account[] => {
    const role = readRole(account.role);
    return role === null ? [] : [{ ...account, role }];
  });
  await writeSnapshot(settings.data, accounts);
}

function refuse(io: Io, why: string): ExitCode {
  io.err(`${why}\n`);
  return 1;
}

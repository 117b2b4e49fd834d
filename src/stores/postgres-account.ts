/**
 * As whom PostgreSQL runs, since it refuses to run as root. As an ordinary user: as ourselves. As root: in a user
 * namespace, where root's own files are an ordinary user's, so that it works below a folder only root may enter. Where
 * the system refuses that (inside a chroot, for one): as the system user `postgres`, from a folder which that user can
 * reach. Never as `nobody`, whom other programs share.
 */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { lastWords, StoreMissing } from './missing.ts';

export type Account =
  | { readonly kind: 'ourselves' }
  | { readonly kind: 'namespace'; readonly inside: number }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly as: { readonly uid?: number; readonly gid?: number };
};

/** Whose it is already decides, so that a cluster is never opened in two ways. */
export function chooseAccount(cluster: string, works: (account: Account) => boolean): Account {
  if (process.geteuid?.() !== 0) return { kind: 'ourselves' };
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { kind: 'user', uid: owner.uid, gid: owner.gid };
  const namespace: Account = { kind: 'namespace', inside: someUser() };
  return works(namespace) ? namespace : systemUser();
}

export function commandAs(account: Account, program: string, args: readonly string[]): Command {
  switch (account.kind) {
    case 'ourselves':
      return { program, args, as: {} };
    case 'namespace': {
      const map = ['--user', `--map-user=${account.inside}`, `--map-group=${account.inside}`];
      return { program: 'unshare', args: [...map, program, ...args], as: {} };
    }
    case 'user':
      return { program, args, as: { uid: account.uid, gid: account.gid } };
  }
}

/** Runs it to its end; a sentence with its last words where it fails, else null. */
export function runAs(account: Account, program: string, args: readonly string[], input = ''): string | null {
  const command = commandAs(account, program, args);
  // Its working directory must be one which that user can enter.
  const options: SpawnSyncOptions = { ...command.as, input, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
  const ran = spawnSync(command.program, [...command.args], { ...options, encoding: 'utf8' });
  if (ran.status === 0) return null;
  return ran.error?.message ?? lastWords(`${ran.stdout}\n${ran.stderr}`);
}

/** The number that root goes by inside the namespace: any but 0 that has a name there, for initdb asks for the name. */
function someUser(): number {
  const known = passwd().map((entry) => entry.uid);
  return known.includes(1000) ? 1000 : (known.find((uid) => uid !== 0) ?? 1000);
}

function systemUser(): Account {
  const found = passwd().find((entry) => entry.name === 'postgres') ?? makeSystemUser();
  return { kind: 'user', uid: found.uid, gid: found.gid };
}

function makeSystemUser(): { uid: number; gid: number } {
  const args = ['--system', '--user-group', '--home-dir', '/var/lib/postroom', '--no-create-home'];
  const ran = spawnSync('useradd', [...args, '--shell', '/usr/sbin/nologin', 'postgres'], { encoding: 'utf8' });
  const made = passwd().find((entry) => entry.name === 'postgres');
  if (made !== undefined) return made;
  const why = ran.error?.message ?? lastWords(ran.stderr);
  throw new StoreMissing(
    `PostgreSQL cannot run as root, user namespaces are refused here, and the user \`postgres\` cannot be made (${why}): start Postroom as an ordinary user, or make that user`,
  );
}

function passwd(): { name: string; uid: number; gid: number }[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = lines.map((line) => line.split(':')).filter((parts) => parts.length >= 4);
  return fields.map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

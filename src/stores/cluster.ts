/**
 * PostgreSQL's data folder, `data/postgres`: made once, whole or not at all. For the user `postgres` it lies in
 * /var/lib/postroom, where that user can reach it, and `data/postgres` is a link to it.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { lastWords, StoreMissing } from './missing.ts';
import { type Account, chooseAccount, runAs } from './postgres-account.ts';
import type { PostgresProgram } from './postgres-program.ts';
import { folderMark, makeRunFolder } from './run-folder.ts';
import { DATABASE } from './urls.ts';

export type Cluster = {
  readonly folder: string;
  readonly account: Account;
  /** Holds bin, lib and share, where the account can read them. */
  readonly programs: string;
  /** Where it puts its socket; not always where we look for it. */
  readonly sockets: string;
};

const REACHABLE = '/var/lib/postroom';

/** Finds or makes it; throws StoreMissing with one sentence. `refused` says that user namespaces may not be used. */
export function openCluster(data: string, found: PostgresProgram, refused = false): Cluster {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const run = makeRunFolder(data);
  const usual = join(data, 'postgres');
  const account = chooseAccount(usual, (candidate) => !refused && reaches(candidate, found.folder, data));
  const programs = readablePrograms(account, found);
  if (account.kind !== 'user' || reaches(account, programs, data)) {
    if (!existsSync(usual)) makeCluster(usual, account, programs);
    if (account.kind === 'user') chownSync(run, account.uid, account.gid);
    return { folder: usual, account, programs, sockets: run };
  }
  makeReachable();
  const home = join(REACHABLE, folderMark(data));
  for (const folder of [home, join(home, 'run')]) ownedFolder(folder, account);
  moveOrMake(usual, join(home, 'postgres'), account, programs);
  return { folder: realpathSync(usual), account, programs, sockets: join(home, 'run') };
}

/** Whether it can run the programs and write to the data folder, asked by doing it. */
function reaches(account: Account, programs: string, data: string): boolean {
  const tries = '"$1" --version >/dev/null && test -w "$2" && test -x "$2"';
  return runAs(account, '/bin/sh', ['-c', tries, 'sh', join(programs, 'bin', 'postgres'), data]) === null;
}

/** initdb in a folder beside it, the database in single-user mode, then the rename. */
function makeCluster(folder: string, account: Account, programs: string): void {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  // Only who is in the socket's folder (0700) gets to the socket. `peer` would ask for the name of a user who, inside
  // the namespace, has none of ours.
  const who = ['-U', DATABASE, '--auth-local=trust', '--auth-host=reject'];
  const what = ['--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions'];
  const initdb = runAs(account, join(programs, 'bin', 'initdb'), ['-D', fresh, ...who, ...what]);
  if (initdb !== null) throw new StoreMissing(`PostgreSQL's data folder ${fresh} cannot be made: ${initdb}`);
  const single = ['--single', '-D', fresh, '-c', 'exit_on_error=on', 'postgres'];
  const made = runAs(account, join(programs, 'bin', 'postgres'), single, `CREATE DATABASE ${DATABASE}\n`);
  if (made !== null) throw new StoreMissing(`PostgreSQL's database cannot be made: ${made}`);
  renameSync(fresh, folder);
}

/** A folder of ours that root made while namespaces were allowed is copied; the copy takes its place, it is kept. */
function moveOrMake(usual: string, folder: string, account: Account & { kind: 'user' }, programs: string): void {
  const there = lstatSync(usual, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && existsSync(usual)) return;
  if (there?.isDirectory()) {
    copyFor(account, usual, folder);
    renameSync(usual, `${usual}-before-${Date.now()}`);
  } else if (!existsSync(folder)) {
    makeCluster(folder, account, programs);
  }
  rmSync(usual, { force: true });
  symlinkSync(folder, usual);
}

/** The package's own where the account can read it, else a copy that serves every data folder on this machine. */
function readablePrograms(account: Account, found: PostgresProgram): string {
  if (account.kind !== 'user') return found.folder;
  if (runAs(account, join(found.folder, 'bin', 'postgres'), ['--version']) === null) return found.folder;
  const copy = join(REACHABLE, `postgresql-${found.version}`);
  if (!existsSync(copy)) {
    makeReachable();
    copyFor({ uid: 0, gid: 0 }, found.folder, copy);
  }
  return copy;
}

function copyFor(owner: { uid: number; gid: number }, from: string, to: string): void {
  const fresh = `${to}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [program, args] of [
    ['cp', ['-a', from, fresh]],
    ['chown', ['-R', `${owner.uid}:${owner.gid}`, fresh]],
    ['sync', ['-f', fresh]],
  ] as const) {
    const ran = spawnSync(program, [...args], { encoding: 'utf8' });
    if (ran.status !== 0) throw new StoreMissing(`${from} cannot be copied to ${to}: ${lastWords(ran.stderr)}`);
  }
  rmSync(to, { recursive: true, force: true });
  renameSync(fresh, to);
}

/** Everybody may pass through it to what is theirs. */
function makeReachable(): void {
  mkdirSync(REACHABLE, { recursive: true });
  chmodSync(REACHABLE, 0o755);
}

function ownedFolder(folder: string, owner: { uid: number; gid: number }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, owner.uid, owner.gid);
}

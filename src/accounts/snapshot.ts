/**
 * `data/accounts`: who may sign in, as JSON lines. The register has the same; this copy is what lets people sign in
 * while PostgreSQL is away. Written whole, flushed, and put in place by a rename.
 */
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CouncilId, PersonId } from '../../rules/council.ts';
import { type Account, readRole } from './account.ts';

export function snapshotPath(data: string): string {
  return join(data, 'accounts');
}

/** Nobody where there is no file yet. A line that does not read as an account is nobody's. */
export async function readSnapshot(data: string): Promise<Account[]> {
  const text = await readFile(snapshotPath(data), 'utf8').catch(nothingThere);
  return text
    .split('\n')
    .map(readLine)
    .filter((account) => account !== null);
}

export async function writeSnapshot(data: string, accounts: readonly Account[]): Promise<void> {
  const path = snapshotPath(data);
  const beside = `${path}.${process.pid}.new`;
  const file = await open(beside, 'w', 0o600);
  try {
    // Written by root for a gateway that is not: it must still be able to read it.
    const owner = await stat(data);
    if (process.getuid?.() === 0) await file.chown(owner.uid, owner.gid);
    await file.writeFile(accounts.map((account) => `${JSON.stringify(account)}\n`).join(''));
    await file.sync();
    await file.close();
    await rename(beside, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}

function readLine(line: string): Account | null {
  if (line === '') return null;
  try {
    const { name, council, person, role, hash } = JSON.parse(line) as Record<string, unknown>;
    const read = readRole(String(role));
    if (typeof name !== 'string' || typeof hash !== 'string' || typeof council !== 'string' || read === null)
      return null;
    return {
      name,
      council: council as CouncilId,
      person: typeof person === 'string' ? (person as PersonId) : null,
      role: read,
      hash,
    };
  } catch {
    return null;
  }
}

function nothingThere(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

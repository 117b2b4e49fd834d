/** The accounts as a process that signs people in sees them: read from the snapshot, anew whenever it has changed. */
import { stat } from 'node:fs/promises';
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { Account } from './account.ts';
import { readSnapshot, snapshotPath } from './snapshot.ts';

export type Accounts = {
  /** By name, whatever its case; null for nobody. */
  find(name: string): Promise<Account | null>;
  ofPerson(council: CouncilId, person: PersonId): Promise<Account | null>;
};

export function openAccounts(data: string): Accounts {
  let version = '';
  let known: Promise<readonly Account[]> = Promise.resolve([]);

  const current = async (): Promise<readonly Account[]> => {
    const now = await versionOf(snapshotPath(data));
    if (now !== version) {
      version = now;
      known = readSnapshot(data);
    }
    return known;
  };
  const find = async (name: string): Promise<Account | null> => {
    const asked = name.trim().toLowerCase();
    return (await current()).find((account) => account.name.toLowerCase() === asked) ?? null;
  };
  const ofPerson = async (council: CouncilId, person: PersonId): Promise<Account | null> =>
    (await current()).find((account) => account.council === council && account.person === person) ?? null;
  return { find, ofPerson };
}

/** The file is replaced as a whole: another one has another inode. */
async function versionOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

/** Who may sign in, to submit letters or to the desk: the truth of which `data/accounts` is a snapshot. */
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { Database } from './database.ts';

export type Account = {
  /** What is typed to sign in; in lower case. */
  readonly name: string;
  readonly council: CouncilId;
  /** Whose it is; null for an operator who is nobody in the directory. */
  readonly person: PersonId | null;
  readonly role: string;
  /** argon2id, in its encoded form. */
  readonly hash: string;
};

export async function accounts({ query }: Database): Promise<Account[]> {
  return query<Account>(
    { name: 'accounts', text: 'select name, council, person, role, hash from accounts order by name' },
    [],
  );
}

const PUT = {
  name: 'put-account',
  text: `
insert into accounts (name, council, person, role, hash, changed_at) values ($1, $2, $3, $4, $5, $6)
on conflict (name) do update set council = $2, person = $3, role = $4, hash = $5, changed_at = $6`,
};

export async function putAccount({ query }: Database, account: Account, now: number): Promise<void> {
  await query(PUT, [account.name, account.council, account.person, account.role, account.hash, now]);
}

/** False where there was none. */
export async function removeAccount({ query }: Database, name: string): Promise<boolean> {
  return (
    (await query({ name: 'remove-account', text: 'delete from accounts where name = $1 returning name' }, [name]))
      .length > 0
  );
}

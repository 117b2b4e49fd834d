/** Policies as they were in force: each council's texts, numbered, so that a letter can be judged again as it was. */
import type { CouncilId } from '../../rules/council.ts';
import type { Database } from './database.ts';
import { storable } from './storable.ts';

export type PolicyTexts = { readonly council: CouncilId; readonly hash: string; readonly source: unknown };
export type StoredPolicy = PolicyTexts & { readonly version: number; readonly at: number };

const STORE = {
  name: 'store-policy',
  text: `
with latest as (select version, hash from policies where council = $1 order by version desc limit 1), added as (
  insert into policies (council, version, hash, source, at)
  select $1, coalesce((select version from latest), 0) + 1, $2, $3::jsonb, $4
  where not exists (select 1 from latest where hash = $2) returning version
)
select version from added union all select version from latest where hash = $2`,
};

/** The version under which it stands: a new one only where it differs from the latest. */
export async function storePolicy(
  database: Database,
  { council, hash, source }: PolicyTexts,
  now: number,
): Promise<number> {
  const [row] = await database.transaction(async (client) => {
    await client.query({ name: 'lock-policies', text: 'lock table policies in share row exclusive mode' }, []);
    return client.query<{ version: number }>(STORE, [council, hash, storable(source), now]);
  });
  return row?.version ?? 1;
}

export async function policyVersion(
  database: Database,
  council: CouncilId,
  version: number,
): Promise<StoredPolicy | null> {
  const text = 'select council, version, hash, source, at from policies where council = $1 and version = $2';
  const [row] = await database.query<StoredPolicy>({ name: 'policy-version', text }, [council, version]);
  return row ?? null;
}

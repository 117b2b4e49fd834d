/** Stores the policy in the register, whose tables are brought up to date before the first one. */
import type { Policy } from '../config/policy.ts';
import { policyHash } from '../config/policy.ts';
import type { PolicyStore } from './reload.ts';

/** The register's code is loaded when it is first needed, long after SMTP listens. */
export function policyStoreIn(databaseUrl: string): PolicyStore {
  return {
    store: async (policy) => {
      const { migrate } = await import('../../queue/register/migrate.ts');
      const { openRegister } = await import('../../queue/register/register.ts');
      await migrate(databaseUrl);
      const register = openRegister(databaseUrl);
      try {
        return await storeFor(policy, (council, hash, source) => register.storePolicy(council, hash, source));
      } finally {
        await register.close();
      }
    },
  };
}

type Store = (council: Policy['councils'][number]['id'], hash: string, source: Policy['source']) => Promise<number>;

/** Every council keeps all the texts it was judged by; the first one's number is the gateway's. */
async function storeFor(policy: Policy, store: Store): Promise<number> {
  const hash = policyHash(policy.source);
  const versions: number[] = [];
  for (const council of policy.councils) versions.push(await store(council.id, hash, policy.source));
  return versions[0] ?? 1;
}

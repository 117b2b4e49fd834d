/** The council that a letter belongs to, in the policy in force. */
import type { Council, CouncilId } from '../../rules/council.ts';
import type { Policy } from '../config/policy.ts';

/** A letter outlives a change of configuration; one that takes its council away is a fault, and the letter waits. */
export function councilNamed(id: CouncilId, { policy }: { readonly policy: () => Policy }): Council {
  const council = policy().councils.find((each) => each.id === id);
  if (council === undefined) throw new Error(`the configuration no longer has the council \`${id}\``);
  return council;
}

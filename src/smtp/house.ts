/** What all doors of one SMTP process share. */
import type { Producer } from '../../queue/jobs/producer.ts';
import type { Spool } from '../../queue/spool/spool.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Policy } from '../config/policy.ts';
import type { Listen, Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';
import type { Question } from '../supervisor/role.ts';

export type House = {
  readonly settings: Settings;
  readonly policy: () => Policy;
  readonly spool: Spool;
  readonly producer: Pick<Producer, 'add'>;
  readonly accounts: Accounts;
  readonly ask: (question: Question) => Promise<unknown>;
  readonly log: Logger;
};

/**
 * A listener. `smtp`: mail systems whose word on the author counts. `submission`: people who sign in (`submissions`:
 * in TLS from the first byte). `inbound`: the world.
 */
export type Door = { readonly name: 'smtp' | 'submission' | 'submissions' | 'inbound'; readonly listen: Listen };

export function isForPeople({ name }: Door): boolean {
  return name === 'submission' || name === 'submissions';
}

export function originOf({ name }: Door): 'upstream' | 'submission' | 'inbound' {
  if (name === 'smtp') return 'upstream';
  return name === 'inbound' ? 'inbound' : 'submission';
}

/** What a worker holds in its hands while it moves letters: the stores, the reader, the next hops, the policy. */
import type { Producer } from '../queue/jobs/producer.ts';
import type { Vouching } from '../queue/recovery/vouch.ts';
import type { Register } from '../queue/register/register.ts';
import type { Spool } from '../queue/spool/spool.ts';
import type { Policy } from './config/policy.ts';
import type { Settings } from './config/settings.ts';
import type { Deliverer } from './deliver/deliverer.ts';
import type { Logger } from './log.ts';
import type { Reader } from './mail/reading/reader.ts';
import type { Secret } from './secret.ts';

export type Gateway = {
  readonly settings: Settings;
  readonly policy: () => Policy;
  readonly spool: Spool;
  readonly register: Register;
  /** What is known from before of a letter that the register has forgotten. */
  readonly recall: Vouching['recall'];
  readonly producer: Producer;
  readonly reader: Reader;
  readonly deliverer: Deliverer;
  readonly secret: Secret;
  /** Letters that judge jobs are handing on themselves. */
  readonly sending: { now: number };
  /** Names this worker in claims; unique for each start of a process. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
};

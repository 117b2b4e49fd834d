/** The policy that every letter is judged by now: the supervisor's copy, the snapshot, and what the processes are told. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../log.ts';
import { type PolicyStore, type ReloadResult, reload } from './reload.ts';
import { writeSnapshot } from './snapshot.ts';

export type PolicyInForce = {
  readonly current: () => Policy;
  /** Writes the snapshot, then has every process read it. */
  readonly adopt: (policy: Policy) => void;
};

/** `folder`: where the snapshot lies; `tell`: says to every process that it has changed. */
export function policyInForce(first: Policy, folder: string, tell: () => void): PolicyInForce {
  let current = first;
  writeSnapshot(folder, current);
  return {
    current: () => current,
    adopt: (policy) => {
      writeSnapshot(folder, policy);
      current = policy;
      tell();
    },
  };
}

const TRY_AGAIN_MS = 500;

/** A start does not wait for the register: until it is up, the policy has no version. */
export async function giveVersion(
  { current, adopt }: PolicyInForce,
  { store }: PolicyStore,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted && current().version === null) {
    const policy = current();
    try {
      const version = await store(policy);
      if (current() === policy) adopt({ ...policy, version });
    } catch {
      // The register is not up, or the disk is full: both may pass.
      await wait(TRY_AGAIN_MS, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

export type Reloader = {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly force: PolicyInForce;
  readonly store: PolicyStore['store'];
  readonly log: Logger;
};

/** One reload at a time, in the order they were asked for. Never rejects: what fails in any way is a refusal. */
export function openReloader({ settings, env, force, store, log }: Reloader): () => Promise<ReloadResult> {
  const failed = (error: Error): ReloadResult => {
    const why = [`the files cannot be read: ${error.message}`];
    return { kind: 'refused', because: 'files', version: force.current().version, why };
  };
  const work = async () => {
    const result = await reload({ settings, env, current: force.current, store, adopt: force.adopt }).catch(failed);
    if (result.kind === 'refused') log.error(result, 'the policy in force stays');
    else log.info(result, 'policy reloaded');
    return result;
  };
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}

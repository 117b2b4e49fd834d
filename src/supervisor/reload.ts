/**
 * Puts the council's edited files in force: read, stored as the next version, then told to every process. Whatever is
 * wrong on the way, the version in force stays in force everywhere, and the answer says why.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe } from '../config/fault.ts';
import { loadPolicy, loadSettings } from '../config/load.ts';
import type { Policy } from '../config/policy.ts';
import type { Settings } from '../config/settings.ts';

export type ReloadResult =
  | { readonly kind: 'reloaded'; readonly version: number; readonly warnings: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly because: 'files' | 'stores';
      readonly version: number | null;
      readonly why: readonly string[];
    };

export type PolicyStore = {
  /** The version it has in the register: a new one only where it differs from the latest. Rejects when unreachable. */
  readonly store: (policy: Policy) => Promise<number>;
};

export type Reloading = {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly current: () => Policy;
  readonly store: PolicyStore['store'];
  /** Writes the snapshot and tells the processes. */
  readonly adopt: (policy: Policy) => void;
};

export async function reload(at: Reloading): Promise<ReloadResult> {
  const settings = loadSettings(at.settings.file, at.env);
  if (settings.kind === 'refused') return refused(at, 'files', settings.faults.map(inFull));
  const reading = loadPolicy(settings.settings);
  if (reading.kind === 'refused') return refused(at, 'files', reading.faults.map(inFull));
  let version: number;
  try {
    version = await at.store(reading.policy);
  } catch (error) {
    return refused(at, 'stores', [`the register does not take the new version: ${(error as Error).message}`]);
  }
  try {
    at.adopt({ ...reading.policy, version });
  } catch (error) {
    return refused(at, 'stores', [`the new version cannot be written for the processes: ${(error as Error).message}`]);
  }
  const warnings = [...settings.warnings, ...reading.warnings].map(inFull);
  return { kind: 'reloaded', version, warnings: [...warnings, ...needsRestart(at.settings, settings.settings)] };
}

function refused(at: Reloading, because: 'files' | 'stores', why: readonly string[]): ReloadResult {
  return { kind: 'refused', because, version: at.current().version, why };
}

/** Only the councils' files are read again by processes that run. */
function needsRestart(running: Settings, read: Settings): string[] {
  if (isDeepStrictEqual({ ...running, councils: [] }, { ...read, councils: [] })) return [];
  return [`${read.file} has changed beyond \`council\`: the rest takes effect when the gateway is started again`];
}

function inFull(fault: Parameters<typeof describe>[0]): string {
  return describe(fault, '/');
}

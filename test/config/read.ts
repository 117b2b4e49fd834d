/** Reads a configuration of these tests, failing with what was said against it. */
import { join } from 'node:path';
import { describe as inWords } from '../../src/config/fault.ts';
import { loadPolicy, loadSettings } from '../../src/config/load.ts';
import type { Policy } from '../../src/config/policy.ts';
import type { Settings } from '../../src/config/settings.ts';

export function settingsOf(file: string, env: Readonly<Record<string, string>> = {}): Settings {
  const reading = loadSettings(file, env);
  if (reading.kind === 'refused') throw new Error(reading.faults.map((fault) => inWords(fault, '/')).join('\n'));
  return reading.settings;
}

export function policyOf(file: string, now?: number): Policy {
  const reading = loadPolicy(settingsOf(file), now);
  if (reading.kind === 'refused') throw new Error(reading.faults.map((fault) => inWords(fault, '/')).join('\n'));
  return reading.policy;
}

export function good(name: string): string {
  return join(import.meta.dirname, 'good', name, 'postroom.yaml');
}

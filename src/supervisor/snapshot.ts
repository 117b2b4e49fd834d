/**
 * The policy in force as every process reads it: `data/run/policy.json`, the exact texts and their version. Between the
 * council's editing of a file and a reload, nothing that starts or restarts may judge by the half-edited file.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Policy, readPolicy } from '../config/policy.ts';

const FILE = 'policy.json';

/** Whole or not at all, by rename. */
export function writeSnapshot(folder: string, policy: Policy): void {
  const file = join(folder, FILE);
  const text = JSON.stringify({ version: policy.version, source: policy.source });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Throws where it does not read back as the policy that was written: a bug, not a fault of the council's. */
export function readSnapshot(folder: string): Policy {
  const { version, source } = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  const reading = readPolicy(source);
  if (reading.kind === 'refused') {
    throw new Error(
      `the policy in force cannot be read again: ${reading.faults.map((fault) => fault.says).join('; ')}`,
    );
  }
  return { ...reading.policy, version: typeof version === 'number' ? version : null };
}

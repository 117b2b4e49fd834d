/** Which policy is in force where the disk is full. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadPolicy, loadSettings } from '../../src/config/load.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import { silentLog } from '../../src/log.ts';
import { giveVersion, openReloader, policyInForce } from '../../src/supervisor/policy-in-force.ts';
import { readSnapshot } from '../../src/supervisor/snapshot.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pr-force-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder in its way keeps the snapshot from being written, as a full disk would. */
const full = () => mkdirSync(join(folder, 'policy.json.new'));
const roomAgain = () => rmSync(join(folder, 'policy.json.new'), { recursive: true });

function gateway() {
  const read = loadSettings(join(packageRoot(), 'samples', 'ashcombe', 'postroom.yaml'), process.env);
  if (read.kind === 'refused') throw new Error('the sample cannot be read');
  const policy = loadPolicy(read.settings);
  if (policy.kind === 'refused') throw new Error('the sample cannot be read');
  let told = 0;
  const force = policyInForce({ ...policy.policy, version: 1 }, folder, () => {
    told += 1;
  });
  return { settings: read.settings, force, told: () => told };
}

it('keeps the version in force everywhere, and says why, where the next one cannot be written', async () => {
  const { settings, force, told } = gateway();
  const readAgain = openReloader({ settings, env: process.env, force, store: async () => 2, log: silentLog() });
  full();
  expect(await readAgain()).toMatchObject({
    kind: 'refused',
    version: 1,
    why: [expect.stringContaining('the new version cannot be written')],
  });
  expect([force.current().version, readSnapshot(folder).version, told()]).toEqual([1, 1, 0]);
  roomAgain();
  expect(await readAgain()).toMatchObject({ kind: 'reloaded', version: 2 });
  expect([force.current().version, readSnapshot(folder).version, told()]).toEqual([2, 2, 1]);
});

it('refuses a reload that fails in any other way', async () => {
  const { settings, force } = gateway();
  const env = new Proxy({}, { get: () => raise(), has: () => raise(), ownKeys: () => raise() });
  const readAgain = openReloader({ settings, env, force, store: async () => 2, log: silentLog() });
  expect(await readAgain()).toMatchObject({ kind: 'refused', because: 'files', version: 1 });
});

function raise(): never {
  throw new Error('too many open files');
}

it('gives the first version as soon as there is room to write it', async () => {
  const { force } = gateway();
  force.adopt({ ...force.current(), version: null });
  full();
  const given = giveVersion(force, { store: async () => 7 }, new AbortController().signal);
  await new Promise((tick) => setImmediate(tick));
  expect(force.current().version).toBeNull();
  roomAgain();
  await given;
  expect(readSnapshot(folder).version).toBe(7);
});

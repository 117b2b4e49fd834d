/**
 * Packages, before anything of ours can be imported: Node's version, then `npm install` by the committed lock when
 * `node_modules` is missing or belongs to another lock. Plain JavaScript without dependencies, run by start.sh and test.sh.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCK = join(ROOT, 'package-lock.json');
const STAMP = join(ROOT, 'node_modules', '.postroom-lock');
const NEEDED = [20, 18, 1];

const refusal = oldNode() ?? (packagesAreCurrent() ? null : installPackages());
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}

function oldNode() {
  const has = process.versions.node.split('.').map(Number);
  const at = NEEDED.findIndex((part, i) => part !== has[i]);
  if (at === -1 || has[at] > NEEDED[at]) return null;
  return `postroom needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`;
}

/** By npm's own record being newer than the lock, or (a checkout sets new times) by the lock's hash. */
function packagesAreCurrent() {
  const installed = changedAt(join(ROOT, 'node_modules', '.package-lock.json'));
  return installed > 0 && (installed >= changedAt(LOCK) || read(STAMP) === lockHash());
}

/** `--no-save` leaves the lock as committed; `npm ci` refuses a lock that lacks other platforms' optional binaries. */
function installPackages() {
  process.stderr.write('Installing packages (npm install) …\n');
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (run.error) return `npm cannot be run (${run.error.message}): install npm, or run \`npm install\` where it is.`;
  if (run.status !== 0) return 'npm install failed (see above): postroom needs its packages from the registry once.';
  writeFileSync(STAMP, lockHash());
  return null;
}

function lockHash() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

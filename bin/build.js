/**
 * Builds `dist` from the TypeScript sources when it is missing or does not belong to them. Several processes may start
 * at once: one builds, the others wait; the new `dist` takes the old one's place by rename, never half written.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** What is being built stands beside `dist`, on its file system, so that a rename can put it in place. */
const CACHE = join(ROOT, '.cache');
const LOCK = join(CACHE, 'dist.lock');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const WAIT_MS = 120_000;

/** Returns when `dist` is current; ends the process with one sentence on stderr when it cannot be made. Stdout stays empty. */
export function build() {
  if (isCurrent()) return;
  if (!existsSync(COMPILER)) {
    // An image that carries only what running needs: its dist was built with it.
    if (existsSync(join(DIST, '.built'))) return;
    giveUp('postroom is not built and its packages are not installed: run `npm install` in its folder first.');
  }
  const release = waitForTurn();
  try {
    if (!isCurrent()) compile();
  } catch (error) {
    giveUp(`postroom could not be built: ${error.message}`, release);
  }
  release();
}

function compile() {
  const fingerprint = sources();
  const fresh = join(CACHE, `dist-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  const run = spawnSync(process.execPath, [COMPILER, '-p', 'tsconfig.build.json', '--outDir', fresh], { cwd: ROOT });
  if (run.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`the TypeScript compiler says\n${run.stdout}${run.stderr}${run.error?.message ?? ''}`);
  }
  writeFileSync(join(fresh, '.built'), fingerprint);
  const old = join(CACHE, `dist-old-${process.pid}`);
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(fresh, DIST);
  rmSync(old, { recursive: true, force: true });
}

function isCurrent() {
  return textOf(join(DIST, '.built')) === sources();
}

/** Of each source its name, size and time: a file taken away counts like one changed. */
function sources() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) hash.update(describe(file));
  for (const folder of ['src', 'rules', 'queue']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith('.ts'));
    for (const file of files.sort()) hash.update(describe(join(folder, file)));
  }
  return hash.digest('hex');
}

function describe(file) {
  const { size, mtimeMs } = statSync(join(ROOT, file));
  return `${file} ${size} ${mtimeMs}\n`;
}

/** A lock file naming its owner, made whole by `link`; one whose owner is gone is taken away. */
function waitForTurn() {
  const mine = `${LOCK}-${process.pid}`;
  const until = Date.now() + WAIT_MS;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(mine, String(process.pid));
  } catch (error) {
    giveUp(`postroom has to be built, and its folder cannot be written to: ${error.message}`);
  }
  while (!linked(mine)) {
    const owner = Number(textOf(LOCK));
    if (owner > 0 && !isRunning(owner)) rmSync(LOCK, { force: true });
    if (Date.now() > until) giveUp(`another build has held ${LOCK} for two minutes.`, () => rmSync(mine));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  rmSync(mine);
  return () => rmSync(LOCK, { force: true });
}

function linked(mine) {
  try {
    linkSync(mine, LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function giveUp(sentence, before = () => {}) {
  before();
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

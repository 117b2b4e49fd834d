/**
 * Unpacks Debian packages and what this machine lacks for it, beside the system instead of into it: no root, no
 * service started, nothing to remove but a folder. apt itself downloads and checks the signatures, with its state in a
 * private folder, so that an ordinary user may do it.
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lastWords } from './missing.ts';

const WITHIN_MS = 120_000;

/** Throws one sentence when it cannot be done, or when `stop` is aborted. Two at once: the later finds the earlier's folder and keeps that. */
export async function unpackDebianPackages(names: readonly string[], into: string, stop?: AbortSignal): Promise<void> {
  const signal = stop === undefined ? {} : { signal: stop };
  const work = mkdtempSync(join(tmpdir(), 'postroom-apt-'));
  const tree = `${into}.${process.pid}.new`;
  try {
    await download(names, work, signal);
    mkdirSync(tree, { recursive: true });
    for (const file of archives(work)) await run('dpkg-deb', ['-x', file, tree], { ...signal, cwd: work });
    putInPlace(tree, into);
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(tree, { recursive: true, force: true });
  }
}

async function download(names: readonly string[], work: string, signal: SpawnOptions): Promise<void> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const apt = privateState(work);
  await run('apt-get', [...apt, '-qq', 'update'], { ...signal, cwd: work });
  const ask = [...apt, 'install', '--print-uris', '-qq', '-y', '--no-install-recommends', '--reinstall', ...names];
  const missing = packageNames(await run('apt-get', ask, { ...signal, cwd: work }));
  if (missing.length === 0) throw new Error(`apt-get knows no package ${names.join(', ')}`);
  await run('apt-get', [...apt, '-qq', 'download', ...missing], { ...signal, cwd: join(work, 'debs') });
}

/** The status of installed packages is the system's, so that only what is missing is asked for. */
function privateState(work: string): string[] {
  const settings = {
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::State::status': '/var/lib/dpkg/status',
    // Nothing is installed: the system's lock need not be ours, nor apt's own user able to read this folder.
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'APT::Get::AllowUnauthenticated': '0',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/** Lines such as `'http://…/redis-tools_7.0.15_amd64.deb' redis-tools_5%3a7.0.15_amd64.deb 986 SHA256:…`. */
function packageNames(uris: string): string[] {
  const names = uris.split('\n').map((line) => /^'[^']*' ([a-z0-9][a-z0-9+.-]*)_/.exec(line)?.[1]);
  return names.filter((name) => name !== undefined);
}

function archives(work: string): string[] {
  const folder = join(work, 'debs');
  return readdirSync(folder).map((name) => join(folder, name));
}

function putInPlace(tree: string, into: string): void {
  mkdirSync(dirname(into), { recursive: true });
  try {
    renameSync(tree, into);
  } catch (error) {
    if (!existsSync(into)) throw error;
  }
}

/** What it printed; rejects with its last words. */
function run(program: string, args: readonly string[], options: SpawnOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(program, [...args], { ...options, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: WITHIN_MS });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (bytes) => (out += bytes));
    child.stderr?.on('data', (bytes) => (err += bytes));
    child.on('error', () => reject(new Error(`${program} cannot be run here`)));
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ${args.at(-1)} failed: ${lastWords(err === '' ? out : err)}`));
    });
  });
}

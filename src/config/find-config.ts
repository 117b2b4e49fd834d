/** Which postroom.yaml a command reads, when nobody says or when somebody does. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from './package-root.ts';

type Place = { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> };

/** `--config`, else `$POSTROOM_CONFIG`, else `./postroom.yaml`, else the sample council's. Absolute. */
export function findConfig(place: Place, flag?: string): string {
  const named = flag ?? place.env.POSTROOM_CONFIG;
  if (named !== undefined && named !== '') return resolve(place.cwd, named);
  const here = join(place.cwd, 'postroom.yaml');
  return existsSync(here) ? here : sampleConfig();
}

export function sampleConfig(): string {
  return join(packageRoot(), 'samples', 'ashcombe', 'postroom.yaml');
}

export function sampleCouncil(): string {
  return join(packageRoot(), 'samples', 'ashcombe', 'council.yaml');
}

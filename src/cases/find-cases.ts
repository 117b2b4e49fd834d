/** Which files below a folder are labelled cases: `NAME.yaml` beside `NAME.eml`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `path` is relative to the folder, without its ending, with `/` between folders. */
export type FoundCase = { readonly path: string; readonly yaml: string; readonly eml: string; readonly name: string };

/** In the order of their paths. Throws where the folder cannot be read. */
export async function findCases(folder: string): Promise<readonly FoundCase[]> {
  const paths = await filesBelow(folder, '');
  const known = new Set(paths);
  return paths
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => path.slice(0, -'.yaml'.length))
    .filter((path) => known.has(`${path}.eml`) && !isEarlier(path, known))
    .sort()
    .map((path) => ({
      path,
      yaml: join(folder, `${path}.yaml`),
      eml: join(folder, `${path}.eml`),
      name: path.slice(path.lastIndexOf('/') + 1),
    }));
}

/** `NAME.1` stands beside an earlier letter of the case `NAME`. */
function isEarlier(path: string, known: ReadonlySet<string>): boolean {
  const earlier = /^(.+)\.\d+$/.exec(path);
  return earlier !== null && known.has(`${earlier[1]}.yaml`);
}

async function filesBelow(folder: string, under: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
  return (await Promise.all(nested)).flat();
}

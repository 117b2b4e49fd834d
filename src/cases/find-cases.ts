/** Which files below a folder are labelled cases: `NAME.yaml` beside `NAME.eml`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `path` is relative to the folder, without its ending, with `/` between folders. */
export type FoundCase = { readonly path: string; readonly yaml: string; readonly eml: string; readonly name: string };

/** In the order of their paths. Throws where the folder cannot be read. */
export async function findCases(folder: string): Promise<readonly FoundCase[]> {
  const paths = await filesBelow(folder, '');
  const known = new Set(paths);
  const names = paths.filter((path) => path.endsWith('.yaml')).map((path) => path.slice(0, -'.yaml'.length));
  const found: FoundCase[] = [];
  for (const path of names.filter((name) => !isEarlier(name, known)).sort()) {
    const yaml = join(folder, `${path}.yaml`);
    if (!known.has(`${path}.eml`) && !(await expects(yaml))) continue;
    found.push({ path, yaml, eml: join(folder, `${path}.eml`), name: path.slice(path.lastIndexOf('/') + 1) });
  }
  return found;
}

/** Whether it is a case that has lost its letter, and must be told, rather than another file of the council's. */
async function expects(yaml: string): Promise<boolean> {
  return /^expect:/m.test(await readFile(yaml, 'utf8'));
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

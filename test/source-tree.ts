/** The source as files and what each imports, for the tests that hold the architecture. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

type Import = {
  /** As written: `../a.ts`, `node:fs`, `pg`. */
  readonly from: string;
  /** The file it leads to, relative to the root; null for a package or a module of Node. */
  readonly file: string | null;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
};

export type SourceFile = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };

export const ROOT = resolve(import.meta.dirname, '..');

/** Every TypeScript file of these folders, by path. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .map((path) => readSource(join(folder, path))),
  );
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const named = [...code.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?\bfrom\s+['"]([^'"]+)['"]/gm)];
  const bare = [...code.matchAll(/^import\s+(?:(type)\s)?['"]([^'"]+)['"]/gm)];
  const dynamic = [...code.matchAll(/\b()import\(\s*['"]([^'"]+)['"]\s*\)/g)];
  const imports = [...named, ...bare, ...dynamic].map(([, type, from = '']) => ({
    from,
    file: from.startsWith('.') ? join(dirname(path), from) : null,
    typeOnly: type !== undefined && type !== '',
  }));
  return { path, text, imports };
}

/** Each way round of files that import one another when run, as `a.ts → b.ts → a.ts`. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || done.has(path)) return;
    for (const { file, typeOnly } of known.get(path)?.imports ?? []) {
      if (file !== null && !typeOnly) visit(file, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

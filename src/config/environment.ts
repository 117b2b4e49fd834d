/**
 * `POSTROOM_SMTP__LISTEN=a,b` in place of what postroom.yaml says: two underscores go one level down, commas part a
 * list. `DATABASE_URL` and `REDIS_URL` are understood too, as hosts provide them.
 */
import { resolve } from 'node:path';
import type { Fault, Path } from './fault.ts';
import { nearest } from './nearest.ts';
import { merge } from './overlay.ts';
import type { Written } from './yaml-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type Override = { readonly variable: string; readonly path: Path; readonly value: unknown };

const LISTS = [
  'council',
  'smtp.listen',
  'smtp.trusted',
  'smtp.submission',
  'smtp.submissions',
  'smtp.inbound',
  'smtp.arc_sealers',
];
const PATHS = ['council', 'data', 'spool.at', 'smtp.tls.cert', 'smtp.tls.key'];
const WORDS = ['data', 'hostname', 'redis', 'database', 'council'];
const ALIASES = [
  ['DATABASE_URL', 'database'],
  ['REDIS_URL', 'redis'],
] as const;

/** What the environment overrides, the later ones winning. */
export function overrides(env: Environment): readonly Override[] {
  const aliases = ALIASES.flatMap(([variable, key]) => override(variable, [key], env[variable]));
  const named = Object.keys(env)
    .filter((variable) => variable.startsWith('POSTROOM_'))
    .sort();
  return [...aliases, ...named.flatMap((variable) => override(variable, pathOf(variable), env[variable]))];
}

/** Variables that look like a slip: one underscore too few, or a name that nearly is a key. */
export function doubtful(env: Environment): readonly Fault[] {
  return Object.keys(env).flatMap((variable) => {
    if (!variable.startsWith('POSTROOM_') || pathOf(variable).length > 0) return [];
    const meant = nearest(variable.slice('POSTROOM_'.length), [...WORDS, ...LISTS, ...PATHS].map(nameOf));
    if (meant === null) return [];
    return [
      {
        file: 'environment',
        line: null,
        key: variable,
        says: 'nothing reads this variable',
        remedy: `did you mean \`POSTROOM_${meant}\`?`,
        severity: 'warn',
      },
    ];
  });
}

/** The file with the overrides laid over it; faults of what they set are told of the variable. */
export function withOverrides(written: Written, all: readonly Override[]): Written {
  const value = all.reduce<unknown>((under, { path, value }) => merge(under, nested(path, value)), written.value);
  return { ...written, value: value as Written['value'] };
}

/** Which variable a fault at this key is about, if any. */
export function variableAt(key: string, all: readonly Override[]): string | null {
  return all.findLast(({ path }) => key === path.join('.') || key.startsWith(`${path.join('.')}.`))?.variable ?? null;
}

function override(variable: string, path: Path, written: string | undefined): readonly Override[] {
  if (written === undefined || written === '' || path.length === 0) return [];
  const key = path.join('.');
  // a path in the environment is seen from where the program was started, not from the file
  const read = (item: string) => (PATHS.includes(key) ? resolve(item) : item);
  const value = LISTS.includes(key) ? written.split(',').map((item) => read(item.trim())) : read(written);
  return [{ variable, path, value }];
}

/** Empty for variables that are no override, such as POSTROOM_CONFIG. */
function pathOf(variable: string): readonly string[] {
  const steps = variable.slice('POSTROOM_'.length).toLowerCase().split('__');
  return steps.length > 1 || WORDS.includes(steps[0] ?? '') ? steps : [];
}

function nameOf(key: string): string {
  return key.toUpperCase().replaceAll('.', '__');
}

function nested(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

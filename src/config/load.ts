/** Reads postroom.yaml, then the councils and packs that it names. The only file here that reads others from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { doubtful, type Override, overrides, variableAt, withOverrides } from './environment.ts';
import { type Fault, inOrder, isRefused } from './fault.ts';
import { valueAt } from './key.ts';
import { BUILT_IN, packFile } from './pack-shelf.ts';
import { packageRoot } from './package-root.ts';
import { type PolicyReading, readPolicy, type SourceText } from './policy.ts';
import type { Settings } from './settings.ts';
import { settingsFaults } from './settings-checks.ts';
import { type SettingsAsWritten, settingsShape } from './settings-shape.ts';
import { fitInto } from './shape.ts';
import { readText, readYaml, type Written, wholeFile } from './yaml-file.ts';

export type SettingsReading =
  | { readonly kind: 'read'; readonly settings: Settings; readonly warnings: readonly Fault[] }
  /** `councils`: the files named all the same, so that their faults can be told in one go. */
  | { readonly kind: 'refused'; readonly faults: readonly Fault[]; readonly councils: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** `file` is absolute. */
export function loadSettings(file: string, env: Environment): SettingsReading {
  const text = readText(file, 'name the right one with --config, or copy samples/ashcombe to start from');
  if (text.kind === 'refused') return { ...text, councils: [] };
  const yaml = readYaml(text.text, file);
  if (yaml.kind === 'refused') return { ...yaml, councils: [] };
  const set = overrides(env);
  const written = withOverrides(yaml.written, set);
  const shape = fitInto(settingsShape, written);
  const settings = shape.kind === 'fits' ? settingsFrom(shape.value, file) : null;
  const found = shape.kind === 'faults' ? shape.faults : [];
  const checked = settings === null ? [] : settingsFaults(settings, written);
  const inFile = [...yaml.faults, ...found, ...checked].map((fault) => blame(fault, set));
  const faults = [...inOrder(inFile), ...doubtful(env)];
  if (settings === null || isRefused(faults))
    return { kind: 'refused', faults, councils: settings?.councils ?? councilsNamed(written, file) };
  return { kind: 'read', settings, warnings: faults };
}

/** Everything that a policy is made of, read from disk now; `now` in milliseconds. */
export function loadPolicy(settings: Pick<Settings, 'councils'>, now: number = Date.now()): PolicyReading {
  const councils = settings.councils.map((file) => ({
    file,
    reading: readText(file, 'write its path under `council` in postroom.yaml'),
  }));
  const faults = councils.flatMap(({ reading }) => (reading.kind === 'refused' ? reading.faults : []));
  const texts = councils.flatMap(({ file, reading }): SourceText[] =>
    reading.kind === 'read' ? [{ kind: 'council', file, text: reading.text }] : [],
  );
  if (settings.councils.length === 0)
    faults.push(wholeFile('postroom.yaml', 'no council is named', 'write `council: ./council.yaml`'));
  const reading = readPolicy([...texts, ...texts.flatMap(ownPack), ...builtInTexts()], now);
  if (faults.length === 0) return reading;
  return { kind: 'refused', faults: [...faults, ...(reading.kind === 'refused' ? reading.faults : reading.warnings)] };
}

/** The packs and the protected list that come with the package. */
export function builtInTexts(): readonly SourceText[] {
  const rules = join(packageRoot(), 'rules');
  const packs = readdirSync(join(rules, 'protocols'))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return [
    ...packs.map(
      (name): SourceText => ({
        kind: 'pack',
        file: `${BUILT_IN}${name}`,
        text: readFileSync(join(rules, 'protocols', name), 'utf8'),
      }),
    ),
    { kind: 'protected', file: 'rules/protected.yaml', text: readFileSync(join(rules, 'protected.yaml'), 'utf8') },
  ];
}

/** The pack that a council names by path, if it can be read; if not, reading the council says so. */
export function ownPack({ file, text }: { readonly file: string; readonly text: string }): readonly SourceText[] {
  const yaml = readYaml(text, file);
  const reference = yaml.kind === 'read' ? valueAt(yaml.written.value, ['council', 'protocol']) : undefined;
  return typeof reference === 'string' ? packAt(reference, file) : [];
}

/** The pack at a path, as seen from the file that names it; nothing for a name. */
export function packAt(reference: string, from: string): readonly SourceText[] {
  const file = packFile(reference, from);
  if (file.startsWith(BUILT_IN)) return [];
  const reading = readText(file, '');
  return reading.kind === 'read' ? [{ kind: 'pack', file, text: reading.text }] : [];
}

function settingsFrom(written: SettingsAsWritten, file: string): Settings {
  const from = (path: string) => resolve(dirname(file), path);
  const { smtp, deliver, desk } = written;
  const { tls, limits, arc_sealers: arcSealers, ...listeners } = smtp;
  const data = from(written.data);
  const routes = Object.entries(deliver.routes).map(([name, { route }]) => [name, route] as const);
  return {
    file,
    councils: written.council.map(from),
    data,
    hostname: written.hostname,
    smtp: { ...listeners, limits, arcSealers, tls: tls == null ? null : { cert: from(tls.cert), key: from(tls.key) } },
    deliver: {
      nextHop: deliver.next_hop.written,
      routes: new Map([['default', deliver.next_hop.route], ...routes]),
      tls: deliver.tls,
      expireMs: deliver.expire,
      slots: deliver.slots,
    },
    desk: {
      listen: desk.listen,
      url:
        desk.url ??
        `http://${desk.listen.host.includes(':') ? `[${desk.listen.host}]` : desk.listen.host}:${desk.listen.port}`,
    },
    redis: written.redis ?? null,
    database: written.database ?? null,
    spool: { at: written.spool.at == null ? join(data, 'spool') : from(written.spool.at), limit: written.spool.limit },
    retention: written.retention,
  };
}

/** A fault of what a variable set is told of the variable, since the file is innocent. */
function blame(fault: Fault, set: readonly Override[]): Fault {
  const variable = variableAt(fault.key, set);
  return variable === null ? fault : { ...fault, file: 'environment', line: null, key: variable };
}

function councilsNamed({ value }: Written, file: string): readonly string[] {
  const named = value.council ?? './council.yaml';
  return [named]
    .flat()
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(dirname(file), path));
}

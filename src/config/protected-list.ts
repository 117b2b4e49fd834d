/**
 * Who is protected: the built-in list (`rules/protected.yaml`), less what the council removed by a minute, and the
 * council's own entries.
 */
import * as z from 'zod';
import type { ProtectedEntry } from '../../rules/council.ts';
import type { Fault } from './fault.ts';
import { addressOrDomain, keys, text } from './fields.ts';
import { didYouMean } from './nearest.ts';
import { fitInto } from './shape.ts';
import { faultAt, readYaml, type Written } from './yaml-file.ts';

const listShape = keys({ protected: z.array(keys({ entry: addressOrDomain, what: text })) });

export type BuiltInReading =
  | { readonly kind: 'read'; readonly entries: readonly string[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export function readProtectedList(text: string, file: string): BuiltInReading {
  const yaml = readYaml(text, file);
  if (yaml.kind === 'refused') return yaml;
  const shape = fitInto(listShape, yaml.written);
  if (shape.kind === 'faults') return { kind: 'refused', faults: shape.faults };
  return { kind: 'read', entries: shape.value.protected.map(({ entry }) => entry) };
}

export function protectedEntries(
  builtIn: readonly string[],
  own: readonly string[],
  removed: readonly string[],
): readonly ProtectedEntry[] {
  const entries = [...builtIn.filter((entry) => !removed.includes(entry)), ...own];
  return [...new Set(entries)].map((value) => ({ kind: value.includes('@') ? 'address' : 'domain', value }));
}

/** Only what is built in can be removed: anything else the council just leaves out. */
export function removalFaults(
  written: Written,
  removed: readonly { readonly entry: string }[],
  builtIn: readonly string[],
): readonly Fault[] {
  return removed.flatMap(({ entry }, index) => {
    if (builtIn.includes(entry)) return [];
    const remedy = didYouMean(entry, builtIn, 'it protects nothing: leave it out here and under `protected`');
    return [
      faultAt(written, ['protected_removed', index, 'entry'], `\`${entry}\` is not in the built-in list`, remedy),
    ];
  });
}

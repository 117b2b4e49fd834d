/** How a place in a configuration file is called in a message: `people[jane.marsh].email`, `elections[2].notice`. */
import type { Path } from './fault.ts';

/** What a path leads to, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Readonly<Record<string | number, unknown>>)[step] : undefined,
    value,
  );
}

/**
 * An entry of a list goes by its id, address or name where it has one, else by its place counted from 1. A plain word
 * in a list needs no place: the message quotes it.
 */
export function keyOf(value: unknown, path: Path): string {
  let key = '';
  path.forEach((step, depth) => {
    if (typeof step === 'string') {
      key += key === '' ? step : `.${step}`;
      return;
    }
    const entry = valueAt(value, path.slice(0, depth + 1));
    if (typeof entry === 'object' && entry !== null)
      key += `[${labelOf(entry as Readonly<Record<string, unknown>>) ?? step + 1}]`;
  });
  return key;
}

function labelOf(entry: Readonly<Record<string, unknown>>): string | null {
  const label = [entry.id, entry.address, entry.name].find((name) => typeof name === 'string' && name !== '');
  return label === undefined ? null : String(label);
}

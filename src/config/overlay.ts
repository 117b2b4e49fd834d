/** Settings laid over a file for one case: maps merge, lists and words replace. */
import type { Overlay } from './council.ts';
import type { Written } from './yaml-file.ts';

/** What stands in no file has no line; its faults are told of the case. */
export function overlaid(base: Written, { file, protocol, settings }: Overlay): Written {
  const named = protocol === null ? {} : { council: { protocol } };
  const value = merge(merge(base.value, named), settings) as Written['value'];
  return { file, value, lineOf: () => null };
}

export function merge(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over;
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(under[key], value);
  return merged;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

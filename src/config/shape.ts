/**
 * The one place where zod's verdict becomes a sentence that somebody can act on. Shapes are built from `fields.ts`,
 * whose problems already carry their own words; what zod finds by itself is put into words here.
 */
import type * as z from 'zod';
import type { Fault, Path, Problem } from './fault.ts';
import { valueAt } from './key.ts';
import { didYouMean, oneOf } from './nearest.ts';
import { faultAt, type Written } from './yaml-file.ts';

export type Fit<T> =
  | { readonly kind: 'fits'; readonly value: T }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Fits what stands at `at` (the whole file if left out) into a shape. */
export function fitInto<S extends z.ZodType>(shape: S, written: Written, at: Path = []): Fit<z.output<S>> {
  const result = shape.safeParse(valueAt(written.value, at));
  if (result.success) return { kind: 'fits', value: result.data };
  return { kind: 'faults', faults: result.error.issues.flatMap((issue) => faultsOf(issue, written, at)) };
}

function faultsOf(issue: z.core.$ZodIssue, written: Written, at: Path): readonly Fault[] {
  const path = [...at, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => {
      const remedy = didYouMean(key, known, `the keys here are ${oneOf(known).replace(/ or (`[^`]*`)$/, ' and $1')}`);
      return faultAt(written, [...path, key], `there is no key \`${key}\` here`, remedy);
    });
  }
  const { says, remedy } = problemOf(issue, valueAt(written.value, path), path);
  return [faultAt(written, path, says, remedy)];
}

function problemOf(issue: z.core.$ZodIssue, value: unknown, path: Path): Problem {
  if (issue.code === 'custom') return { says: issue.message, remedy: String(issue.params?.remedy ?? '') };
  const ofKey = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  if (ofKey !== undefined) return problemOf(ofKey, path.at(-1), path);
  if (value === undefined) return { says: 'it is missing', remedy: `write it: \`${path.at(-1) ?? ''}: …\`` };
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    return {
      says: `${quote(value)} is none of the choices`,
      remedy: didYouMean(String(value), choices, `write ${oneOf(choices)}`),
    };
  }
  if (issue.code === 'too_small') return { says: 'it is empty', remedy: 'write at least one' };
  const wanted = issue.code === 'invalid_type' ? (WANTED[issue.expected] ?? WANTED_TEXT) : WANTED_TEXT;
  return { says: `${quote(value)} is not ${wanted.noun}`, remedy: wanted.remedy };
}

const WANTED_TEXT = { noun: 'a word or text', remedy: 'write one word or text, in quotes if it holds signs' };
const WANTED: Readonly<Record<string, { readonly noun: string; readonly remedy: string }>> = {
  string: WANTED_TEXT,
  array: { noun: 'a list', remedy: 'write it as a list: `[one, another]`' },
  object: { noun: 'a set of keys', remedy: 'write it as `{key: value, …}`' },
  record: { noun: 'a set of keys', remedy: 'write it as `{key: value, …}`' },
  boolean: { noun: 'true or false', remedy: 'write `true` or `false`' },
};

/** What the user wrote, short enough for one line. */
function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

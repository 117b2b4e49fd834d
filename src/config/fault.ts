/**
 * What is wrong with a configuration, told to whoever has to mend it: which file, which key, what is wrong with what
 * stands there, and what to do. Never a throw: all faults of a configuration are reported together.
 */
import { relative } from 'node:path';

export type Fault = {
  /** Absolute path, or `environment`. */
  readonly file: string;
  /** From 1; null where the fault is about the whole file or what stands in no file. */
  readonly line: number | null;
  /** Such as `people[jane.marsh].email`; empty for the whole file. */
  readonly key: string;
  /** One sentence, lower case, the user's own input in backticks. */
  readonly says: string;
  /** One sentence: what to do about it. Empty where `says` leaves no question. */
  readonly remedy: string;
  readonly severity: 'refuse' | 'warn';
};

/** Steps from the top of a YAML file: names of keys, and places in lists from 0. */
export type Path = readonly (string | number)[];

/** What is wrong and what to do, before anybody knows where it stands. */
export type Problem = { readonly says: string; readonly remedy: string };

export function isRefused(faults: readonly Fault[]): boolean {
  return faults.some((fault) => fault.severity === 'refuse');
}

/** From the top of the file to its end; what has no line comes last. */
export function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const line = (fault: Fault) => fault.line ?? Number.POSITIVE_INFINITY;
  return [...faults].sort((one, other) => (line(one) === line(other) ? 0 : line(one) - line(other)));
}

/** One line: `council.yaml:12: people[jane.marsh].ward: …`, the file as seen from `cwd`. */
export function describe(fault: Fault, cwd: string): string {
  const place =
    fault.line === null ? fileAsSeenFrom(fault.file, cwd) : `${fileAsSeenFrom(fault.file, cwd)}:${fault.line}`;
  const key = fault.key === '' ? '' : `${fault.key}: `;
  const remedy = fault.remedy === '' ? '' : ` ${capital(fault.remedy)}${/[.?]$/.test(fault.remedy) ? '' : '.'}`;
  return `${fault.severity === 'warn' ? 'warning: ' : ''}${place}: ${key}${fault.says}.${remedy}`;
}

/** The file as somebody would type it. */
export function fileAsSeenFrom(file: string, cwd: string): string {
  if (!file.startsWith('/')) return file;
  const seen = relative(cwd, file);
  return cwd === '/' || seen === '' || seen.startsWith('..') ? file : seen;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/**
 * A YAML file as a value that still knows on which line each key stands. Syntax errors, keys given twice and empty
 * files are found here; what the keys mean is for others.
 */
import { readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Fault, Path } from './fault.ts';
import { keyOf } from './key.ts';

/** What somebody wrote, and where. */
export type Written = {
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly lineOf: (path: Path) => number | null;
};

export type YamlReading =
  /** `faults` are those that leave something to read: keys given twice. */
  | { readonly kind: 'read'; readonly written: Written; readonly faults: readonly Fault[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export type TextReading =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export function readText(file: string, remedy: string): TextReading {
  try {
    return { kind: 'read', text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return {
      kind: 'refused',
      faults: [wholeFile(file, WHY_UNREADABLE[code] ?? `it cannot be read (${code})`, remedy)],
    };
  }
}

const WHY_UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder, not a file',
};

export function readYaml(text: string, file: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // after the first slip the parser is out of step, and what it finds then is no fault of the writer's
  const slip = document.errors.find((error) => error.code !== 'DUPLICATE_KEY');
  if (slip !== undefined) return { kind: 'refused', faults: [yamlFault(slip, text, file, lines)] };
  const faults = document.errors.map((error) => yamlFault(error, text, file, lines));
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return { kind: 'refused', faults: [wholeFile(file, 'it is empty', 'start from the sample in samples/ashcombe')] };
  }
  if (!isMap(document.contents)) {
    return { kind: 'refused', faults: [wholeFile(file, 'it holds no keys', 'write each setting as `key: value`')] };
  }
  const contents = document.contents;
  const value = plainValue(document);
  if (value === null) return { kind: 'refused', faults: [aliasFault(document, file, lines)] };
  return { kind: 'read', faults, written: { file, value, lineOf: (path) => lineOf(contents, path, lines) } };
}

/** `null`: it refers to something that it does not hold, which the parser only notices here. */
function plainValue(document: Document.Parsed): Readonly<Record<string, unknown>> | null {
  try {
    return withoutNulls(document.toJS()) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** `*.example` unquoted is an alias in YAML, and names nothing; a file of aliases upon aliases has no end. */
function aliasFault(document: Document.Parsed, file: string, lines: LineCounter): Fault {
  let found: { at: number; name: string } | null = null;
  visit(document, {
    Alias: (_key, node) => {
      found = { at: node.range?.[0] ?? 0, name: `*${node.source}` };
      return node.resolve(document) === undefined ? visit.BREAK : undefined;
    },
  });
  const { at, name } = found ?? { at: 0, name: '*' };
  const says = `\`${name}\` refers to something that is not in this file`;
  return {
    file,
    line: lines.linePos(at).line,
    key: '',
    says,
    remedy: 'put it in quotes if the asterisk is meant; a domain needs none, since it protects what lies below it',
    severity: 'refuse',
  };
}

export function wholeFile(file: string, says: string, remedy: string): Fault {
  return { file, line: null, key: '', says, remedy, severity: 'refuse' };
}

/** A fault of what stands at `path`. */
export function faultAt(
  written: Written,
  path: Path,
  says: string,
  remedy: string,
  severity: Fault['severity'] = 'refuse',
): Fault {
  return { file: written.file, line: written.lineOf(path), key: keyOf(written.value, path), says, remedy, severity };
}

function yamlFault(error: YAMLError, text: string, file: string, lines: LineCounter): Fault {
  const line = lastWritten(text, lines.linePos(error.pos[0]).line);
  const base = { file, line, severity: 'refuse' } as const;
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,}]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return { ...base, key, says: `\`${key}\` stands here a second time`, remedy: 'keep one of the two' };
  }
  const broken = (text.split('\n')[line - 1] ?? '').trim();
  const remedy = 'look at the indentation, quotes and brackets of this line and the one above';
  return {
    ...base,
    key: '',
    says: `this is not YAML: \`${broken}\` (${error.message.split('\n')[0]?.replace(/[.:]$/, '').toLowerCase()})`,
    remedy,
  };
}

/** A quote or bracket that never closes is noticed at the end of the file: the last line with anything on it says more. */
function lastWritten(text: string, line: number): number {
  const rows = text.split('\n').slice(0, line);
  return rows.findLastIndex((row) => row.trim() !== '') + 1 || line;
}

/** The line of the key that `path` leads to, or of the nearest thing above it that exists. */
function lineOf(top: Node, path: Path, lines: LineCounter): number | null {
  let node: unknown = top;
  let position: number | null = null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      position = (pair.key as Node).range?.[0] ?? position;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      position = (item as Node | undefined)?.range?.[0] ?? position;
      node = item;
    } else break;
  }
  return position === null ? null : lines.linePos(position).line;
}

/** A key with nothing behind it (all its entries commented out) counts as left out, but still as named. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === null ? undefined : withoutNulls(item)]),
  );
}

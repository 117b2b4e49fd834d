/** The packs that a policy can name: those built in, by name, and a council's own, by path. */
import { dirname, resolve } from 'node:path';
import type { Problem } from './fault.ts';
import { didYouMean } from './nearest.ts';
import { type PackReading, readPack } from './packs.ts';

export type Packs = {
  /** `reference` is a name, or a path as seen from the file that names it. */
  readonly find: (reference: string, from: string) => PackReading | ({ readonly kind: 'unknown' } & Problem);
  /** The files of all that were found so far, those that they draw on among them. */
  readonly used: () => ReadonlySet<string>;
};

/** Where a built-in pack's text says it comes from, wherever the package lies. */
export const BUILT_IN = 'rules/protocols/';

export type PackText = { readonly file: string; readonly text: string };

/** The file that a reference means. */
export function packFile(reference: string, from: string): string {
  return isName(reference) ? `${BUILT_IN}${reference}.yaml` : resolve(dirname(from), reference);
}

/** Packs from their texts; each is read once, when first asked for. */
export function packShelf(texts: readonly PackText[]): Packs {
  const byFile = new Map(texts.map((text) => [text.file, text]));
  const builtIn = texts.flatMap(({ file }) =>
    file.startsWith(BUILT_IN) ? [file.slice(BUILT_IN.length, -'.yaml'.length)] : [],
  );
  const read = new Map<string, PackReading>();
  const used = new Set<string>();
  const others = (name: string) => take(packFile(name, ''));
  const take = (file: string) => {
    const text = byFile.get(file);
    if (text !== undefined) used.add(file);
    return text ?? null;
  };
  return {
    used: () => used,
    find: (reference, from) => {
      const file = packFile(reference, from);
      const text = take(file);
      if (text === null) return unknown(reference, file, builtIn);
      const reading = read.get(file) ?? readPack(text.text, file, others);
      read.set(file, reading);
      return reading;
    },
  };
}

function unknown(reference: string, file: string, builtIn: readonly string[]): { readonly kind: 'unknown' } & Problem {
  if (!isName(reference)) {
    return {
      kind: 'unknown',
      says: `there is no protocol pack at \`${reference}\``,
      remedy: `put the pack at ${file}, or name one that is built in: ${builtIn.join(', ')}`,
    };
  }
  const otherwise = `write one of ${builtIn.join(', ')}, or the path of a pack of your own`;
  return {
    kind: 'unknown',
    says: `\`${reference}\` is no protocol`,
    remedy: didYouMean(reference, builtIn, otherwise),
  };
}

function isName(reference: string): boolean {
  return !reference.includes('/') && !/\.ya?ml$/.test(reference);
}

/** A letter as a tree of its parts, through letters within letters: what other parsers' expected parses are compared with. */
import { scanHeader } from '../../src/mail/header/headers.ts';
import { isBlank, type Part, scanStructure } from '../../src/mail/parts/structure.ts';
import { undoEncoding } from '../../src/mail/parts/transfer-encoding.ts';

export type Node = {
  readonly kind: 'leaf' | 'multipart' | 'letter';
  readonly part: Part;
  /** Of the entity that the node stands in. */
  readonly bytes: Buffer;
  /** `name: value` of each field, unfolded. */
  readonly fields: readonly string[];
  readonly parts: readonly Node[];
};

/** The letter itself; a leaf that is a letter has that as its one part. */
export function treeOf(bytes: Buffer, depth = 0): Node {
  return nodeOf(bytes, scanStructure(bytes, scanHeader(bytes)).root, depth);
}

function nodeOf(bytes: Buffer, part: Part, depth: number): Node {
  const header = scanHeader(bytes.subarray(0, part.header.to), part.header.from);
  const fields = header.fields.map(({ name, value }) => `${name.toLowerCase()}: ${folded(value)}`);
  const node = { part, bytes, fields };
  if (part.type.startsWith('multipart/'))
    return { ...node, kind: 'multipart', parts: part.parts.map((inner) => nodeOf(bytes, inner, depth)) };
  if (/^message\/(rfc822|global)$/.test(part.type) && depth < 10)
    return { ...node, kind: 'letter', parts: [treeOf(decoded({ part, bytes }), depth + 1)] };
  return { ...node, kind: 'leaf', parts: [] };
}

export function decoded({ part, bytes }: Pick<Node, 'part' | 'bytes'>): Buffer {
  return undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding).bytes;
}

/** Whether text stands around the parts. */
export function looseText({ part, bytes }: Node): readonly ('before' | 'after')[] {
  return part.loose.filter((range) => !isBlank(bytes, range)).map(({ place }) => place);
}

export function folded(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

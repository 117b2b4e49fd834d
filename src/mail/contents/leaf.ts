/** A part that holds no others, its transfer encoding undone; or a file that was unpacked from one. */
import type { ByteRange } from '../header/headers.ts';
import type { Part } from '../parts/structure.ts';
import { undoEncoding } from '../parts/transfer-encoding.ts';
import type { Described } from './leaf-kind.ts';
import type { Unpacked } from './unpacked.ts';

export type Leaf = Described & {
  /** With what stands before it. */
  readonly number: string;
  readonly bytes: Buffer;
  readonly disposition: string;
  readonly attached: boolean;
  readonly contentId: string | null;
  /** What was not as it should be about its encoding. */
  readonly odd: string | null;
};

export function leafOfPart(bytes: Buffer, part: Part, prefix: string): Leaf {
  const { type, name, parameters, disposition, attached, contentId } = part;
  const undone = undoEncoding(slice(bytes, part.body), part.encoding);
  const number = prefix + part.number;
  return { type, name, parameters, disposition, attached, contentId, number, bytes: undone.bytes, odd: undone.odd };
}

export function leafOfFile(file: Extract<Unpacked, { readonly kind: 'file' }>, number: string): Leaf {
  const { name, contentId, bytes } = file;
  const type = file.type === '' ? 'application/octet-stream' : file.type;
  return { type, name, parameters: new Map(), disposition: '', attached: true, contentId, number, bytes, odd: null };
}

function slice(bytes: Buffer, { from, to }: ByteRange): Buffer {
  return bytes.subarray(from, to);
}

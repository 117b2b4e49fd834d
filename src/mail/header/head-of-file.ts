/** The header of a letter on disk, without reading the rest of it. */

import type { Source } from '../outgoing/source.ts';
import { type Header, scanHeader } from './headers.ts';

/** `bytes` begins the file and holds at least all of its header. */
export type Head = { readonly bytes: Buffer; readonly header: Header };

/** Nearly every header and most whole letters fit. */
const FIRST = 64 * 1024;

/** A header without an end is read to the end of the file: a `Bcc:` may stand anywhere in it. */
export async function readHead({ size, range }: Source): Promise<Head> {
  for (let length = Math.min(FIRST, size); ; length = Math.min(length * 8, size)) {
    const bytes = await range(0, length);
    const header = scanHeader(bytes);
    if (header.ended || length === size) return { bytes, header };
  }
}

/** The header of a letter on disk, without reading the rest of it. */
import type { FileHandle } from 'node:fs/promises';
import { type Header, scanHeader } from './headers.ts';

/** `bytes` begins the file and holds at least all of its header. */
export type Head = { readonly bytes: Buffer; readonly header: Header };

/** Nearly every header and most whole letters fit. */
const FIRST = 64 * 1024;

/** A header without an end is read to the end of the file: a `Bcc:` may stand anywhere in it. */
export async function readHead(file: FileHandle): Promise<Head> {
  const { size } = await file.stat();
  for (let length = Math.min(FIRST, size); ; length = Math.min(length * 8, size)) {
    const bytes = await readRange(file, 0, length);
    const header = scanHeader(bytes);
    if (header.ended || length === size) return { bytes, header };
  }
}

/** Throws where the file ends before `to`: its bytes are missing, which must never pass for a shorter letter. */
export async function readRange(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) throw new Error(`the letter’s file ends at byte ${from + filled}, before byte ${to}`);
    filled += bytesRead;
  }
  return bytes;
}

/**
 * Text that stands in an index: PostgreSQL refuses a row whose key is longer than 2704 bytes, and the sender chooses how
 * long a Message-ID or an address is. What is long is known by its hash, the same wherever it is written or sought.
 */
import { createHash } from 'node:crypto';
import { cleanText } from './storable.ts';

const MOST_BYTES = 255;

/** Asked again of its own answer, it changes nothing. */
export function indexable(text: string): string {
  const clean = cleanText(text);
  if (Buffer.byteLength(clean) <= MOST_BYTES) return clean;
  return `sha256:${createHash('sha256').update(clean).digest('hex')}`;
}

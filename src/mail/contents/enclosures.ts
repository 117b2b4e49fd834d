/** Files that travel with a letter, and pictures in it, by the hash of what they are and not of how they are packed. */
import { createHash } from 'node:crypto';
import type { Enclosure } from '../../../rules/letter.ts';
import type { Part } from '../parts/structure.ts';
import { undoEncoding } from '../parts/transfer-encoding.ts';
import type { Gathered, Setting } from './gathered.ts';
import type { Leaf } from './leaf.ts';

/** Proofs and keys that programs look at and no reader opens. */
const UNSHOWN = /^application\/(pgp-signature|pgp-encrypted|(x-)?pkcs7-signature)$/;

export function enclosureOf({ number, name, type, bytes, disposition, contentId }: Leaf): Enclosure {
  const picture = type.startsWith('image/') && disposition !== 'attachment';
  return {
    part: number,
    name,
    type,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    inline: UNSHOWN.test(type) || (picture && (disposition === 'inline' || contentId !== null)),
  };
}

/** Those that the letter's HTML shows by their Content-ID (RFC 2392) are inline, whatever their disposition says. */
export function showPictures(gathered: Gathered, bytes: Buffer, parts: readonly Part[], { prefix }: Setting): void {
  const ids = new Map(parts.flatMap(({ contentId, number }) => (contentId ? [[prefix + number, contentId]] : [])));
  if (ids.size === 0) return;
  const shown = new Set(parts.filter(({ type }) => type === 'text/html').flatMap((part) => idsIn(bytes, part)));
  for (const [at, enclosure] of gathered.enclosures.entries())
    if (shown.has(ids.get(enclosure.part) ?? '')) gathered.enclosures[at] = { ...enclosure, inline: true };
}

/** Bytes of HTML that are looked through for them. */
const MOST_HTML = 4 * 1024 * 1024;

function idsIn(bytes: Buffer, { body, encoding }: Part): readonly string[] {
  const html = undoEncoding(bytes.subarray(body.from, Math.min(body.to, body.from + MOST_HTML)), encoding).bytes;
  return [...html.toString('latin1').matchAll(/\bcid:([^\s"'<>)]{1,250})/gi)].map((match) => decoded(match[1] ?? ''));
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

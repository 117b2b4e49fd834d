/** Whether a letter is signed, encrypted, or a report, by how it is built. Nothing here checks a signature. */
import type { Part } from './structure.ts';

export type Seal = {
  /** S/MIME (RFC 8551) or OpenPGP (RFC 3156), in a part of its own, around the text, or within it. */
  readonly signed: boolean;
  readonly encrypted: boolean;
  /** Signed in the form that hides the text from programs without S/MIME. */
  readonly opaque: boolean;
  /** `multipart/report` (RFC 6522) as the letter itself. */
  readonly report: boolean;
};

export function sealOf(root: Part, texts: readonly string[]): Seal {
  const parts = allOf(root);
  const cms = parts.filter(({ type }) => /^application\/(x-)?pkcs7-mime$/.test(type));
  const kinds = cms.map(({ parameters }) => parameters.get('smime-type')?.toLowerCase() ?? 'enveloped-data');
  const pgp = (mark: string) =>
    texts.some(
      (text) => text.startsWith(`-----BEGIN PGP ${mark}-----`) || text.includes(`\n-----BEGIN PGP ${mark}-----`),
    );
  const opaque = kinds.includes('signed-data');
  return {
    signed: opaque || parts.some(({ type }) => type === 'multipart/signed') || pgp('SIGNED MESSAGE'),
    // RFC 8551 §3.2.2: whatever is neither signed nor only compressed is enveloped.
    encrypted:
      kinds.some((kind) => !/^(signed-data|certs-only|compressed-data)$/.test(kind)) ||
      parts.some(({ type }) => type === 'multipart/encrypted') ||
      pgp('MESSAGE'),
    opaque,
    report: root.type === 'multipart/report',
  };
}

function allOf(part: Part): readonly Part[] {
  return [part, ...part.parts.flatMap(allOf)];
}

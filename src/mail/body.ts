/**
 * What a letter's body gives to read. Unreadable is a value: a body with bytes of which nothing can be shown to be
 * text or a known attachment is held for an inside author, never taken for a letter that says nothing.
 */
import type { Anomaly, Body } from '../../rules/letter.ts';
import { type Entity, type LeafReading, readEntity } from './contents/contents.ts';
import { type Gathered, nothingYet } from './contents/gathered.ts';
import { writerIn } from './contents/head.ts';
import type { Header } from './header/headers.ts';
import { hasLongLine } from './parts/long-lines.ts';
import { type Seal, sealOf } from './parts/seal.ts';
import { isBlank, type Part } from './parts/structure.ts';
import { undoEncoding } from './parts/transfer-encoding.ts';
import { turnsLetters } from './text/direction.ts';

export type BodyReading = {
  readonly body: Body;
  readonly seal: Seal;
  readonly anomalies: readonly Anomaly[];
};

export async function readBody(bytes: Buffer, header: Header): Promise<BodyReading> {
  const gathered = nothingYet();
  const entity = await readEntity(gathered, bytes, header, {
    prefix: '',
    stands: 'body',
    depth: 0,
    layers: 0,
    writer: writerIn(header),
  });
  const own = gathered.texts.filter(({ stands }) => stands === 'body').map(({ text }) => text);
  const seal = sealOf(entity.structure.root, own);
  const vanished = entity.leaves.filter((leaf) => isVanished(bytes, gathered, leaf)).map(({ part }) => part.number);
  const anomalies = [
    ...gathered.anomalies,
    ...vanished.map((number) => ({ kind: 'mime-empty-text', where: `part ${number}` })),
    ...gathered.texts.filter(({ text }) => turnsLetters(text)).map(({ part }) => turned(part)),
    ...(hasLongLine(bytes, header.bodyAt) ? [{ kind: 'mime-long-line', where: 'letter' }] : []),
  ];
  const why = entity.structure.tooMuch ?? nothingRead(bytes, entity, gathered);
  return { body: why === null ? bodyOf(gathered) : { kind: 'unreadable', why }, seal, anomalies };
}

function turned(part: string): Anomaly {
  return { kind: 'text-bidi-override', where: `part ${part}` };
}

/** Fail closed: why nothing can be said to have been read; `null` for an empty letter, an attachment alone, and an encrypted one. */
function nothingRead(bytes: Buffer, { structure: { root }, leaves }: Entity, gathered: Gathered): string | null {
  if (leaves.some(({ part, outcome }) => outcome === 'unopened' && /pkcs7-mime$/.test(part.type)))
    return 'its text lies inside an S/MIME signature';
  if (gathered.texts.some(({ text, stands }) => stands !== 'loose' && text.trim() !== '')) return null;
  if (gathered.enclosures.length > 0) return null;
  const parts: readonly Part[] = [root, ...leaves.map(({ part }) => part)];
  if (parts.some((part) => part.headless && isBlank(bytes, part.body)))
    return 'its text cannot be told from its header';
  if (isBlank(bytes, root.body)) return null;
  // An empty text part is only an empty letter.
  const isText = gathered.texts.some(({ stands }) => stands !== 'loose');
  if (isText && leaves.every((leaf) => leaf.blank || saysNothing(bytes, leaf))) return null;
  return leaves.some(({ part }) => part.type.startsWith('multipart/'))
    ? 'it says that it has parts, and none can be found'
    : 'its text cannot be decoded';
}

/** A text of white space alone (`DQo=`, as Exchange packs an empty line), or HTML of which nothing is seen. */
function saysNothing(bytes: Buffer, { part, outcome }: LeafReading): boolean {
  if (outcome !== 'read' || (part.type !== 'text/html' && part.type !== 'text/plain')) return false;
  const undone = undoEncoding(bytes.subarray(part.body.from, part.body.to), part.encoding);
  return undone.odd === null && undone.bytes.length > 0;
}

/** Bytes that decode to nothing: whoever decodes them otherwise sees something. */
function isVanished(bytes: Buffer, { texts }: Gathered, leaf: LeafReading): boolean {
  const { part, blank } = leaf;
  if (blank || part.type !== 'text/plain' || part.encoding !== 'base64') return false;
  return texts.find((each) => each.part === part.number)?.text.trim() === '' && !saysNothing(bytes, leaf);
}

function bodyOf({ texts, quotations, enclosures, signature }: Gathered): Body {
  return { kind: 'read', texts, quotations, enclosures, signature: [...signature] };
}

/**
 * Words of the council's in somebody's letter: a statement below what its author wrote, a banner above it, in every text
 * that a reader may see. What comes of it is edits of the letter's bytes, and what they do not name stays byte for byte.
 * Where that cannot be done so that every program surely shows it, nothing is changed and the reason told.
 *
 * Runs in the process that reads letters, within its limits: see `reading/`.
 */

import { writerIn } from '../contents/head.ts';
import { fieldsNamed, scanHeader } from '../header/headers.ts';
import { hasLongLine } from '../parts/long-lines.ts';
import { sealOf } from '../parts/seal.ts';
import { leavesOf, type Part, type Structure, scanStructure } from '../parts/structure.ts';
import { type AddedWords, type Additions, CannotAdd, type Edit } from './added-words.ts';
import { bearersIn } from './bearers.ts';
import { headerOf, staleLines } from './header-lines.ts';
import { changedBytes, textOf, withWords } from './one-text.ts';
import { ownPart } from './own-part.ts';

/** Never throws for what the letter holds. */
export function additionsTo(bytes: Buffer, words: AddedWords): Additions {
  try {
    return { kind: 'edits', edits: edited(bytes, words) };
  } catch (error) {
    if (error instanceof CannotAdd) return { kind: 'cannot', why: error.message };
    throw error;
  }
}

function edited(bytes: Buffer, words: AddedWords): readonly Edit[] {
  const header = scanHeader(bytes);
  if (!header.ended) throw new CannotAdd('it ends within its header');
  const structure = scanStructure(bytes, header);
  refuseUnclear(structure);
  for (const name of ['content-type', 'content-transfer-encoding', 'content-disposition'])
    if (fieldsNamed(header, name).length > 1) throw unclear();
  const texts = bearersIn(bytes, structure.root).map((part) => textOf(bytes, part));
  refuseSealed(
    structure.root,
    texts.map(({ text }) => text.replaceAll('\r\n', '\n')),
  );
  if (texts.length === 0) return proven(bytes, inOrder(ownPart(bytes, structure.root, words)), structure, true);
  const edits = texts.flatMap((text) => withWords(text, words, writerIn(header)));
  if (edits.length === 0) return [];
  return proven(bytes, inOrder([...edits, ...staleAbove(bytes, structure.root)]), structure, false);
}

/** Programs that divide it otherwise would show our words elsewhere, or nowhere. */
function refuseUnclear({ anomalies, tooMuch }: Structure): void {
  if (anomalies.length > 0 || tooMuch !== null) throw unclear();
}

function unclear(): CannotAdd {
  return new CannotAdd('it is built in a way that programs read differently');
}

/** INVARIANT: what is signed is never altered, whoever asks. */
function refuseSealed(root: Part, texts: readonly string[]): void {
  const { signed, encrypted, report } = sealOf(root, texts);
  if (signed) throw new CannotAdd('it carries a digital signature, which any change would break');
  if (encrypted) throw new CannotAdd('it is encrypted');
  if (report) throw new CannotAdd('it is a mail system’s report');
}

/** The letter's own count of its bytes, where a part of it changes. */
function staleAbove(bytes: Buffer, root: Part): readonly Edit[] {
  return root.parts.length === 0 ? [] : staleLines(headerOf(bytes, root));
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** Read again: the same parts, and each of them that was not touched with the same bytes. */
function proven(bytes: Buffer, edits: readonly Edit[], before: Structure, grown: boolean): readonly Edit[] {
  const now = changedBytes(bytes, edits);
  const after = scanStructure(now, scanHeader(now));
  refuseUnclear(after);
  const [was, is] = [leavesOf(before.root), leavesOf(after.root)];
  const kept = grown ? is.slice(1) : is;
  const touched = (part: Part) => edits.some(({ from, to }) => from <= part.body.to && to >= part.body.from);
  const same = was.every((part, n) => {
    const other = kept[n];
    if (other === undefined || other.type !== part.type || other.name !== part.name) return false;
    return (!grown && touched(part)) || bodyOf(bytes, part).equals(bodyOf(now, other));
  });
  if (!same || kept.length !== was.length || (hasLongLine(now, 0) && !hasLongLine(bytes, 0))) throw unclear();
  return edits;
}

function bodyOf(bytes: Buffer, { body }: Part): Buffer {
  return bytes.subarray(body.from, body.to);
}

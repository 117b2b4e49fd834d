/**
 * The texts of a letter that our words must stand in, so that whoever opens it with whatever program sees them: of
 * alternatives each, of texts that follow each other all that say something. No attachment, no appointment, nothing
 * that lies in a letter inside the letter.
 */
import { isBlank, type Part } from '../parts/structure.ts';
import { undoEncoding } from '../parts/transfer-encoding.ts';
import { CannotAdd } from './added-words.ts';

const TEXT = /^text\/(?:plain|html|enriched|richtext)$/;
/** For a telephone's watch and for Gmail's lists: the same letter stands beside them. */
const LEFT = /^text\/(?:x-amp-html|x-watch-html)$/;
/** Texts too, that some program shows in place of those above. */
const UNCHANGED = /^(?:text\/(?:rtf|markdown|x-markdown)|application\/(?:rtf|xhtml\+xml|ms-tnef|vnd\.ms-tnef))$/;

export function bearersIn(bytes: Buffer, part: Part): readonly Part[] {
  if (!part.type.startsWith('multipart/')) return leaf(bytes, part);
  const within = part.parts.map((each) => bearersIn(bytes, each)).filter((each) => each.length > 0);
  if (part.type === 'multipart/alternative') return within.flat();
  const telling = within.filter((each) => each.some((text) => !isEmpty(bytes, text)));
  return (telling.length > 0 ? telling : within.slice(0, 1)).flat();
}

function leaf(bytes: Buffer, part: Part): readonly Part[] {
  if (/^(?:winmail|win)\.dat$/i.test(part.name ?? '')) throw unchangeable();
  const isFile = part.disposition === 'attachment' || part.name !== null;
  if (UNCHANGED.test(part.type) && (!isFile || part.type.endsWith('tnef'))) throw unchangeable();
  if (isAnswerToInvitation(bytes, part)) throw new CannotAdd('it answers an invitation');
  return TEXT.test(part.type) && !LEFT.test(part.type) && !isFile ? [part] : [];
}

function unchangeable(): CannotAdd {
  return new CannotAdd('its text also travels in a form that cannot be changed safely');
}

/** Calendars act on it by themselves, and some refuse one that was altered. */
function isAnswerToInvitation(bytes: Buffer, { type, parameters, body, encoding }: Part): boolean {
  if (type !== 'text/calendar') return false;
  const said =
    parameters.get('method') ?? /^METHOD:(\w+)/im.exec(firstOf(bytes.subarray(body.from, body.to), encoding))?.[1];
  return /^(?:reply|counter|declinecounter|refresh)$/i.test(said ?? '');
}

function firstOf(raw: Buffer, encoding: string): string {
  return undoEncoding(raw.subarray(0, 8_000), encoding).bytes.toString('latin1');
}

/** Mail programs put an empty text behind a file that stands last. */
function isEmpty(bytes: Buffer, { body, encoding, type }: Part): boolean {
  if (isBlank(bytes, body)) return true;
  if (body.to - body.from > 4_000) return false;
  const text = undoEncoding(bytes.subarray(body.from, body.to), encoding).bytes.toString('latin1');
  const shown =
    type === 'text/html'
      ? text.replace(/<(?:head|style)\b[\s\S]{0,4000}?<\/(?:head|style)>|<[^>]*>|&nbsp;/gi, '')
      : text;
  return shown.trim() === '';
}

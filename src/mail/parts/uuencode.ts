/**
 * Files that older programs write into a text itself: uuencode (POSIX), between `begin 644 name` and `end`. They are
 * unpacked beside the text, which stays as it is: whoever's program does not unpack them sees the lines.
 */

export type FileInText = { readonly name: string | null; readonly bytes: Buffer };

const MOST_FILES = 100;
const LF = 0x0a;

export function uuencodedIn(bytes: Buffer): readonly FileInText[] {
  const files: FileInText[] = [];
  for (let at = bytes.indexOf('begin'); at >= 0 && files.length < MOST_FILES; ) {
    const file = at === 0 || bytes[at - 1] === LF ? fileAt(bytes, at) : null;
    if (file) files.push(file.file);
    at = bytes.indexOf('begin', file?.end ?? at + 5);
  }
  return files;
}

function fileAt(bytes: Buffer, at: number): { readonly file: FileInText; readonly end: number } | null {
  const first = lineAt(bytes, at);
  const opening = /^begin(-base64)? [0-7]{3,4} (.{1,255})$/.exec(first.text);
  if (!opening) return null;
  const { pieces, end } = opening[1] ? base64Lines(bytes, first.next) : uuLines(bytes, first.next);
  const whole = Buffer.concat(pieces);
  return whole.length === 0 ? null : { file: { name: opening[2]?.trim() ?? null, bytes: whole }, end };
}

type Lines = { readonly pieces: readonly Buffer[]; readonly end: number };

/** Up to a line that is none of them: a person's words behind a mere `begin 644 x` are no file. */
function uuLines(bytes: Buffer, start: number): Lines {
  const pieces: Buffer[] = [];
  let at = start;
  while (at < bytes.length) {
    const { text, next } = lineAt(bytes, at);
    const piece = uuLine(text);
    if (piece === null || piece.length === 0) break;
    pieces.push(piece);
    at = next;
  }
  return { pieces, end: Math.max(at, start) };
}

function base64Lines(bytes: Buffer, start: number): Lines {
  const pieces: Buffer[] = [];
  let at = start;
  while (at < bytes.length) {
    const { text, next } = lineAt(bytes, at);
    if (!/^[A-Za-z0-9+/]{1,400}={0,2}$/.test(text)) break;
    pieces.push(Buffer.from(text, 'base64'));
    at = next;
  }
  return { pieces, end: Math.max(at, start) };
}

/** The first character says how many bytes; each four characters are three. Some programs drop spaces at the end. */
function uuLine(text: string): Buffer | null {
  const count = (text.charCodeAt(0) - 0x20) & 0x3f;
  const length = Math.ceil(count / 3) * 4;
  if (text === '' || text.length > length + 3 || text.length < Math.ceil((count * 4) / 3) - 3) return null;
  if (!/^[\x20-\x60]*$/.test(text)) return null;
  const out = Buffer.alloc(Math.ceil(count / 3) * 3);
  for (let n = 0; n < length / 4; n++) {
    const six = (at: number) => (text.charCodeAt(1 + n * 4 + at) - 0x20 || 0) & 0x3f;
    out.writeUIntBE((six(0) << 18) | (six(1) << 12) | (six(2) << 6) | six(3), n * 3, 3);
  }
  return out.subarray(0, count);
}

/** No longer than a line of a file can be. */
function lineAt(bytes: Buffer, at: number): { readonly text: string; readonly next: number } {
  const lf = bytes.indexOf(LF, at);
  const next = lf < 0 ? bytes.length : lf + 1;
  return { text: bytes.toString('latin1', at, Math.min(next, at + 1_000)).replace(/\r?\n$/, ''), next };
}

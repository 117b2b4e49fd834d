/**
 * Rich Text Format → the text that a reader sees, or the HTML that Outlook wrapped in it ([MS-OXRTFEX]). One pass, in
 * proportion to its length. Blind to pictures, fields and page headers; what `\v` hides is given apart.
 */
import { decodeCharset } from '../parts/charset.ts';

export type RtfReading = {
  readonly type: 'text/plain' | 'text/html';
  readonly text: string;
  readonly hidden: readonly string[];
};

const TOKEN = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/g;

/** Groups that hold no words of the text. */
const SILENT =
  /^(fonttbl|colortbl|stylesheet|info|pict|object|objdata|themedata|colorschememapping|datastore|latentstyles|listtable|listoverridetable|rsidtbl|generator|xmlnstbl|fldinst|filetbl|revtbl|pgdsctbl|bkmkstart|bkmkend)$/;

const WRITTEN: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
};

const DEEPEST = 2_000;

type Group = { silent: boolean; html: boolean; hidden: boolean; skip: number; fresh: boolean };
type Walk = {
  readonly seen: string[];
  readonly hidden: string[];
  readonly bytes: number[];
  group: Group;
  readonly outer: Group[];
  charset: string;
  fromHtml: boolean;
  /** Between `\htmlrtf` and `\htmlrtf0`: for programs without HTML. */
  rtfOnly: boolean;
  /** Characters to pass over: they stand for a `\u` before them. */
  substitutes: number;
};

export function isRtf(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 5) === '{\\rtf';
}

export function readRtf(bytes: Buffer): RtfReading {
  const walk: Walk = {
    seen: [],
    hidden: [],
    bytes: [],
    group: { silent: false, html: false, hidden: false, skip: 1, fresh: true },
    outer: [],
    charset: 'windows-1252',
    fromHtml: false,
    rtfOnly: false,
    substitutes: 0,
  };
  const source = bytes.toString('latin1');
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match !== null && walk.outer.length < DEEPEST; match = TOKEN.exec(source)) {
    // `\binN`: N bytes of a picture follow, in which braces mean nothing.
    if (match[1] === 'bin') TOKEN.lastIndex += Math.max(0, Number(match[2] ?? 0));
    step(walk, match);
  }
  flush(walk);
  return {
    type: walk.fromHtml ? 'text/html' : 'text/plain',
    text: walk.seen.join('').trim(),
    hidden: walk.hidden.filter((text) => text.trim() !== ''),
  };
}

function step(walk: Walk, [, word, number, hex, sign, brace, text]: RegExpExecArray): void {
  if (brace === '{') open(walk);
  else if (brace === '}') close(walk);
  else if (hex !== undefined) byte(walk, Number.parseInt(hex, 16));
  else if (text !== undefined) plain(walk, text);
  else if (word !== undefined) command(walk, word, number === undefined ? null : Number(number));
  else if (sign !== undefined) signed(walk, sign);
}

function open(walk: Walk): void {
  walk.outer.push(walk.group);
  walk.group = { ...walk.group, fresh: true };
  walk.substitutes = 0;
}

function close(walk: Walk): void {
  flush(walk);
  walk.group = walk.outer.pop() ?? walk.group;
  walk.substitutes = 0;
}

/** A backslash and what is no letter. */
function signed(walk: Walk, sign: string): void {
  if (sign === '*') walk.group.silent = true;
  else if (sign === '~') write(walk, '\u00a0');
  else if (sign === '_') write(walk, '-');
  else if (sign === '\n' || sign === '\r') write(walk, '\n');
  else if ('\\{}'.includes(sign)) plain(walk, sign);
}

function command(walk: Walk, word: string, number: number | null): void {
  const { group } = walk;
  const first = group.fresh;
  group.fresh = false;
  if (SILENT.test(word) && first) group.silent = true;
  // Its `\*` says that a program may ignore it, and we do not.
  else if (word === 'htmltag' && walk.fromHtml) {
    group.silent = false;
    group.html = true;
  } else if (word === 'fromhtml') walk.fromHtml = number !== 0;
  else if (word === 'htmlrtf') walk.rtfOnly = number !== 0;
  else if (word === 'ansicpg') walk.charset = charsetOf(number ?? 1252);
  else if (word === 'uc') group.skip = Math.min(Math.max(number ?? 1, 0), 10);
  else if (word === 'v') {
    flush(walk);
    group.hidden = number !== 0;
  } else if (word === 'u' && number !== null) {
    write(walk, String.fromCharCode(number & 0xffff));
    walk.substitutes = group.skip;
  } else if (word in WRITTEN) write(walk, WRITTEN[word] ?? '');
}

function plain(walk: Walk, text: string): void {
  walk.group.fresh = false;
  const skipped = Math.min(walk.substitutes, text.length);
  walk.substitutes -= skipped;
  if (skipped === text.length) return;
  flush(walk);
  put(walk, decodeCharset(Buffer.from(text.slice(skipped), 'latin1'), walk.charset) ?? text.slice(skipped));
}

function byte(walk: Walk, code: number): void {
  if (walk.substitutes > 0) walk.substitutes--;
  else walk.bytes.push(code);
}

function write(walk: Walk, text: string): void {
  flush(walk);
  put(walk, text);
}

/** Bytes that were written one by one may be halves of characters: they are read together. */
function flush(walk: Walk): void {
  if (walk.bytes.length === 0) return;
  const bytes = Buffer.from(walk.bytes.splice(0));
  put(walk, decodeCharset(bytes, walk.charset) ?? bytes.toString('latin1'));
}

function put(walk: Walk, text: string): void {
  // NUL ends it, or pads it.
  if (text === '\0' || walk.group.silent || (walk.fromHtml && walk.rtfOnly && !walk.group.html)) return;
  if (walk.group.hidden) walk.hidden.push(text);
  else walk.seen.push(text);
}

const CODE_PAGES: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  20127: 'us-ascii',
  20866: 'koi8-r',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  54936: 'gb18030',
  65001: 'utf-8',
};

/** A Windows code page by its number, as RTF and Outlook name character sets. */
export function charsetOf(codePage: number): string {
  if (codePage >= 28591 && codePage <= 28605) return `iso-8859-${codePage - 28590}`;
  return CODE_PAGES[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252');
}

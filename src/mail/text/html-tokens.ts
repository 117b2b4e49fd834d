/**
 * HTML cut into tags, text and comments as browsers cut it (WHATWG HTML §13.2.5), in one pass however hostile.
 * Our own because the well-kept ones are not linear: on one tag with 100,000 attributes parse5 takes 50 seconds, and
 * htmlparser2 15 on 200,000 nested tags; both are slower by ten times on ordinary letters.
 */
import { decodeHTML } from 'entities';

/** What stands behind a start tag: markup, or text up to the end tag in which no tag counts. */
export type Content = 'markup' | 'raw' | 'raw with references' | 'script' | 'the rest';

export type TokenReader = {
  /** `attributes`: as they stand between name and `>`. */
  open(name: string, attributes: string, selfClosing: boolean): Content;
  close(name: string): void;
  /** Character references decoded, white space as it stands. */
  text(text: string): void;
  comment(text: string): void;
  /** `true` inside `<svg>` and `<math>`, where `<![CDATA[` holds text. */
  isForeign(): boolean;
  /** What stands in a tag that nothing ends: no browser shows it. */
  lost(markup: string): void;
  /** Where the markup stood that was told last, with the text of such as `<style>`: in the source with LF line ends. */
  passed?(from: number, to: number): void;
};

export function readTokens(source: string, reader: TokenReader): void {
  const html = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  let at = 0;
  while (at < html.length) {
    const tag = nextMarkup(html, at);
    if (tag > at) reader.text(decoded(html.slice(at, tag)));
    at = tag < html.length ? pastMarkup(html, tag, reader) : tag;
    if (tag < html.length) reader.passed?.(tag, at);
  }
}

/** A `<` that begins no markup is text: `a < b`. */
function nextMarkup(html: string, from: number): number {
  for (let at = html.indexOf('<', from); at >= 0; at = html.indexOf('<', at + 1)) {
    const next = html.charCodeAt(at + 1);
    if (isLetter(next) || next === 0x21 || next === 0x3f || (next === 0x2f && at + 2 < html.length)) return at;
  }
  return html.length;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** NUL is no character of a text (§13.2.6.4.7). */
function decoded(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return whole.includes('&') ? decodeHTML(whole) : whole;
}

function pastMarkup(html: string, tag: number, reader: TokenReader): number {
  const next = html.charCodeAt(tag + 1);
  if (isLetter(next)) return pastStartTag(html, tag, reader);
  if (next !== 0x2f) return pastDeclaration(html, tag, reader);
  if (isLetter(html.charCodeAt(tag + 2))) return pastEndTag(html, tag, reader);
  return html.startsWith('</>', tag) ? tag + 3 : pastBogusComment(html, tag + 2, reader);
}

function pastDeclaration(html: string, tag: number, reader: TokenReader): number {
  if (html.startsWith('<!--', tag)) return pastComment(html, tag + 4, reader);
  if (html.startsWith('<![CDATA[', tag) && reader.isForeign()) {
    const end = orEnd(html, html.indexOf(']]>', tag + 9));
    reader.text(html.slice(tag + 9, end));
    return end + 3;
  }
  if (/^<!doctype/i.test(html.slice(tag, tag + 9))) return orEnd(html, html.indexOf('>', tag)) + 1;
  // `<?xml … ?>` and `<![if !mso]>` are marks for programs.
  return html.startsWith('<!', tag) && !html.startsWith('<![', tag)
    ? pastBogusComment(html, tag + 2, reader)
    : orEnd(html, html.indexOf('>', tag)) + 1;
}

function pastBogusComment(html: string, from: number, reader: TokenReader): number {
  const end = orEnd(html, html.indexOf('>', from));
  reader.comment(html.slice(from, end));
  return end + 1;
}

/** `<!-->` and `<!--->` are whole; `--!>` ends one too (§13.2.5.43–51). */
function pastComment(html: string, from: number, reader: TokenReader): number {
  const whole = html.startsWith('>', from) ? 1 : html.startsWith('->', from) ? 2 : 0;
  if (whole > 0) return from + whole;
  const finder = /--!?>/g;
  finder.lastIndex = from;
  const end = finder.exec(html);
  reader.comment(html.slice(from, end?.index));
  return end === null ? html.length : finder.lastIndex;
}

function orEnd(html: string, index: number): number {
  return index < 0 ? html.length : index;
}

function pastEndTag(html: string, tag: number, reader: TokenReader): number {
  const nameEnd = endOfName(html, tag + 2);
  const end = endOfTag(html, nameEnd);
  if (end < 0) return lost(html, tag, reader);
  reader.close(html.slice(tag + 2, nameEnd).toLowerCase());
  return end + 1;
}

function pastStartTag(html: string, tag: number, reader: TokenReader): number {
  const nameEnd = endOfName(html, tag + 1);
  const end = endOfTag(html, nameEnd);
  if (end < 0) return lost(html, tag, reader);
  const name = html.slice(tag + 1, nameEnd).toLowerCase();
  const content = reader.open(name, html.slice(nameEnd, end), html.charCodeAt(end - 1) === 0x2f);
  return content === 'markup' ? end + 1 : pastText(html, { name, content, from: end + 1 }, reader);
}

function lost(html: string, tag: number, reader: TokenReader): number {
  reader.lost(html.slice(tag));
  return html.length;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0c;
}

function endOfName(html: string, from: number): number {
  let at = from;
  for (; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === 0x3e || code === 0x2f || isSpace(code)) break;
  }
  return at;
}

/** Where the `>` stands, or -1. Quotes hold it off only where a value begins, directly behind `=`. */
function endOfTag(html: string, nameEnd: number): number {
  let from = nameEnd;
  for (let at = nameEnd; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === 0x3e) return at;
    if (code !== 0x3d || beginsName(html, from, at)) continue;
    at = endOfValue(html, at + 1);
    if (at < 0) return -1;
    from = at;
    at--;
  }
  return -1;
}

/** Behind the value, or -1. An unquoted one holds `=` and quotes as they stand (§13.2.5.38). */
function endOfValue(html: string, from: number): number {
  let at = from;
  while (isSpace(html.charCodeAt(at))) at++;
  const first = html[at];
  if (first === '"' || first === "'") return html.indexOf(first, at + 1) + 1 || -1;
  while (at < html.length && html.charCodeAt(at) !== 0x3e && !isSpace(html.charCodeAt(at))) at++;
  return at;
}

/** A `=` where a name should begin is the name's first letter (§13.2.5.32). */
function beginsName(html: string, from: number, equals: number): boolean {
  if (equals === from) return true;
  for (let at = equals - 1; at >= from; at--) {
    const before = html.charCodeAt(at);
    if (before === 0x2f) return true;
    if (!isSpace(before)) return false;
  }
  return true;
}

type TextElement = { readonly name: string; readonly content: Content; readonly from: number };

function pastText(html: string, { name, content, from }: TextElement, reader: TokenReader): number {
  const end = content === 'the rest' ? html.length : content === 'script' ? scriptEnd(html, from) : -1;
  const close = end >= 0 ? end : rawEnd(html, name, from);
  const text = html.slice(from, close);
  reader.text(content === 'raw with references' ? decoded(text) : text.replaceAll('\0', '\ufffd'));
  // The end tag itself is read as any other.
  return close;
}

function rawEnd(html: string, name: string, from: number): number {
  const finder = new RegExp(`</${name}(?=[ \\t\\n\\f/>])`, 'gi');
  finder.lastIndex = from;
  return orEnd(html, finder.exec(html)?.index ?? -1);
}

/** Within `<!-- <script>` the next `</script>` does not end the script (§13.2.5.20–31). */
function scriptEnd(html: string, from: number): number {
  const finder = /<!--|-->|<(\/?)script(?=[ \t\n\f/>])/gi;
  finder.lastIndex = from;
  let depth: 'script' | 'comment' | 'script in comment' = 'script';
  for (let found = finder.exec(html); found; found = finder.exec(html)) {
    if (found[0] === '-->') depth = 'script';
    else if (found[0] === '<!--') {
      if (depth === 'script') depth = 'comment';
      // `<!-->` opens and ends it.
      finder.lastIndex = found.index + 2;
    } else if (found[1] === '/') {
      if (depth !== 'script in comment') return found.index;
      depth = 'comment';
    } else if (depth === 'comment') depth = 'script in comment';
  }
  return html.length;
}

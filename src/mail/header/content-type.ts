/** `Content-Type` and its like: a value and its parameters (RFC 2045 §5.1, RFC 2231). Never throws. */
import { isUtf8 } from 'node:buffer';
import { decodeCharset } from '../parts/charset.ts';

export type Parameters = {
  /** In lower case; '' where it cannot be read. */
  readonly value: string;
  /** By lower-case name, the first of each. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters given twice: one program takes the first, another the last. */
  readonly repeated: readonly string[];
};

export function readParameters(text: string): Parameters {
  const [first = '', ...rest] = split(text);
  const found = new Map<string, string>();
  const repeated: string[] = [];
  for (const item of rest) {
    const equals = item.indexOf('=');
    if (equals < 1) continue;
    const name = item.slice(0, equals).trim().toLowerCase();
    if (found.has(name)) repeated.push(name);
    else found.set(name, unquote(item.slice(equals + 1).trim()));
  }
  return { value: first.trim().toLowerCase(), parameters: joined(found), repeated };
}

/** At semicolons outside quotes, comments dropped. */
function split(text: string): readonly string[] {
  const items: string[] = [];
  let item = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const escaped = char === '\\' && (quoted || depth > 0) ? char + text.charAt(++at) : null;
    if (char === '"' && depth === 0) quoted = !quoted;
    if (!quoted && char === '(') depth++;
    if (!quoted && char === ';' && depth === 0) {
      items.push(item);
      item = '';
    } else if (depth === 0) item += escaped ?? char;
    if (!quoted && char === ')' && depth > 0) depth--;
  }
  return [...items, item];
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  const inner = value.slice(1).replace(/"[^"\\]*$/, '');
  return inner.replace(/\\([\s\S])/g, '$1');
}

/** RFC 2231 §3: `boundary*0="a"; boundary*1="b"` is one value; §4: `name*=utf-8''caf%C3%A9`. */
function joined(found: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const whole = new Map<string, string>();
  for (const [name, value] of found) {
    const base = name.replace(/\*.*$/, '');
    if (base === name) whole.set(base, whole.get(base) ?? value);
    // Of a name in both forms, readers take the one that says its characters; of a boundary, the plain one.
    else if (!whole.has(base) || /^(file)?name$/.test(base)) whole.set(base, continued(found, base));
  }
  return whole;
}

function continued(found: ReadonlyMap<string, string>, base: string): string {
  if (found.has(base) && !/^(file)?name$/.test(base)) return found.get(base) ?? '';
  const pieces: Buffer[] = [];
  let charset = '';
  for (let n = 0; n < 1_000; n++) {
    const plain = found.get(`${base}*${n}`);
    const coded = found.get(`${base}*${n}*`) ?? (n === 0 ? found.get(`${base}*`) : undefined);
    if (plain === undefined && coded === undefined) break;
    // Only the first piece says the character set (§4.1).
    const said = n === 0 ? /^([^']{0,60})'[^']*'/.exec(coded ?? '') : null;
    if (said) charset = said[1] ?? '';
    pieces.push(plain === undefined ? percentDecoded((coded ?? '').slice(said?.[0].length ?? 0)) : Buffer.from(plain));
  }
  return inCharset(Buffer.concat(pieces), charset);
}

/** Bytes, since a character may begin in one piece and end in the next. */
function percentDecoded(value: string): Buffer {
  const bytes = value.replace(/%([0-9A-Fa-f]{2})|[^\x00-\x7f]+/g, (whole, hex?: string) =>
    hex === undefined ? Buffer.from(whole).toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

function inCharset(bytes: Buffer, label: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return decodeCharset(bytes, label) ?? bytes.toString('latin1');
}

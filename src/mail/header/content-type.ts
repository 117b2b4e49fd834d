/** `Content-Type` and its like: a value and its parameters (RFC 2045 §5.1, RFC 2231). Never throws. */

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
    if (base === name || !whole.has(base)) whole.set(base, base === name ? value : continued(found, base));
  }
  return whole;
}

function continued(found: ReadonlyMap<string, string>, base: string): string {
  if (found.has(base)) return found.get(base) ?? '';
  let text = '';
  for (let n = 0; n < 1_000; n++) {
    const plain = found.get(`${base}*${n}`);
    const coded = found.get(`${base}*${n}*`) ?? (n === 0 ? found.get(`${base}*`) : undefined);
    if (plain === undefined && coded === undefined) break;
    text += plain ?? percentDecoded(coded ?? '');
  }
  return text;
}

/** The character set is taken for UTF-8: only names of files and boundaries stand here. */
function percentDecoded(value: string): string {
  const text = value.replace(/^[^']*'[^']*'/, '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

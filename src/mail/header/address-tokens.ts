/**
 * The words and signs of an address field (RFC 5322 §3.2), comments taken out. Only this decides where a quoted
 * string or a comment ends, so that an address within a display name is never taken for the address.
 */

type Where = { readonly from: number; readonly to: number };

export type Token = Where &
  /** RFC 5322 §3.2.3 atom, or a run of characters that no grammar allows but mail contains. */
  (
    | { readonly kind: 'atom'; readonly text: string }
    /** §3.2.4, unescaped and without its quotes. */
    | { readonly kind: 'quoted'; readonly text: string }
    /** §3.4.1 domain-literal, with its brackets. */
    | { readonly kind: 'literal'; readonly text: string }
    | { readonly kind: 'sign'; readonly text: string }
  );

/** `open`: a comment, quoted string or literal that nothing closes. `comments` holds their text, for names in the old style. */
export type Tokens = { readonly list: readonly Token[]; readonly comments: readonly string[]; readonly open: boolean };

const ATOM_END = /[<>@,;:."()[\]\s\\]/g;

/** Linear in the length of the value, and without recursion: comments may nest as deep as they like. */
export function tokenise(value: string): Tokens {
  const list: Token[] = [];
  const comments: string[] = [];
  let open = false;
  let at = 0;
  while (at < value.length) {
    const found = readToken(value, at);
    open ||= found.open;
    if (found.kind === 'comment') comments.push(found.text);
    else if (found.kind !== 'space') list.push({ kind: found.kind, text: found.text, from: at, to: found.next });
    at = found.next;
  }
  return { list, comments, open };
}

type Span = { readonly text: string; readonly next: number; readonly open: boolean };

function readToken(value: string, at: number): Span & { readonly kind: Token['kind'] | 'comment' | 'space' } {
  const char = value.charAt(at);
  const one = { text: char, next: at + 1, open: false };
  if (/\s/.test(char)) return { kind: 'space', ...one };
  if ('<>@,;:.'.includes(char)) return { kind: 'sign', ...one };
  if (char === '(') return { kind: 'comment', ...comment(value, at) };
  if (char === '"') return { kind: 'quoted', ...until(value, at + 1, '"') };
  if (char === '[') {
    const literal = until(value, at + 1, ']');
    return { kind: 'literal', ...literal, text: `[${literal.text}]` };
  }
  const next = atomEnd(value, at);
  return { kind: 'atom', text: value.slice(at, next), next, open: false };
}

/** `\` takes the next character literally (§3.2.1 quoted-pair). */
function until(value: string, start: number, close: string): Span {
  let text = '';
  for (let at = start; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === close) return { text, next: at + 1, open: false };
    text += char === '\\' ? value.charAt(++at) : char;
  }
  return { text, next: value.length, open: true };
}

/** §3.2.2: comments nest. */
function comment(value: string, start: number): Span {
  let text = '';
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (depth === 0) return { text: text.slice(1), next: at + 1, open: false };
    text += char === '\\' ? value.charAt(++at) : char;
  }
  return { text: text.slice(1), next: value.length, open: true };
}

function atomEnd(value: string, at: number): number {
  ATOM_END.lastIndex = at + 1;
  return ATOM_END.exec(value)?.index ?? value.length;
}

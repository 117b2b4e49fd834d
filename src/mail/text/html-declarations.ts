/** The declarations of a style that bear on what is seen: `display: none; color: #fff`. Everything else is passed over. */

/** By property, in lower case. What we do not understand is `unsure`, and hides nothing. */
export type Values = Map<string, string>;
export type Declarations = { readonly normal: Values; readonly important: Values };

const WANTED = new Set(
  'background-color background-image border border-left border-top bottom clip clip-path color direction display float font-size height left list-style margin-bottom margin-left margin-top max-height max-width min-height min-width opacity overflow padding position right text-indent text-paint top unicode-bidi visibility white-space width'.split(
    ' ',
  ),
);

/** What can make letters visible in another colour than `color`. */
const PAINT =
  /^(?:text-shadow|-webkit-text-(?:fill-color|stroke(?:-color|-width)?)|mix-blend-mode|filter|backdrop-filter)$/;
const SIDES = ['margin-top', 'margin-right', 'margin-bottom', 'margin-left'] as const;

/** In characters; nobody writes a longer one by hand or program. */
const LONGEST = 20_000;

export function readDeclarations(style: string): Declarations {
  const found: Declarations = { normal: new Map(), important: new Map() };
  for (const piece of splitOutside(unescaped(style.slice(0, LONGEST)), ';')) {
    const colon = piece.indexOf(':');
    if (colon < 0) continue;
    const written = piece
      .slice(colon + 1)
      .trim()
      .toLowerCase();
    const important = /!\s*important$/.test(written.slice(-40));
    const value = important ? written.slice(0, written.lastIndexOf('!')).trim() : written;
    declare(important ? found.important : found.normal, piece.slice(0, colon).trim().toLowerCase(), value);
  }
  if (style.length > LONGEST) declareAll(found.important);
  return found;
}

function declare(values: Values, property: string, value: string): void {
  if (value === '') return;
  const understood = value.includes('var(') || value.includes('env(') ? 'unsure' : value;
  const shorthand = SHORTHANDS.get(property);
  if (shorthand !== undefined) shorthand(values, understood);
  else if (PAINT.test(property)) values.set('text-paint', understood);
  else if (property === 'list-style-type') values.set('list-style', understood);
  else if (property === 'overflow-x' || property === 'overflow-y') values.set('overflow', understood);
  else if (property.startsWith('padding-')) values.set('padding', understood);
  else if (WANTED.has(property)) values.set(property, understood);
}

const SHORTHANDS: ReadonlyMap<string, (values: Values, value: string) => void> = new Map([
  ['background', declareBackground],
  ['font', declareFont],
  ['margin', declareMargins],
  ['all', declareAll],
]);

function declareAll(values: Values): void {
  for (const each of WANTED) values.set(each, 'unsure');
}

function declareBackground(values: Values, value: string): void {
  const picture = /url\(|gradient\(|image|unsure/.test(value);
  values.set('background-image', picture ? 'unsure' : 'none');
  const colour = splitOutside(value, ' ').find((word) => /^(?:#|rgb|hsl|[a-z]+$)/.test(word) && !PLACING.test(word));
  values.set('background-color', picture ? 'unsure' : (colour ?? 'transparent'));
}

const PLACING =
  /^(?:none|no-repeat|repeat|repeat-x|repeat-y|scroll|fixed|local|center|top|bottom|left|right|cover|contain)$/;

/** `0/0 a`, `italic 12px/1.4 Arial`: the size is the first length. */
function declareFont(values: Values, value: string): void {
  const size = /(?:^|\s)(\d*\.?\d+(?:px|pt|pc|em|rem|ex|%|cm|mm|in)?|(?:xx?-)?small|medium|(?:xx?-)?large)(?=[\s/]|$)/;
  values.set('font-size', size.exec(value.replace(/\b[1-9]00\s/, ' '))?.[1] ?? 'unsure');
}

function declareMargins(values: Values, value: string): void {
  const [top = '', right = top, bottom = top, left = right] = value.split(/\s+/);
  for (const [n, side] of [top, right, bottom, left].entries()) {
    const name = SIDES[n];
    if (name !== undefined && name !== 'margin-right') values.set(name, side);
  }
}

/** CSS comments out, `\64 isplay` as it is meant (CSS Syntax §4.3.7). */
function unescaped(css: string): string {
  const plain = css.includes('/*') ? withoutComments(css) : css;
  if (!plain.includes('\\')) return plain;
  return plain.replace(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_, hex: string | undefined, sign: string | undefined) => {
    if (hex === undefined) return sign ?? '';
    const code = Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

export function withoutComments(css: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let open = css.indexOf('/*'); open >= 0; open = css.indexOf('/*', at)) {
    kept.push(css.slice(at, open));
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return kept.join('');
    at = close + 2;
  }
  return kept.join('') + css.slice(at);
}

/** Cut at a sign that stands in no quotes and no brackets. */
export function splitOutside(css: string, separator: string): readonly string[] {
  if (!/["'(]/.test(css)) return css.split(separator);
  const pieces: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < css.length; at++) {
    const sign = css[at];
    if (sign === '"' || sign === "'") {
      const close = css.indexOf(sign, at + 1);
      at = close < 0 ? css.length : close;
    } else if (sign === '(') depth++;
    else if (sign === ')') depth = Math.max(0, depth - 1);
    else if (sign === separator && depth === 0) {
      pieces.push(css.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(css.slice(from));
  return pieces;
}

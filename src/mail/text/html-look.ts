/**
 * How an element looks, as far as its reader sees its text or not: from its style, its attributes and what it inherits.
 * Hidden is what Apple Mail, Thunderbird and the web mails hide; what Outlook alone hides (`mso-hide`) the others show.
 * Where we cannot be sure it is seen, for rules judge what is seen.
 */
import type { Attributes } from './html-attributes.ts';
import { type Colour, type ColourReading, colourOf, sameColour } from './html-colours.ts';
import type { Declarations, Values } from './html-declarations.ts';
import { LINES, UNSEEN } from './html-names.ts';
import type { Matched } from './html-sheet.ts';

export type Look = {
  /** Not shown, whatever its descendants say. */
  readonly gone: boolean;
  readonly invisible: boolean;
  readonly fontPx: number;
  /** `null`: not known. */
  readonly colour: Colour | null;
  readonly background: Colour | null;
  readonly space: 'folded' | 'kept' | 'lines kept';
  /** Off the screen to the left: so many letters, and no more, are out of sight. */
  readonly outside: { left: number } | null;
};

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const LINK: Colour = [0, 0, 238];

export const PLAIN: Look = {
  gone: false,
  invisible: false,
  fontPx: 16,
  colour: BLACK,
  background: WHITE,
  space: 'folded',
  outside: null,
};

/** Smaller letters are none. */
const SMALLEST_PX = 1.5;

export function isHidden(look: Look): boolean {
  if (look.gone || look.invisible || look.fontPx <= SMALLEST_PX) return true;
  if (look.outside !== null && look.outside.left > 0) return true;
  return look.colour !== null && look.background !== null && sameColour(look.colour, look.background);
}

export type Styled = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly inline: Declarations | null;
  /** Of the style sheet, weakest first. */
  readonly rules: readonly Matched[];
};

const UNSURE_VALUE: Readonly<Record<string, string>> = {
  visibility: 'visible',
  display: 'inline',
  'font-size': '16px',
};

/** CSS Cascade 4 §6.1, with what the element's attributes say as the weakest. */
export function valuesOf({ name, attributes, inline, rules }: Styled): Values {
  const values = attributeValues(name, attributes);
  const sure = rules.filter((rule) => rule.sure);
  const layers = [...sure.map(({ declarations }) => declarations.normal), inline?.normal];
  layers.push(...sure.map(({ declarations }) => declarations.important), inline?.important);
  for (const layer of layers) for (const [property, value] of layer ?? []) values.set(property, value);
  for (const { declarations, sure } of rules) {
    if (sure) continue;
    for (const property of [...declarations.normal.keys(), ...declarations.important.keys()])
      values.set(property, UNSURE_VALUE[property] ?? 'unsure');
  }
  return values;
}

const FIELD = new Set(['button', 'input', 'select', 'textarea']);
const UNPAINTED: readonly (readonly [string, string])[] = [
  ['color', 'unsure'],
  ['background-color', 'unsure'],
];
const KEPT: readonly (readonly [string, string])[] = [['white-space', 'pre']];

/** What programs give to an element themselves (WHATWG HTML §15.3); fields they paint and size as they like. */
const OWN_VALUES: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  ['a', [['color', 'link']]],
  ['h1', [['font-size', '2em']]],
  ['h2', [['font-size', '1.5em']]],
  ...['pre', 'listing', 'xmp', 'plaintext'].map((name) => [name, KEPT] as const),
  ...['mark', 'option', 'optgroup'].map((name) => [name, UNPAINTED] as const),
  ...[...FIELD].map((name) => [name, [...UNPAINTED, ['font-size', '13px'], ['text-indent', '0']]] as const),
  ['textarea', [...UNPAINTED, ['font-size', '13px'], ['text-indent', '0'], ...KEPT]],
]);

/** Elsewhere no program heeds `bgcolor`. */
const PAPERED = /^(?:body|table|thead|tbody|tfoot|tr|td|th)$/;

function attributeValues(name: string, attributes: Attributes): Values {
  const values: Values = new Map(OWN_VALUES.get(name));
  if (attributes.has('hidden')) values.set('display', 'none');
  const colour = attributes.get(name === 'body' ? 'text' : 'color');
  if (colour !== undefined && (name === 'font' || name === 'body')) values.set('color', colour);
  if (name === 'font' && attributes.has('size')) values.set('font-size', '13px');
  const paper = attributes.get('bgcolor');
  if (paper !== undefined && PAPERED.test(name)) values.set('background-color', paper);
  if (attributes.has('background')) values.set('background-image', 'unsure');
  return values;
}

type Looking = { readonly name: string; readonly values: Values; readonly foreign: boolean };

export function lookOf({ name, values, foreign }: Looking, parent: Look): Look {
  if (!foreign) return UNSEEN.has(name) ? { ...parent, gone: true } : lookInPage(values, parent, name);
  // Drawings have paints of their own, and do not know `hidden`.
  return { ...lookInPage(values, parent, name), gone: parent.gone, colour: null };
}

function lookInPage(values: Values, parent: Look, name: string): Look {
  if (values.size === 0) return name === 'table' ? onTable(parent) : parent;
  const fontPx = fontSize(values.get('font-size'), parent.fontPx);
  const look = {
    gone: parent.gone || isGone(values, name),
    invisible: visibility(values.get('visibility'), parent.invisible),
    fontPx,
    colour: colour(values, parent),
    background: background(values, parent),
    space: space(values.get('white-space'), parent.space),
    outside: outside(values, fontPx) ?? (FIELD.has(name) ? null : parent.outside),
  };
  return name === 'table' ? onTable(look) : look;
}

/** In quirks mode a table does not inherit size and colour (Quirks Mode §3.3): what was hidden by them may show in it. */
function onTable(look: Look): Look {
  const { colour, background, fontPx } = look;
  const painted = colour !== null && background !== null && sameColour(colour, background);
  return painted || fontPx <= SMALLEST_PX
    ? { ...look, colour: painted ? null : colour, fontPx: Math.max(fontPx, 16) }
    : look;
}

function visibility(value: string | undefined, inherited: boolean): boolean {
  if (value === undefined || value === 'inherit') return inherited;
  return value === 'hidden' || value === 'collapse';
}

function space(value: string | undefined, inherited: Look['space']): Look['space'] {
  if (value === undefined || value === 'inherit') return inherited;
  if (value === 'pre-line') return 'lines kept';
  return /^(?:pre|pre-wrap|break-spaces|-moz-pre-wrap)$/.test(value) ? 'kept' : 'folded';
}

function colour(values: Values, parent: Look): Colour | null {
  const value = values.get('color');
  if (values.has('text-paint')) return null;
  if (value === undefined || value === 'inherit' || value === 'currentcolor') return parent.colour;
  if (value === 'link') return LINK;
  const read = colourOf(value);
  // Clear letters are as good as letters in the colour of the paper.
  return read === 'clear' ? (background(values, parent) ?? parent.background) : known(read);
}

function background(values: Values, parent: Look): Colour | null {
  const picture = values.get('background-image');
  if (picture !== undefined && picture !== 'none' && picture !== 'initial') return null;
  const value = values.get('background-color');
  if (value === undefined || value === 'initial' || value === 'none') return parent.background;
  if (value === 'inherit') return parent.background;
  const read = colourOf(value);
  return read === 'clear' ? parent.background : known(read);
}

function known(read: ColourReading): Colour | null {
  return typeof read === 'string' ? null : read;
}

const UNITS: Readonly<Record<string, number>> = {
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  rem: 16,
  '': 1,
};

function fontSize(value: string | undefined, inherited: number): number {
  if (value === undefined || value === 'inherit') return inherited;
  const [, amount, unit = ''] = /^(\d{0,6}\.?\d{1,6})\s*([a-z%]{0,4})$/.exec(value) ?? [];
  if (amount === undefined) return value === 'smaller' ? inherited * 0.83 : value === 'larger' ? inherited * 1.2 : 16;
  const number = Number.parseFloat(amount);
  if (number === 0) return 0;
  if (unit === 'em') return number * inherited;
  if (unit === 'ex') return (number * inherited) / 2;
  if (unit === '%') return (number * inherited) / 100;
  const px = UNITS[unit];
  return px === undefined ? 16 : number * px;
}

/** In pixels; `null` where it is none, or hangs on what we do not know. */
function lengthOf(value: string | undefined): number | null {
  const [, amount = '', unit = ''] = /^(-?\d{0,6}\.?\d{1,6})\s*([a-z]{0,3})$/.exec(value ?? '') ?? [];
  if (amount === '') return null;
  const number = Number.parseFloat(amount);
  if (number === 0) return 0;
  const px = unit === 'em' ? 16 : UNITS[unit];
  return px === undefined ? null : number * px;
}

function isGone(values: Values, name: string): boolean {
  if (values.get('display') === 'none') return true;
  const opacity = values.get('opacity') ?? '';
  if (/^[\d.]{1,20}%?$/.test(opacity) && Number.parseFloat(opacity) <= (opacity.endsWith('%') ? 2 : 0.02)) return true;
  return isClosedBox(values, name) || isClipped(values);
}

/** Cells grow with what is in them, programs size fields and their choices, and lists have room for their signs. */
const NO_BOX =
  /^(?:table|tbody|thead|tfoot|tr|td|th|caption|button|input|select|textarea|option|optgroup|object|ol|ul|menu|dir|fieldset)$/;

/** A box without extent that shows nothing beyond itself. Inline text takes no height from a style. */
function isClosedBox(values: Values, name: string): boolean {
  if (!/^(?:hidden|clip)$/.test(values.get('overflow') ?? '')) return false;
  const display = values.get('display') ?? (LINES.has(name) ? 'block' : 'inline');
  const floats = /^(?:left|right)$/.test(values.get('float') ?? '') || isPlaced(values);
  const box = floats || /^(?:block|inline-block|flex|inline-flex|grid|list-item|flow-root)$/.test(display);
  if (!box || NO_BOX.test(name)) return false;
  // Letters show in the padding.
  if (isOpen(values, 'padding') || isOpen(values, 'min-height') || isOpen(values, 'min-width')) return false;
  return ['height', 'max-height', 'width', 'max-width'].some((each) => {
    const extent = lengthOf(values.get(each));
    return extent !== null && extent >= 0 && extent <= 1;
  });
}

function isOpen(values: Values, property: string): boolean {
  const value = values.get(property);
  return value !== undefined && !/^(?:0[a-z%]{0,3}\s?){1,4}$/.test(value);
}

function isPlaced(values: Values): boolean {
  return /^(?:absolute|fixed)$/.test(values.get('position') ?? '');
}

function isClipped(values: Values): boolean {
  const path = /^inset\((\d{1,6})%/.exec(values.get('clip-path') ?? '');
  if (path !== null && Number(path[1]) >= 50) return true;
  const corners = /^rect\(([^)]{1,80})\)/.exec(values.get('clip') ?? '')?.[1];
  if (corners === undefined || !isPlaced(values)) return false;
  const [top, right, bottom, left] = corners
    .trim()
    .split(/[\s,]+/)
    .map((each) => lengthOf(each));
  const narrow = (near?: number | null, far?: number | null) =>
    typeof near === 'number' && typeof far === 'number' && far - near <= 1;
  return narrow(top, bottom) || narrow(left, right);
}

/** Beyond this nothing is still on the screen. */
const FAR_PX = -900;

/** A long line comes back on the screen: a letter is at most as wide as high. */
function outside(values: Values, fontPx: number): Look['outside'] {
  const aside = isPlaced(values)
    ? [values.get('left'), values.get('top'), values.get('text-indent')]
    : [values.get('text-indent')];
  const far = aside.map(lengthOf).find((px) => px !== null && px <= FAR_PX);
  return typeof far === 'number' ? { left: Math.floor(-far / Math.max(fontPx, 8)) } : null;
}

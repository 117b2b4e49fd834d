/** Colours as styles write them, and whether two are so near that nobody tells letters from paper. */

export type Colour = readonly [red: number, green: number, blue: number];

/** `unknown`: nothing can be said about it, so nothing is hidden by it. */
export type ColourReading = Colour | 'clear' | 'unknown';

/** HTML's sixteen, those near white or black, and what Outlook calls its window. */
const NAMED: Readonly<Record<string, string>> = {
  aliceblue: 'f0f8ff',
  aqua: '00ffff',
  azure: 'f0ffff',
  beige: 'f5f5dc',
  black: '000000',
  blue: '0000ff',
  canvas: 'ffffff',
  canvastext: '000000',
  cornsilk: 'fff8dc',
  darkblue: '00008b',
  darkgray: 'a9a9a9',
  darkgrey: 'a9a9a9',
  darkred: '8b0000',
  dimgray: '696969',
  floralwhite: 'fffaf0',
  fuchsia: 'ff00ff',
  gainsboro: 'dcdcdc',
  ghostwhite: 'f8f8ff',
  gray: '808080',
  green: '008000',
  grey: '808080',
  honeydew: 'f0fff0',
  ivory: 'fffff0',
  lavenderblush: 'fff0f5',
  lemonchiffon: 'fffacd',
  lightcyan: 'e0ffff',
  lightgray: 'd3d3d3',
  lightgrey: 'd3d3d3',
  lightyellow: 'ffffe0',
  lime: '00ff00',
  linen: 'faf0e6',
  maroon: '800000',
  mintcream: 'f5fffa',
  navy: '000080',
  oldlace: 'fdf5e6',
  olive: '808000',
  orange: 'ffa500',
  purple: '800080',
  red: 'ff0000',
  seashell: 'fff5ee',
  silver: 'c0c0c0',
  snow: 'fffafa',
  teal: '008080',
  white: 'ffffff',
  whitesmoke: 'f5f5f5',
  window: 'ffffff',
  windowtext: '000000',
  yellow: 'ffff00',
};

/** Of 255; the eye needs more between letters and paper. */
const INDISTINCT = 12;

export function sameColour(one: Colour, other: Colour): boolean {
  return one.every((part, n) => Math.abs(part - (other[n] ?? 0)) <= INDISTINCT);
}

export function colourOf(written: string): ColourReading {
  const value = written.trim().toLowerCase();
  if (value === 'transparent') return 'clear';
  const hex = Object.hasOwn(NAMED, value) ? NAMED[value] : /^#?([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex !== undefined) return hexColour(hex);
  const call = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(value);
  return call === null ? 'unknown' : calledColour(call[1] ?? '', (call[2] ?? '').split(/[\s,/]+/).filter(Boolean));
}

function hexColour(hex: string): ColourReading {
  const long = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  const parts = [0, 2, 4, 6].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
  if (long.length !== 6 && long.length !== 8) return 'unknown';
  return opaque([parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0], long.length === 8 ? (parts[3] ?? 0) / 255 : 1);
}

function calledColour(kind: string, parts: readonly string[]): ColourReading {
  const alpha = parts[3] === undefined ? 1 : amount(parts[3], 1);
  if (kind === 'rgb') {
    const [red, green, blue] = parts.map((part) => amount(part, 255));
    return red === undefined || green === undefined || blue === undefined
      ? 'unknown'
      : opaque([red, green, blue], alpha);
  }
  // Of hue and saturation nothing is left at both ends of lightness.
  const lightness = amount(parts[2] ?? '', 100);
  if (lightness >= 99.5) return opaque([255, 255, 255], alpha);
  return lightness <= 0.5 ? opaque([0, 0, 0], alpha) : opaque('unknown', alpha);
}

function amount(part: string, whole: number): number {
  const value = Number.parseFloat(part);
  return part.endsWith('%') ? (value * whole) / 100 : value;
}

function opaque(colour: Colour | 'unknown', alpha: number): ColourReading {
  if (alpha <= 0.03) return 'clear';
  const whole = colour === 'unknown' || colour.every((part) => Number.isFinite(part));
  return alpha >= 0.97 && whole ? colour : 'unknown';
}

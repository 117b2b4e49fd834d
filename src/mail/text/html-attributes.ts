/** The attributes of a start tag that bear on what is seen and on who speaks; all others are passed over. */
import { decodeHTMLAttribute } from 'entities';

export type Attributes = ReadonlyMap<string, string>;

const WANTED = new Set(
  'align alt background bgcolor border cite class color data-marker dir hidden height id name placeholder size style text type value width wrap'.split(
    ' ',
  ),
);

/** WHATWG HTML §13.2.5.32–40: a name begins with whatever stands there, even `=`. */
const ATTRIBUTE =
  /[ \t\n\f/]*([^ \t\n\f/][^ \t\n\f/=]*)(?:[ \t\n\f]*=[ \t\n\f]*(?:"([^"]*)"|'([^']*)'|([^ \t\n\f]*)))?/y;

const NONE: Attributes = new Map();

/** Of two with one name the first counts. */
export function attributesOf(markup: string): Attributes {
  if (markup === '' || markup === '/') return NONE;
  const found = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  for (let match = ATTRIBUTE.exec(markup); match !== null; match = ATTRIBUTE.exec(markup)) {
    const [, written = '', double, single, bare] = match;
    const name = written.length <= 11 ? written.toLowerCase() : '';
    if (!WANTED.has(name) || found.has(name)) continue;
    const value = double ?? single ?? bare ?? '';
    found.set(name, value.includes('&') ? decodeHTMLAttribute(value) : value);
  }
  return found;
}

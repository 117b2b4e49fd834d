/**
 * Places in a page's source where a paragraph of ours may stand between two of its blocks, and how deep each lies.
 * Only a first look: whether our words are seen there, and where, is found by reading the page with them in it.
 */
import { contentOf, VOID } from '../text/html-names.ts';
import { readTokens } from '../text/html-tokens.ts';

/** `at`: in the source with LF line ends. `end`: the page's own end. */
export type Opening = { readonly at: number; readonly depth: number; readonly end: boolean };

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

const BLOCKS = named(
  'address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main ol p pre section table ul',
);
/** A paragraph of ours would end these, or not be shown in them. */
const CLOSED = named(
  'head title style script svg math select option textarea button a dl ol ul table tbody thead tfoot tr colgroup caption iframe object',
);
/** Text in these is cut in two by a paragraph; a block within ends the first by itself. */
const WORDS_ALONE = named('p h1 h2 h3 h4 h5 h6 pre');
const MOST_OPENINGS = 60_000;
const DEEPEST = 300;

/** An element that is open, and what it makes of the place inside it. */
type Open = {
  readonly name: string;
  /** A paragraph may stand here. */
  readonly roomy: boolean;
  /** The same, if a link that nobody ended did not count. */
  readonly takesAll: boolean;
  /** Words here are one line or paragraph. */
  readonly inWords: boolean;
  /** Where the paragraph stands that a block ends; -1: none. */
  readonly paragraph: number;
};

type Scan = {
  readonly found: Opening[];
  readonly open: Open[];
  tag: string;
  /** Where the page's body begins if no tag says so; `null` where one does. */
  start: number | null;
};

const NOTHING_OPEN: Open = { name: '', roomy: true, takesAll: true, inWords: false, paragraph: -1 };

/** `html` with LF line ends. In order; none behind the first 60,000 but the end of the source. */
export function openingsIn(html: string): readonly Opening[] {
  const scan: Scan = { found: [], open: [], tag: '', start: 0 };
  readTokens(html, {
    open: (name) => {
      scan.tag = name;
      return contentOf(name);
    },
    close: (name) => {
      scan.tag = `/${name}`;
    },
    text: () => {},
    comment: () => {},
    isForeign: () => false,
    lost: () => {},
    passed: (from, to) => {
      if (scan.start === 0 && /^<!doctype/i.test(html.slice(from, from + 9))) scan.start = to;
      pass(scan, from, to);
    },
  });
  const start: readonly Opening[] = scan.start === null ? [] : [{ at: scan.start, depth: 0, end: false }];
  if (inner(scan.open).takesAll) scan.found.push({ at: html.length, depth: 0, end: true });
  return [...start, ...scan.found];
}

function pass(scan: Scan, from: number, to: number): void {
  const { tag } = scan;
  scan.tag = '';
  if (tag === '') return;
  if (/^\/?(?:html|head|body)$/.test(tag)) passRoot(scan, tag, { from, to });
  else if (tag.startsWith('/')) leave(scan.open, tag.slice(1));
  else enter(scan, tag, { from, to });
}

function passRoot(scan: Scan, tag: string, { from, to }: { readonly from: number; readonly to: number }): void {
  if (tag === 'html' || tag === '/head') scan.start = to;
  if (tag === 'head' || tag === 'body') scan.start = null;
  if (tag === 'body') add(scan, { at: to, depth: 0, end: false });
  if (tag.startsWith('/') && tag !== '/head' && inner(scan.open).takesAll) add(scan, { at: from, depth: 0, end: true });
}

function enter(scan: Scan, tag: string, { from, to }: { readonly from: number; readonly to: number }): void {
  const { open } = scan;
  if (BLOCKS.has(tag)) {
    const { paragraph } = inner(open);
    // A block ends a paragraph before it.
    if (paragraph >= 0) open.length = paragraph;
    if (inner(open).roomy) add(scan, { at: from, depth: open.length, end: false });
  }
  const { roomy, inWords } = inner(open);
  if (tag === 'br' && roomy && !inWords) add(scan, { at: to, depth: open.length, end: false });
  if (!VOID.has(tag) && open.length < DEEPEST) open.push(opened(tag, inner(open), open.length));
}

function inner(open: readonly Open[]): Open {
  return open.at(-1) ?? NOTHING_OPEN;
}

function opened(name: string, around: Open, at: number): Open {
  const cell = name === 'td' || name === 'th';
  if (cell || name === 'li' || name === 'dd')
    return { name, roomy: true, takesAll: true, inWords: around.inWords, paragraph: cell ? -1 : around.paragraph };
  const shut = CLOSED.has(name);
  return {
    name,
    roomy: around.roomy && !shut,
    takesAll: around.takesAll && (!shut || name === 'a'),
    inWords: around.inWords || WORDS_ALONE.has(name),
    paragraph: name === 'p' ? at : around.paragraph,
  };
}

/** The innermost of that name, with all that is open in it; what stands deeper than we follow ends nothing. */
function leave(open: Open[], name: string): void {
  const at = open.findLastIndex((each) => each.name === name);
  if (at >= 0) open.length = at;
}

function add({ found }: Scan, opening: Opening): void {
  if (found.length < MOST_OPENINGS) found.push(opening);
}

/** What browsers know of elements by name (WHATWG HTML §13.1.2, §13.2.4, §15.3): which end which, and which make lines. */
import type { Content } from './html-tokens.ts';

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

export const VOID = named(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);

/** Reopened where a block cuts them off, and ended across blocks. */
export const FORMATTING = named('a b big code em font i nobr s small strike strong tt u');

/** An end tag of another name does not reach past these. */
export const SPECIAL = named(
  'address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp',
);

/** Blocks whose end tag ends whatever is open inside them. */
export const BLOCK = named(
  'address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer form header hgroup listing main menu nav ol pre search section summary ul',
);

/** A paragraph ends where one of these begins. */
export const ENDS_PARAGRAPH = named(
  'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp',
);

/** Before any other what was cut off goes on. */
export const STARTS_ALONE: ReadonlySet<string> = new Set([
  ...ENDS_PARAGRAPH,
  ...named('caption colgroup iframe noembed noframes script style tbody td template textarea tfoot th thead title tr'),
]);

export const HEADING = named('h1 h2 h3 h4 h5 h6');

export const SCOPE = named('applet caption html marquee object select table td template th');
export const PARAGRAPH_SCOPE: ReadonlySet<string> = new Set([...SCOPE, 'button']);
export const LIST_SCOPE: ReadonlySet<string> = new Set([...SCOPE, 'ol', 'ul']);
export const TABLE_SCOPE = named('html table template');

/** Parts of a table: nothing outside one. */
export const TABLE_PART = named('caption col colgroup tbody td tfoot th thead tr');
/** What stands directly in these moves out, before the table. */
export const TABLE_INSIDE = named('colgroup table tbody tfoot thead tr');

/** On lines of their own; with an empty line around those of the second. */
export const LINES = named(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup p plaintext pre search section summary table tbody tfoot thead tr ul xmp',
);
export const SPACED = named('blockquote dl figure h1 h2 h3 h4 h5 h6 listing ol p plaintext pre ul xmp');

/** Not shown, whatever stands in them. */
export const UNSEEN = named('datalist head iframe noembed noframes rp script style template title');

/** In these the text runs to the end tag. A mail program runs no scripts, so `<noscript>` is markup. */
const RAW = named('iframe noembed noframes style xmp');
const RAW_WITH_REFERENCES = named('textarea title');

export function contentOf(name: string): Content {
  if (RAW.has(name)) return 'raw';
  if (RAW_WITH_REFERENCES.has(name)) return 'raw with references';
  return name === 'script' ? 'script' : name === 'plaintext' ? 'the rest' : 'markup';
}

/** HTML that ends a drawing or formula (§13.2.6.5). */
export const ENDS_FOREIGN = named(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);
/** Where HTML goes on inside one. */
export const HTML_IN_FOREIGN = named('annotation-xml desc foreignobject mi mn mo ms mtext title');

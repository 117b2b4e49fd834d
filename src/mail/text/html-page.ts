/**
 * A page read as a mail program reads it: each text with the look that it inherits, each block and cell where it stands.
 * Gives the pieces to set in lines, and what no reader sees. One pass, no recursion but into what Outlook alone shows.
 */

import { begin, beginFormatting, bodyOf, placeOf, reopen } from './html-elements.ts';
import { readConditional } from './html-for-outlook.ts';
import { addHidden, endRun, type HiddenRuns } from './html-hidden.ts';
import { BREAK, GAP, LINE, type Piece, RULE, setInLines } from './html-lines.ts';
import { isHidden, type Look } from './html-look.ts';
import { isAppended, REST } from './html-marks.ts';
import { contentOf, ENDS_FOREIGN, FORMATTING, HTML_IN_FOREIGN, LINES, STARTS_ALONE, VOID } from './html-names.ts';
import { endInForeign, endTag, impliedBy, makeRoom } from './html-order.ts';
import { newRegion } from './html-regions.ts';
import { leaveForeign, type Stack, tableAround, topOf } from './html-stack.ts';
import { NOTHING_SAID, surveyOf } from './html-survey.ts';
import { newTags, readTag, type Tags, wordsOf } from './html-tags.ts';
import { type Content, readTokens, type TokenReader } from './html-tokens.ts';

export type PageReading = { readonly pieces: readonly Piece[]; readonly hidden: readonly string[] };

type Page = {
  readonly stack: Stack;
  readonly tags: Tags;
  readonly hidden: HiddenRuns;
  /** What Outlook alone shows: comments in it are none, and its islands of data no text. */
  readonly forOutlook: boolean;
  /** Outlook on the web said that the letter which is answered comes next. */
  appended: boolean;
  /** The first line end in `<pre>` is not there. */
  skipLineEnd: boolean;
};

export function readPage(html: string, forOutlook = false): PageReading {
  const survey = forOutlook ? NOTHING_SAID : surveyOf(html);
  const tags = newTags(survey.sheet);
  const body = bodyOf(tags, survey.body);
  const stack: Stack = {
    open: [body],
    named: new Map(),
    beyond: new Map(),
    formatting: [],
    cutOff: false,
    searched: 0,
    reopened: 0,
    formOpen: false,
    lost: false,
  };
  const hidden: HiddenRuns = { runs: [], current: '' };
  const page = { stack, tags, hidden, forOutlook, appended: false, skipLineEnd: false };
  readTokens(html, readerOf(page));
  endRun(hidden);
  return { pieces: body.sink, hidden: hidden.runs };
}

function readerOf(page: Page): TokenReader {
  return {
    open: (name, markup, selfClosing) => startTag(page, { name: name === 'image' ? 'img' : name, markup, selfClosing }),
    close: (name) => closeTag(page, name),
    text: (text) => addText(page, text),
    comment: (text) => addComment(page, text),
    isForeign: () => isForeign(page),
    lost: (markup) => addLost(page, markup),
  };
}

function isForeign({ stack }: Page): boolean {
  const { foreign, name } = topOf(stack);
  return foreign && !HTML_IN_FOREIGN.has(name);
}

type Start = { readonly name: string; readonly markup: string; readonly selfClosing: boolean };

function startTag(page: Page, start: Start): Content {
  const { stack, tags } = page;
  const { name, markup } = start;
  page.skipLineEnd = name === 'pre' || name === 'listing' || name === 'textarea';
  if (name === 'html' || name === 'body' || name === 'head' || name === 'frameset' || name === 'frame') return 'markup';
  if (isForeign(page)) {
    if (!ENDS_FOREIGN.has(name)) return startForeign(page, start);
    leaveForeign(stack);
  }
  if (name === 'svg' || name === 'math') return startForeign(page, start);
  if (!makeRoom(stack, name)) return 'markup';
  const tag = readTag(tags, name, markup);
  if (VOID.has(name)) return addVoid(page, name, markup);
  if (!STARTS_ALONE.has(name)) reopen(stack, tags);
  for (const implied of impliedBy(stack, name)) begin(stack, tags, readTag(tags, implied, ''));
  if (isAppended(tag.attributes)) page.appended = true;
  if (FORMATTING.has(name)) beginFormatting(stack, tags, tag);
  else {
    const open = begin(stack, tags, tag);
    // Outlook's islands of data.
    if (page.forOutlook && name === 'xml') open.look = { ...open.look, gone: true };
  }
  return contentOf(name);
}

function startForeign({ stack, tags }: Page, { name, markup, selfClosing }: Start): Content {
  if (!selfClosing) begin(stack, tags, readTag(tags, name, markup), { foreign: true });
  return 'markup';
}

function addVoid(page: Page, name: string, markup: string): Content {
  const { stack, tags } = page;
  const tag = readTag(tags, name, markup);
  if (name !== 'br' && name !== 'hr' && name !== 'img' && name !== 'input') return 'markup';
  const { look, sink } = placeOf(stack, tags, tag);
  if (look.gone) addHidden(page.hidden, wordsOf(tag));
  else if (name === 'br') sink.push(BREAK);
  else if (name === 'hr') addRule(page, sink);
  else addWords(page, wordsOf(tag), look, sink);
  return 'markup';
}

function addRule(page: Page, sink: Piece[]): void {
  sink.push(RULE);
  if (page.appended) sink.push({ kind: 'opens', region: newRegion(REST) });
  page.appended = false;
}

function closeTag({ stack }: Page, name: string): void {
  const beyond = stack.beyond.get(name) ?? 0;
  if (beyond > 0) {
    stack.beyond.set(name, beyond - 1);
    if (LINES.has(name)) topOf(stack).sink.push(LINE);
    return;
  }
  const left = topOf(stack).foreign ? endInForeign(stack, name) : endTag(stack, name);
  const { look, sink } = topOf(stack);
  if (left !== 'nothing' && !look.gone) sink.push(left === 'break' ? BREAK : GAP);
}

function addText(page: Page, text: string): void {
  const { stack } = page;
  const { name } = topOf(stack);
  if (name === 'script' || name === 'style') return;
  const shown = page.skipLineEnd && text.startsWith('\n') ? text.slice(1) : text;
  page.skipLineEnd = false;
  const table = tableAround(stack);
  if (table !== null && isBlank(text)) return;
  if (contentOf(name) === 'markup') reopen(stack, page.tags);
  // Text in a table and in no cell stands before the table.
  if (table === null) addWords(page, shown, topOf(stack).look, topOf(stack).sink);
  else addWords(page, shown, table.base?.look ?? table.look, table.before);
}

function isBlank(text: string): boolean {
  return !/[^ \t\n\f]/.test(text);
}

function addWords(page: Page, text: string, look: Look, sink: Piece[]): void {
  if (!page.stack.lost && isHidden(look)) {
    if (look.outside !== null) look.outside.left -= text.length;
    addHidden(page.hidden, text);
    return;
  }
  if (!isBlank(text)) {
    endRun(page.hidden);
    page.appended = false;
  }
  sink.push(look.space === 'folded' ? text : { kind: look.space === 'kept' ? 'kept' : 'lines kept', text });
}

function addComment({ stack, hidden, forOutlook }: Page, comment: string): void {
  if (forOutlook) return;
  const read = readConditional(comment);
  if (read.kind === 'mark') return;
  endRun(hidden);
  const { look, sink } = topOf(stack);
  if (read.kind === 'none') addHidden(hidden, comment);
  else {
    const text = setInLines(readPage(read.markup, true).pieces).text;
    if (read.kind === 'unseen' || isHidden(look)) addHidden(hidden, text);
    else if (/[\p{L}\p{N}]/u.test(text)) sink.push({ kind: 'aside', text });
  }
  endRun(hidden);
}

/** A tag that nothing ends swallows the rest of a letter in every browser. */
function addLost({ hidden }: Page, markup: string): void {
  endRun(hidden);
  addHidden(hidden, markup);
}

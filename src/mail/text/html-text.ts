/**
 * HTML → the text that a reader sees, by one linear pass: tags out, blocks on lines of their own, entities decoded,
 * white space folded. Blind, so far, to what styles hide or reveal; scripts, styles and comments are nobody's text.
 */
import { decodeEntities } from './entities.ts';
import type { SeenText } from './seen.ts';

const BLOCK =
  /^(address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|td|th|tr|ul)$/;
const SILENT = /^(script|style|title|template)$/;

/** Something that programs put around what they quote: until regions are told apart, all of the text behind it. */
const QUOTES =
  /<blockquote\b|gmail_quote|divRplyFwdMsg|appendonsend|moz-cite-prefix|moz-forward-container|OLK_SRC_BODY_SECTION|type="?cite/i;

export function seenInHtml(html: string): SeenText {
  const text = htmlText(html);
  const mark = QUOTES.exec(html)?.index;
  const from = mark === undefined ? text.length : Math.min(text.length, htmlText(html.slice(0, mark)).length);
  return { text, hidden: [], regions: mark === undefined ? [] : [{ kind: 'quote', from, to: text.length }] };
}

function htmlText(html: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < html.length) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? html.length : tag;
    if (end > at) pieces.push(decodeEntities(html.slice(at, end).replace(/[ \t\r\n\f]+/g, ' ')));
    if (tag < 0) break;
    at = pastTag(html, tag, pieces);
  }
  return tidied(pieces.join(''));
}

/** Gives where the text goes on, and leaves in `pieces` what the tag means to the eye. */
function pastTag(html: string, tag: number, pieces: string[]): number {
  if (html.startsWith('<!--', tag)) return after(html, '-->', tag + 4);
  const name = /^<\/?([a-z][^\s/>]{0,30})/i.exec(html.slice(tag, tag + 34))?.[1]?.toLowerCase();
  // `a < b` is text, as in every browser.
  if (name === undefined && !/^<[/!?]/.test(html.slice(tag, tag + 2))) {
    pieces.push('<');
    return tag + 1;
  }
  const next = tagEnd(html, tag + 1);
  if (name === 'br') pieces.push('\n');
  else if (name !== undefined && BLOCK.test(name)) pieces.push('\n');
  const silent = name !== undefined && html.charAt(tag + 1) !== '/' && SILENT.test(name);
  return silent ? after(html, `</${name}`, next) : next;
}

/** The byte after `>`, quoted attribute values skipped. */
function tagEnd(html: string, start: number): number {
  const finder = /[>"']/g;
  finder.lastIndex = start;
  for (let found = finder.exec(html); found; found = finder.exec(html)) {
    if (found[0] === '>') return found.index + 1;
    if (html.charAt(found.index - 1) !== '=') continue;
    const close = html.indexOf(found[0], found.index + 1);
    if (close < 0) return html.length;
    finder.lastIndex = close + 1;
  }
  return html.length;
}

/** A comment or script that nothing closes swallows the rest, as in a browser. */
function after(html: string, mark: string, start: number): number {
  const found = mark.startsWith('</') ? closing(html, mark, start) : html.indexOf(mark, start);
  return found < 0 ? html.length : found + (mark.startsWith('</') ? 0 : mark.length);
}

function closing(html: string, mark: string, start: number): number {
  const finder = new RegExp(mark, 'gi');
  finder.lastIndex = start;
  return finder.exec(html)?.index ?? -1;
}

function tidied(text: string): string {
  const lines = text
    .replace(/\u00a0/g, ' ')
    .replace(/ {2,}/g, ' ')
    .split('\n')
    .map((line) => line.trim());
  const kept = lines.filter((line, n) => line !== '' || lines[n - 1] !== '');
  return kept.join('\n').trim();
}

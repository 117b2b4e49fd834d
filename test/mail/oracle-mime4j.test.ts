/** The structure of each message of mime4j's test suite, against the parse that mime4j expects of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explained } from './explained-differences.ts';
import { decoded, folded, looseText, type Node, treeOf } from './mime-tree.ts';

const folder = join(resolve(process.env.POSTROOM_SHARED ?? '../shared'), 'corpus/parsers/mime4j');

/** An element of `NAME_decoded.xml`: a message, part or multipart, or a text. */
type Element = { readonly name: string; readonly attribute: string; readonly inner: Element[]; text: string };

function readXml(xml: string): Element {
  const root: Element = { name: '', attribute: '', inner: [], text: '' };
  const open: Element[] = [root];
  for (const [, close, name, attribute, text] of xml.matchAll(/<(\/?)([a-z-]+)(?: name="([^"]*)"\/)?>|([^<]+)/g)) {
    const top = open.at(-1) ?? root;
    if (text !== undefined) top.text += unescaped(text);
    else if (close) open.pop();
    else {
      const element: Element = { name: name ?? '', attribute: attribute ?? '', inner: [], text: '' };
      top.inner.push(element);
      if (attribute === undefined) open.push(element);
    }
  }
  return root.inner[0] ?? root;
}

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => SIGNS[name] ?? '');
}
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function within(element: Element, name: string): readonly Element[] {
  return element.inner.filter((each) => each.name === name);
}

/** What of one message or part is otherwise than mime4j says. */
function differences(ours: Node, theirs: Element, at: string): readonly string[] {
  const fields = (within(theirs, 'header')[0]?.inner ?? []).map(({ text }) => asField(text));
  const body = theirs.inner.find(({ name }) => name !== 'header');
  return [
    ...(JSON.stringify(fields) === JSON.stringify(ours.fields) ? [] : [`${at} fields`]),
    ...bodyDifferences(ours, body, at),
  ];
}

function bodyDifferences(ours: Node, body: Element | undefined, at: string): readonly string[] {
  const kind = body?.name === 'message' ? 'letter' : body?.name === 'multipart' ? 'multipart' : 'leaf';
  if (kind !== ours.kind) return [`${at} ${ours.kind}, not ${kind}`];
  if (body === undefined) return [];
  if (kind === 'leaf') return sameBytes(decoded(ours), body) ? [] : [`${at} content`];
  if (kind === 'letter') return ours.parts.flatMap((inner) => differences(inner, body, `${at}/`));
  const parts = within(body, 'body-part');
  if (parts.length !== ours.parts.length) return [`${at} ${ours.parts.length} parts, not ${parts.length}`];
  const around = [
    ...within(body, 'preamble').map((each) => ['before', each] as const),
    ...within(body, 'epilogue').map((each) => ['after', each] as const),
  ].flatMap(([place, { text }]) => (text.trim() === '' ? [] : [place]));
  const loose = JSON.stringify(around) === JSON.stringify(looseText(ours)) ? [] : [`${at} text around its parts`];
  return [...loose, ...ours.parts.flatMap((part, n) => differences(part, parts[n] as Element, `${at}.${n + 1}`))];
}

function asField(text: string): string {
  const colon = text.indexOf(':');
  return `${text.slice(0, colon).trim().toLowerCase()}: ${folded(text.slice(colon + 1).replace(/\r?\n/g, ''))}`;
}

function sameBytes(ours: Buffer, { attribute }: Element): boolean {
  const theirs = readFileSync(join(folder, unescaped(attribute)), 'latin1');
  return theirs.replaceAll('\r\n', '\n') === ours.toString('latin1').replaceAll('\r\n', '\n');
}

describe.skipIf(!existsSync(folder))('what mime4j expects of its messages', () => {
  it('is what we read, but for the differences that the table explains', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.msg'));
    const found = names.flatMap((name) => {
      const theirs = readXml(readFileSync(join(folder, name.replace('.msg', '_decoded.xml')), 'utf8'));
      return differences(treeOf(readFileSync(join(folder, name))), theirs, 'letter').map((what) => `${name}: ${what}`);
    });
    expect(names.length).toBeGreaterThan(30);
    expect(found.sort()).toEqual(explained('mime4j'));
  });
});

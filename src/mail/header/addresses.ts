/**
 * Who stands in an address field: its mailboxes, groups flattened. The address is only ever the addr-spec; a display
 * name may hold another address, in clear or in encoded-words, and changes nothing. A small parser of our own:
 * nodemailer's reads `grp:x@y;` and `a b@x` as what they do not say, and mailparser's re-reads encoded names.
 */

import type { EmailAddress } from '../../../rules/address.ts';
import { readAddress } from '../../../rules/address.ts';
import type { Mailbox } from '../../../rules/letter.ts';
import { type Token, tokenise } from './address-tokens.ts';
import { decodeWords } from './encoded-words.ts';
import { fieldsNamed, type Header } from './headers.ts';

/** `faults`: entries that readers' programs may take for different people. Their mailboxes, if any, are listed too. */
export type AddressList = { readonly mailboxes: readonly Mailbox[]; readonly faults: readonly string[] };

/** The value of one address field, unfolded. Never throws. */
export function readAddressList(value: string): AddressList {
  const { list, comments, open } = tokenise(value);
  const mailboxes: Mailbox[] = [];
  const faults = new Set<string>(open ? ['address-unclosed'] : []);
  const entries = split(list, faults);
  // RFC 822 wrote the name as a comment: `jane@x (Jane Marsh)`. Which of several it names, nobody can tell.
  const aside = entries.length === 1 ? (comments[0] ?? '') : '';
  for (const entry of entries) {
    const { name, addresses, fault } = readEntry(entry);
    for (const address of addresses) mailboxes.push({ name: decodeWords(name || aside).trim(), address });
    if (fault) faults.add(fault);
  }
  return { mailboxes, faults: [...faults] };
}

/** Every instance of the named fields, read as one list (RFC 7103 §7.5). */
export function mailboxesOf(header: Header, ...names: readonly string[]): AddressList {
  const lists = fieldsNamed(header, ...names).map((field) => readAddressList(field.value));
  return { mailboxes: lists.flatMap((list) => list.mailboxes), faults: lists.flatMap((list) => list.faults) };
}

type Walk = {
  readonly entries: Token[][];
  readonly faults: Set<string>;
  entry: Token[];
  /** Between `<` and `>`; in a `route`, commas separate nothing. */
  angle: 'no' | 'opened' | 'route' | 'inside';
  group: boolean;
};

/** RFC 5322 §3.4 address-list, groups flattened; §4.4 lets members be empty. */
function split(list: readonly Token[], faults: Set<string>): readonly (readonly Token[])[] {
  const walk: Walk = { entries: [], faults, entry: [], angle: 'no', group: false };
  for (const token of list) step(walk, token);
  close(walk);
  return walk.entries;
}

function step(walk: Walk, token: Token): void {
  const sign = token.kind === 'sign' ? token.text : '';
  if (sign === ',' && walk.angle !== 'route') close(walk);
  else if (sign === ':' && walk.angle === 'no' && !walk.group) openGroup(walk);
  else if (sign === ';' && walk.angle === 'no') closeGroup(walk);
  else {
    walk.entry.push(token);
    walk.angle = angleAfter(walk.angle, sign);
  }
}

function angleAfter(angle: Walk['angle'], sign: string): Walk['angle'] {
  if (sign === '<') return 'opened';
  if (sign === '>') return 'no';
  // §4.4 obs-route: `<@relay.example,@other.example:jane@x>`.
  if (angle === 'opened') return sign === '@' ? 'route' : 'inside';
  return angle === 'route' && sign === ':' ? 'inside' : angle;
}

function close(walk: Walk): void {
  if (walk.angle !== 'no') walk.faults.add('address-unclosed');
  if (walk.entry.length > 0) walk.entries.push(walk.entry);
  walk.entry = [];
  walk.angle = 'no';
}

/** §3.4 group: what stands before the colon is its name. An address there would be a trick. */
function openGroup(walk: Walk): void {
  if (walk.entry.some(isAt)) walk.faults.add('address-in-group-name');
  walk.entry = [];
  walk.group = true;
}

/** Outside a group some programs separate with semicolons; others read one address only. */
function closeGroup(walk: Walk): void {
  if (!walk.group && walk.entry.length > 0) walk.faults.add('address-semicolon');
  close(walk);
  walk.group = false;
}

type Entry = { readonly name: string; readonly addresses: readonly EmailAddress[]; readonly fault: string | null };

/** §3.4 mailbox: name-addr or addr-spec. */
function readEntry(entry: readonly Token[]): Entry {
  const opens = entry.flatMap((token, at) => (isSign(token, '<') ? [at] : []));
  const first = opens[0];
  if (first === undefined) return readBare(entry);
  const specs = opens.map((at, n) => angleContent(entry, at, opens[n + 1] ?? entry.length));
  const addresses = specs.flatMap((spec) => readSpec(withoutRoute(spec.content)) ?? []);
  const stray = specs.some((spec) => spec.after.length > 0);
  // `<>` or `<clerk>` beside a name names nobody, and nobody reads it otherwise.
  const unread = specs.filter((spec) => looksAddressed(spec.content)).length !== addresses.length;
  const before = entry.slice(0, first);
  // `clerk@council <jane@x>` without quotes: some programs take the one, some the other.
  const other = before.some(isAt) && readSpec(before) !== addresses[0];
  const fault = specs.length > 1 || stray || unread || other ? 'address-unclear' : null;
  return { name: phrase(before), addresses, fault };
}

function readBare(entry: readonly Token[]): Entry {
  const address = readSpec(entry);
  if (address) return { name: '', addresses: [address], fault: null };
  // A name without any address (`undisclosed recipients`) reaches nobody; one with a broken address is doubtful.
  return { name: '', addresses: [], fault: looksAddressed(entry) ? 'address-unclear' : null };
}

/** In clear, quoted, or within encoded-words, where some programs look for it. */
function looksAddressed(entry: readonly Token[]): boolean {
  return decodeWords(phrase(entry)).includes('@');
}

function angleContent(
  entry: readonly Token[],
  open: number,
  end: number,
): { content: readonly Token[]; after: readonly Token[] } {
  const inside = entry.slice(open + 1, end);
  const close = inside.findIndex((token) => isSign(token, '>'));
  return close < 0
    ? { content: inside, after: [] }
    : { content: inside.slice(0, close), after: inside.slice(close + 1) };
}

/** What leads through an obs-route is ignored (§4.4). */
function withoutRoute(spec: readonly Token[]): readonly Token[] {
  const first = spec[0];
  return first && isAt(first) ? spec.slice(spec.findIndex((token) => isSign(token, ':')) + 1) : spec;
}

/** §3.4.1 addr-spec: local-part "@" domain; §4.4 lets white space and comments stand between the words. */
function readSpec(spec: readonly Token[]): EmailAddress | null {
  const at = spec.findIndex(isAt);
  if (at < 1) return null;
  const local = words(spec.slice(0, at), true);
  const domain = words(spec.slice(at + 1), false);
  if (local === null || domain === null) return null;
  const reading = readAddress(`${local}@${domain}`);
  return reading.kind === 'address' ? reading.address : null;
}

/** §4.4 obs-local-part and obs-domain: words with dots between them. Two words without a dot are no address. */
function words(tokens: readonly Token[], local: boolean): string | null {
  let text = '';
  let wordBefore = false;
  for (const token of tokens) {
    const dot = isSign(token, '.');
    if (!dot && (token.kind === 'sign' || wordBefore)) return null;
    // RFC 2047 §5: no encoded-word may stand in an addr-spec.
    if (!dot && token.text.startsWith('=?')) return null;
    if (token.kind === (local ? 'literal' : 'quoted')) return null;
    text += token.kind === 'quoted' ? quote(token.text) : token.text;
    wordBefore = !dot;
  }
  // A dot may end a domain (the root), nothing more.
  return text === '' || text.startsWith('.') ? null : text;
}

/** `"jane"@x` and `jane@x` are one mailbox (RFC 5321 §4.1.2); quotes stay only where they are needed. */
function quote(text: string): string {
  return /^[^\s"(),:;<>@[\\\].]+(\.[^\s"(),:;<>@[\\\].]+)*$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The display name (§3.2.5, and dots as §4.1 obs-phrase), white space folded to one space. */
function phrase(tokens: readonly Token[]): string {
  return tokens.map((token, n) => ((tokens[n - 1]?.to ?? token.from) < token.from ? ' ' : '') + token.text).join('');
}

function isAt(token: Token): boolean {
  return isSign(token, '@');
}

function isSign(token: Token, text: string): boolean {
  return token.kind === 'sign' && token.text === text;
}

/** Edits of a part's header when its text changes: as few bytes as can be, every other field as it stands. */
import { readParameters } from '../header/content-type.ts';
import { fieldsNamed, type Header, type HeaderField, scanHeader } from '../header/headers.ts';
import type { Part } from '../parts/structure.ts';
import { CannotAdd, type Edit } from './added-words.ts';

export function headerOf(bytes: Buffer, { header }: Part): Header {
  return scanHeader(bytes.subarray(0, header.to), header.from);
}

/** What was counted or summed over the old bytes. */
export function staleLines(header: Header): readonly Edit[] {
  return fieldsNamed(header, 'content-md5', 'content-length', 'lines').map(({ from, to }) => ({ from, to, text: '' }));
}

/** From now on UTF-8, and `encoding`. */
export function relabelLines(bytes: Buffer, header: Header, encoding: string): readonly Edit[] {
  const type = fieldsNamed(header, 'content-type')[0];
  const encoded = fieldsNamed(header, 'content-transfer-encoding')[0];
  const line = `Content-Transfer-Encoding: ${encoding}\r\n`;
  const missing: string[] = [];
  const edits: Edit[] = [];
  if (type === undefined) missing.push('Content-Type: text/plain; charset=utf-8\r\n');
  else edits.push({ from: type.from, to: type.to, text: inUtf8(bytes, type) });
  if (encoded === undefined) missing.push(line);
  else edits.push({ from: encoded.from, to: encoded.to, text: line });
  const at = type?.to ?? header.end;
  return missing.length === 0 ? edits : [...edits, { from: at, to: at, text: missing.join('') }];
}

/** Without it, nothing that a letter says of its parts counts (RFC 2045 §4). */
export function versionLine(header: Header): string {
  return fieldsNamed(header, 'mime-version').length > 0 ? '' : 'MIME-Version: 1.0\r\n';
}

function inUtf8(bytes: Buffer, { from, to, value }: HeaderField): string {
  const field = bytes.toString('latin1', from, to);
  const charset = /(;\s*charset\s*=[ \t]*)(?:"[^"]*"|[^\s;"()]*)/i;
  const changed = charset.test(field)
    ? field.replace(charset, '$1utf-8')
    : field.replace(/;?\s*$/, '; charset=utf-8\r\n');
  const [before, after] = [
    readParameters(value),
    readParameters(changed.slice(changed.indexOf(':') + 1).replace(/\r\n/g, '')),
  ];
  const same = [...before.parameters].every(
    ([name, said]) => name === 'charset' || after.parameters.get(name) === said,
  );
  if (after.parameters.get('charset') !== 'utf-8' || after.value !== before.value || after.repeated.length > 0 || !same)
    throw new CannotAdd('what it says of its characters cannot be changed safely');
  return changed;
}

/**
 * A letter as Outlook keeps it: properties by number ([MS-OXPROPS]), files beside them. It comes in `winmail.dat`
 * (TNEF) and in saved `.msg` files; what it says is read here for both.
 */
import { readAddress } from '../../../rules/address.ts';
import type { Named } from '../../../rules/letter.ts';
import { decodeCharset } from '../parts/charset.ts';
import { decompressedRtf } from './compressed-rtf.ts';
import { charsetOf, readRtf } from './rtf.ts';
import type { EnclosedHead, Unpacked } from './unpacked.ts';

export type OutlookItem = {
  /** By property number; named ones (0x8000 and above) are left out. */
  readonly properties: Properties;
  readonly recipients: readonly Properties[];
  readonly files: readonly OutlookFile[];
};
export type Properties = ReadonlyMap<number, Property>;
/** `type` of [MS-OXCDATA] §2.11.1, without the flag for several values. */
export type Property = { readonly type: number; readonly value: Buffer };
export type OutlookFile = { readonly properties: Properties; readonly item: OutlookItem | null };

/** Bytes of one letter's rich text, unpacked. */
const MOST_RTF = 8 * 1024 * 1024;
const UNICODE = 0x1f;
const STRING8 = 0x1e;
const TIME = 0x40;
/** 100 ns between 1601 and 1970 ([MS-DTYP] §2.3.3). */
const EPOCH = 116_444_736_000_000_000n;

/** Its texts and files, in that order. */
export function unpackItem(item: OutlookItem): readonly Unpacked[] {
  return [...bodies(item.properties), ...item.files.flatMap(unpackFile)];
}

export function headOf({ properties, recipients }: OutlookItem): EnclosedHead {
  const said = (...ids: readonly number[]) => ids.map((id) => text(properties, id)).find((found) => found !== '') ?? '';
  const author = named(said(0x0042, 0x0c1a), said(0x5d02, 0x5d01, 0x0065, 0x0c1f));
  const listed = recipients.map((each) => named(text(each, 0x3001), text(each, 0x39fe) || text(each, 0x3003)));
  const shown = [said(0x0e04), said(0x0e03)]
    .join(';')
    .split(';')
    .map((name) => named(name, ''));
  return {
    author: isSomebody(author) ? author : null,
    recipients: (listed.length > 0 ? listed : shown).filter(isSomebody),
    date: time(properties.get(0x0039) ?? properties.get(0x0e06)),
    subject: said(0x0037) || null,
    messageId: said(0x1035).replace(/^<|>$/g, '') || null,
    labels: sensitivity(properties),
  };
}

function bodies(properties: Properties): readonly Unpacked[] {
  const plain = text(properties, 0x1000);
  const html = htmlBody(properties);
  const packed = properties.get(0x1009);
  const rtf = packed ? decompressedRtf(packed.value, MOST_RTF) : null;
  const rich = rtf ? readRtf(rtf) : null;
  return [
    ...(plain === '' ? [] : [{ kind: 'text', name: 'body', type: 'text/plain', text: plain } as const]),
    ...(html === '' ? [] : [{ kind: 'text', name: 'body.html', type: 'text/html', text: html } as const]),
    ...(rich === null ? [] : [{ kind: 'text', name: 'body.rtf', type: rich.type, text: rich.text } as const]),
  ];
}

function htmlBody(properties: Properties): string {
  const property = properties.get(0x1013);
  if (property === undefined || property.type === UNICODE || property.type === STRING8) return text(properties, 0x1013);
  return decodeCharset(property.value, charsetOf(number(properties, 0x3fde) ?? 65_001)) ?? '';
}

function unpackFile({ properties, item }: OutlookFile): readonly Unpacked[] {
  const name = text(properties, 0x3707) || text(properties, 0x3704) || text(properties, 0x3001) || null;
  if (item !== null) return [{ kind: 'letter', name, head: headOf(item), within: unpackItem(item) }];
  const bytes = properties.get(0x3701)?.value;
  if (bytes === undefined) return [];
  const contentId = text(properties, 0x3712).replace(/^<|>$/g, '') || null;
  return [{ kind: 'file', name, type: text(properties, 0x370e).trim().toLowerCase(), contentId, bytes }];
}

function text(properties: Properties, id: number): string {
  const property = properties.get(id);
  if (property === undefined) return '';
  const codePage = number(properties, 0x3ffd) ?? 1_252;
  const found =
    property.type === UNICODE
      ? property.value.toString('utf16le', 0, property.value.length & ~1)
      : property.type === STRING8
        ? decodeCharset(property.value, charsetOf(codePage))
        : '';
  return (found ?? '').replace(/\0[\s\S]*$/, '');
}

function number(properties: Properties, id: number): number | null {
  const property = properties.get(id);
  return property !== undefined && property.value.length >= 4 ? property.value.readUInt32LE(0) : null;
}

function time(property: Property | undefined): string | null {
  if (property?.type !== TIME || property.value.length < 8) return null;
  const date = new Date(Number((property.value.readBigUInt64LE(0) - EPOCH) / 10_000n));
  return Number.isNaN(date.getTime()) ? null : date.toUTCString();
}

/** PidTagSensitivity, in the words of the header field of that name (RFC 2156 §5.3.4). */
function sensitivity(properties: Properties): NonNullable<EnclosedHead['labels']> {
  const value = [null, 'Personal', 'Private', 'Company-Confidential'][number(properties, 0x0036) ?? 0];
  return value ? [{ header: 'sensitivity', value }] : [];
}

function named(name: string, address: string): Named {
  const reading = readAddress(address.trim());
  return { name: name.trim(), address: reading.kind === 'address' ? reading.address : null };
}

function isSomebody({ name, address }: Named): boolean {
  return name !== '' || address !== null;
}

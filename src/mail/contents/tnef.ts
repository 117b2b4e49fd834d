/**
 * `winmail.dat`: what Outlook puts into a letter for other Outlooks (TNEF, [MS-OXTNEF]) — its text once more, often
 * its only files, letters within. Every length is checked against the bytes that are there; nothing is checksummed,
 * as no reader's program does.
 */
import type { OutlookItem, Properties, Property } from './outlook-item.ts';

const SIGNATURE = 0x223e9f78;
/** §2.1.3.2: what an attribute says something about. */
const OF_LETTER = 1;
const OF_FILE = 2;
/** Letters in each other, and files of one: beyond, it is told to be unreadable. */
const DEEPEST = 10;
const MOST_FILES = 500;
const MOST_RECIPIENTS = 1_000;

/** Attribute numbers of §2.1.3.3, with their type in the upper half. */
const ATTRIBUTE = {
  subject: 0x00018004,
  body: 0x0002800c,
  properties: 0x00069003,
  beginsFile: 0x00069002,
  fileTitle: 0x00018010,
  fileData: 0x0006800f,
  fileProperties: 0x00069005,
  recipients: 0x00069004,
  codePage: 0x00069007,
} as const;

export function isTnef(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.readUInt32LE(0) === SIGNATURE;
}

/** `null` where it cannot be read to its end. */
export function readTnef(bytes: Buffer, depth = 0): OutlookItem | null {
  if (!isTnef(bytes) || depth >= DEEPEST) return null;
  const item = { properties: new Map<number, Property>(), files: [] as OpenFile[], recipients: [] as Properties[] };
  let whole = true;
  for (let at = 6; at < bytes.length; ) {
    // Some programs leave something behind it; no attribute begins so.
    if (bytes.length - at < 9 || (bytes[at] !== OF_LETTER && bytes[at] !== OF_FILE))
      return whole && at > 6 ? item : null;
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    if (data.length < length || item.files.length > MOST_FILES) return null;
    whole = take(item, bytes.readUInt32LE(at + 1), data, depth) && whole;
    at += 9 + length + 2;
  }
  return whole ? item : null;
}

type OpenFile = { readonly properties: Map<number, Property>; item: OutlookItem | null };
type OpenItem = {
  readonly properties: Map<number, Property>;
  readonly files: OpenFile[];
  readonly recipients: Properties[];
};

/** False where the attribute holds what cannot be read. */
function take(item: OpenItem, attribute: number, data: Buffer, depth: number): boolean {
  const file = item.files.at(-1);
  switch (attribute) {
    case ATTRIBUTE.subject:
      return keep(item.properties, 0x0037, data);
    case ATTRIBUTE.body:
      return keep(item.properties, 0x1000, data);
    case ATTRIBUTE.codePage:
      item.properties.set(0x3ffd, { type: 3, value: data });
      return true;
    case ATTRIBUTE.properties:
      return merge(item.properties, data);
    case ATTRIBUTE.recipients:
      return readRecipients(item, data);
    case ATTRIBUTE.beginsFile:
      item.files.push({ properties: new Map(), item: null });
      return true;
    case ATTRIBUTE.fileTitle:
      return file !== undefined && keep(file.properties, 0x3001, data);
    case ATTRIBUTE.fileData:
      file?.properties.set(0x3701, { type: BINARY, value: data });
      return file !== undefined;
    case ATTRIBUTE.fileProperties:
      return file !== undefined && merge(file.properties, data) && openWithin(file, depth);
    default:
      return true;
  }
}

const STRING8 = 0x1e;
const UNICODE = 0x1f;
const OBJECT = 0x0d;
const BINARY = 0x102;

/** The same in Unicode, among the properties, is better. */
function keep(properties: Map<number, Property>, id: number, value: Buffer): true {
  if (!properties.has(id)) properties.set(id, { type: STRING8, value });
  return true;
}

function merge(into: Map<number, Property>, data: Buffer): boolean {
  const found = readProperties(data);
  for (const [id, property] of found ?? []) into.set(id, property);
  return found !== null;
}

/** PidTagAttachDataObject: after an interface's sixteen bytes, a TNEF of its own for a letter. */
function openWithin(file: OpenFile, depth: number): boolean {
  const data = file.properties.get(0x3701);
  if (data?.type !== OBJECT) return true;
  const inner = data.value.subarray(16);
  if (!isTnef(inner)) {
    file.properties.set(0x3701, { type: BINARY, value: inner });
    return true;
  }
  file.item = readTnef(inner, depth + 1);
  return file.item !== null;
}

type Cursor = { readonly data: Buffer; at: number };

/** §2.1.3.5.1: a list of properties for each. */
function readRecipients({ recipients }: OpenItem, data: Buffer): boolean {
  const cursor: Cursor = { data, at: 0 };
  try {
    for (let count = Math.min(dword(cursor), MOST_RECIPIENTS); count > 0; count--)
      recipients.push(propertyList(cursor));
    return true;
  } catch {
    return false;
  }
}

/** `null` where it ends too soon: a length that leads beyond the end throws, in `bytes` or in `readUInt…`. */
function readProperties(data: Buffer): Properties | null {
  try {
    return propertyList({ data, at: 0 });
  } catch {
    return null;
  }
}

/** §2.1.3.4 MsgPropertyList. */
function propertyList(cursor: Cursor): Properties {
  const found = new Map<number, Property>();
  for (let count = dword(cursor); count > 0; count--) {
    const [type, id] = [word(cursor), word(cursor)];
    if (id >= 0x8000) skipName(cursor);
    const value = readValue(cursor, type);
    if (id < 0x8000 && value !== null) found.set(id, { type: type & 0x0fff, value });
  }
  return found;
}

/** Named by a set and a number or a string. */
function skipName(cursor: Cursor): void {
  cursor.at += 16;
  if (dword(cursor) === 0) cursor.at += 4;
  else bytes(cursor, dword(cursor));
}

/** Of several values the first; they are never a letter's words. */
function readValue(cursor: Cursor, type: number): Buffer | null {
  const kind = type & 0x0fff;
  const variable = [STRING8, UNICODE, OBJECT, BINARY].includes(kind);
  const several = variable || (type & 0x1000) !== 0;
  const count = several ? dword(cursor) : 1;
  if (count > cursor.data.length) throw new RangeError('more values than bytes');
  let first: Buffer | null = null;
  for (let n = 0; n < count; n++) {
    const value = bytes(cursor, variable ? dword(cursor) : sizeOf(kind));
    first ??= value;
  }
  return first;
}

/** [MS-OXCDATA] §2.11.1; what is shorter than four bytes is padded to them. */
function sizeOf(kind: number): number {
  if ([0x05, 0x06, 0x07, 0x14, 0x40].includes(kind)) return 8;
  if (kind === 0x48) return 16;
  return kind === 0x01 ? 0 : 4;
}

function bytes(cursor: Cursor, length: number): Buffer {
  const value = cursor.data.subarray(cursor.at, cursor.at + length);
  if (value.length < length) throw new RangeError('a value beyond the end');
  cursor.at += Math.ceil(length / 4) * 4;
  return value;
}

function dword(cursor: Cursor): number {
  const value = cursor.data.readUInt32LE(cursor.at);
  cursor.at += 4;
  return value;
}

function word(cursor: Cursor): number {
  const value = cursor.data.readUInt16LE(cursor.at);
  cursor.at += 2;
  return value;
}

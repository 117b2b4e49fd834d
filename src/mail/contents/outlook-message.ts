/**
 * A letter that Outlook saved as a file, `.msg` ([MS-OXMSG]): each property of variable length in a stream that is
 * named by its number, those of fixed length together in one, each recipient and file in a storage of its own.
 */
import { readCompoundFile, type Storage } from './compound-file.ts';
import type { OutlookFile, OutlookItem, Properties, Property } from './outlook-item.ts';

const DEEPEST = 10;

/** `null` where it is no such file, or cannot be read to its end. */
export function readOutlookMessage(bytes: Buffer): OutlookItem | null {
  const root = readCompoundFile(bytes);
  // Word and Excel files of old have this form too.
  return root?.streams.has('__properties_version1.0') ? itemIn(root, 32, 0) : null;
}

/** `header`: what stands before the properties of fixed length (§2.4.1): more in a letter than in its files. */
function itemIn(storage: Storage, header: number, depth: number): OutlookItem | null {
  const inner = (name: string) => storage.storages.filter((each) => each.name.startsWith(name));
  const properties = propertiesIn(storage, header);
  const files: OutlookFile[] = [];
  for (const attached of inner('__attach_version1.0_')) {
    const letter = attached.storages.find(({ name }) => name === '__substg1.0_3701000D');
    const item = letter && depth < DEEPEST ? itemIn(letter, 24, depth + 1) : null;
    if (letter && item === null) return null;
    files.push({ properties: withCodePage(propertiesIn(attached, 8), properties), item });
  }
  const recipients = inner('__recip_version1.0_').map((each) => withCodePage(propertiesIn(each, 8), properties));
  return { properties, recipients, files };
}

function propertiesIn({ streams }: Storage, header: number): Properties {
  const found = new Map<number, Property>();
  for (const [name, value] of streams) {
    const match = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$/i.exec(name);
    const id = Number.parseInt(match?.[1] ?? 'ffff', 16);
    if (match && id < 0x8000) found.set(id, { type: Number.parseInt(match[2] ?? '', 16), value });
  }
  const fixed = streams.get('__properties_version1.0') ?? Buffer.alloc(0);
  // §2.4.2: tag, flags, value.
  for (let at = header; at + 16 <= fixed.length; at += 16) {
    const [type, id] = [fixed.readUInt16LE(at), fixed.readUInt16LE(at + 2)];
    if (id < 0x8000 && !found.has(id)) found.set(id, { type, value: fixed.subarray(at + 8, at + 16) });
  }
  return found;
}

const CODE_PAGE = 0x3ffd;

function withCodePage(own: Properties, letter: Properties): Properties {
  const codePage = letter.get(CODE_PAGE);
  return codePage === undefined || own.has(CODE_PAGE) ? own : new Map([...own, [CODE_PAGE, codePage]]);
}

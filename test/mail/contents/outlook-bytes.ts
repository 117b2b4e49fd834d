/** Files of Outlook, byte by byte: `winmail.dat` and `.msg`, small enough to be written by hand. */

/** Property number and what it holds: a text is Unicode, a number a long, bytes are binary. */
export type Values = Readonly<Record<number, string | number | Buffer>>;

export const LETTER = {
  subject: 0x0037,
  sender: 0x0c1a,
  senderAddress: 0x5d01,
  to: 0x0e04,
  messageId: 0x1035,
  sensitivity: 0x0036,
  body: 0x1000,
  html: 0x1013,
  rtf: 0x1009,
  name: 0x3001,
  address: 0x39fe,
  fileName: 0x3707,
  data: 0x3701,
} as const;

/** [MS-OXTNEF]: attributes one behind the other. */
export function winmail(...attributes: readonly (readonly [number, Buffer])[]): Buffer {
  const head = Buffer.from('789f3e220100', 'hex');
  return Buffer.concat([head, ...attributes.map(([tag, data]) => attribute(tag, data))]);
}

export const TNEF = {
  subject: 0x00018004,
  body: 0x0002800c,
  properties: 0x00069003,
  recipients: 0x00069004,
  beginsFile: 0x00069002,
  fileTitle: 0x00018010,
  fileData: 0x0006800f,
  fileProperties: 0x00069005,
} as const;

const FILE_TAGS: ReadonlySet<number> = new Set([TNEF.beginsFile, TNEF.fileTitle, TNEF.fileData, TNEF.fileProperties]);

function attribute(tag: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(FILE_TAGS.has(tag) ? 2 : 1, 0);
  head.writeUInt32LE(tag, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

/** MsgPropertyList: a count, then type, number and value of each. */
export function properties(values: Values): Buffer {
  const entries = Object.entries(values);
  return Buffer.concat([dword(entries.length), ...entries.map(([id, value]) => property(Number(id), value))]);
}

function property(id: number, value: string | number | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([word(0x03), word(id), dword(value)]);
  const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`, 'utf16le') : value;
  const type = typeof value === 'string' ? 0x1f : 0x102;
  return Buffer.concat([word(type), word(id), dword(1), dword(bytes.length), padded(bytes, 4)]);
}

/** An object: a letter of its own within a file's properties. */
export function letterObject(tnef: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(16), tnef]);
  return Buffer.concat([dword(1), word(0x0d), word(0x3701), dword(1), dword(bytes.length), padded(bytes, 4)]);
}

export type Folder = {
  readonly name: string;
  readonly streams: Readonly<Record<string, Buffer>>;
  readonly folders?: readonly Folder[];
};

/** The streams of a letter, or of one of its files ([MS-OXMSG] §2.1.3). `header`: bytes before its fixed properties. */
export function streamsOf(values: Values, header: number): Readonly<Record<string, Buffer>> {
  const entries = Object.entries(values).map(([id, value]) => [Number(id), value] as const);
  const named = entries.flatMap(([id, value]) => {
    if (typeof value === 'number') return [];
    const bytes = typeof value === 'string' ? Buffer.from(value, 'utf16le') : value;
    return [[`__substg1.0_${hex(id)}${typeof value === 'string' ? '001F' : '0102'}`, bytes] as const];
  });
  const fixed = entries.flatMap(([id, value]) =>
    typeof value === 'number' ? [Buffer.concat([word(0x03), word(id), dword(0), dword(value), dword(0)])] : [],
  );
  return { ...Object.fromEntries(named), '__properties_version1.0': Buffer.concat([Buffer.alloc(header), ...fixed]) };
}

/**
 * [MS-CFB], with sectors of 512 bytes and every stream in whole ones: the cut-off for small streams is set to nothing.
 * Its tree of names is a list, each entry the right neighbour of the one before.
 */
export function compoundFile(root: Folder): Buffer {
  const entries: Entry[] = [];
  const sectors: Buffer[] = [];
  const next: number[] = [];
  addEntry({ entries, sectors, next }, root, 5);
  const directory = place({ sectors, next }, Buffer.concat(entries.map(entryBytes)));
  const tables = Math.ceil((next.length + 4) / 128);
  const first = sectors.length;
  for (let n = 0; n < tables; n++) next.push(0xfffffffd);
  const table = Buffer.alloc(tables * 512, 0xff);
  for (const [n, sector] of next.entries()) table.writeUInt32LE(sector, n * 4);
  return Buffer.concat([header(directory, first, tables), ...sectors, table]);
}

type Entry = { name: string; kind: number; right: number; child: number; start: number; size: number };
type Disk = { readonly sectors: Buffer[]; readonly next: number[] };
const NONE = 0xffffffff;
const END = 0xfffffffe;

function addEntry(disk: Disk & { readonly entries: Entry[] }, folder: Folder, kind: number): number {
  const own = { name: folder.name, kind, right: NONE, child: NONE, start: END, size: 0 };
  const at = disk.entries.push(own) - 1;
  const within = [
    ...Object.entries(folder.streams).map(([name, bytes]) => {
      const start = bytes.length === 0 ? END : place(disk, bytes);
      return disk.entries.push({ name, kind: 2, right: NONE, child: NONE, start, size: bytes.length }) - 1;
    }),
    ...(folder.folders ?? []).map((inner) => addEntry(disk, inner, 1)),
  ];
  own.child = within[0] ?? NONE;
  for (const [n, each] of within.entries()) (disk.entries[each] as Entry).right = within[n + 1] ?? NONE;
  return at;
}

/** Where it begins. */
function place({ sectors, next }: Disk, bytes: Buffer): number {
  const start = sectors.length;
  const count = Math.ceil(bytes.length / 512);
  for (let n = 0; n < count; n++) {
    sectors.push(padded(bytes.subarray(n * 512, n * 512 + 512), 512));
    next.push(n + 1 < count ? start + n + 1 : END);
  }
  return start;
}

function entryBytes({ name, kind, right, child, start, size }: Entry): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 0, 62, 'utf16le');
  entry.writeUInt16LE(name.length * 2 + 2, 64);
  entry.writeUInt8(kind, 66);
  for (const [n, value] of [NONE, right, child].entries()) entry.writeUInt32LE(value, 68 + n * 4);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}

function header(directory: number, table: number, tables: number): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write('d0cf11e0a1b11ae1', 0, 'hex');
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(tables, 44);
  bytes.writeUInt32LE(directory, 48);
  bytes.writeUInt32LE(0, 56);
  bytes.writeUInt32LE(END, 60);
  bytes.writeUInt32LE(END, 68);
  bytes.fill(0xff, 76);
  for (let n = 0; n < tables; n++) bytes.writeUInt32LE(table + n, 76 + n * 4);
  return bytes;
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function dword(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function hex(id: number): string {
  return id.toString(16).toUpperCase().padStart(4, '0');
}

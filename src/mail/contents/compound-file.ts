/**
 * The folder-in-a-file in which Outlook saves letters ([MS-CFB]): its storages and streams. Each chain of sectors is
 * walked no further than there are sectors, and the tree of names visits each entry once: a file that points at
 * itself ends.
 */

export type Storage = {
  readonly name: string;
  readonly storages: readonly Storage[];
  readonly streams: ReadonlyMap<string, Buffer>;
};

const MAGIC = 'd0cf11e0a1b11ae1';
const END = 0xfffffffa;
const NONE = 0xffffffff;
const MOST_BYTES = 100 * 1024 * 1024;
const DEEPEST = 40;

type File = {
  readonly bytes: Buffer;
  readonly sector: number;
  readonly next: readonly number[];
};

type Entry = {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
};

export function isCompoundFile(bytes: Buffer): boolean {
  return bytes.length >= 512 && bytes.toString('hex', 0, 8) === MAGIC;
}

/** `null` where it cannot be read. */
export function readCompoundFile(bytes: Buffer): Storage | null {
  if (!isCompoundFile(bytes)) return null;
  try {
    return open(bytes);
  } catch {
    // A place beyond the end.
    return null;
  }
}

function open(bytes: Buffer): Storage | null {
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const file: File = { bytes, sector: 1 << shift, next: [] };
  const whole: File = { ...file, next: allocation(file) };
  const entries = readEntries(chain(whole, bytes.readUInt32LE(48)));
  const root = entries[0];
  if (root === undefined) return null;
  const mini = numbers(chain(whole, bytes.readUInt32LE(60)));
  const small: File = { bytes: chain(whole, root.start), sector: 64, next: mini };
  // Several streams may lie in the same sectors.
  let left = MOST_BYTES;
  const stream = ({ start, size }: Entry) => {
    left -= size;
    if (left < 0) throw new RangeError('streams hold more than they may');
    return size < bytes.readUInt32LE(56) ? chain(small, start, size, 0) : chain(whole, start, size);
  };
  return storageAt({ entries, stream, seen: new Set() }, root, 0);
}

/** §2.3: which sector follows which. Its own sectors are listed in the header, and in a chain from there (§2.5). */
function allocation(file: File): readonly number[] {
  const { bytes, sector } = file;
  const places = numbers(bytes.subarray(76, 512));
  const most = bytes.length / sector;
  for (let at = bytes.readUInt32LE(68), n = 0; at < END && n < most; n++) {
    const listed = numbers(sectorAt(file, at));
    places.push(...listed.slice(0, -1));
    at = listed.at(-1) ?? NONE;
  }
  return places
    .filter((place) => place < END)
    .slice(0, most)
    .flatMap((place) => numbers(sectorAt(file, place)));
}

/** `shift`: one for the header, which the sectors are counted behind; none within the stream of small ones. */
function chain(file: File, start: number, size = Number.POSITIVE_INFINITY, shift = 1): Buffer {
  const pieces: Buffer[] = [];
  const most = Math.ceil(file.bytes.length / file.sector);
  for (let at = start, length = 0; at < END && length < size; at = file.next[at] ?? NONE) {
    if (pieces.length >= most) throw new RangeError('a chain that bites its tail');
    pieces.push(sectorAt(file, at, shift));
    length += file.sector;
  }
  const whole = Buffer.concat(pieces);
  return size < whole.length ? whole.subarray(0, size) : whole;
}

function sectorAt({ bytes, sector }: Pick<File, 'bytes' | 'sector'>, at: number, shift = 1): Buffer {
  const from = (at + shift) * sector;
  if (from >= bytes.length) throw new RangeError('a sector beyond the end');
  return bytes.subarray(from, from + sector);
}

function numbers(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, n) => bytes.readUInt32LE(n * 4));
}

/** §2.6.1. */
function readEntries(bytes: Buffer): readonly Entry[] {
  return Array.from({ length: Math.floor(bytes.length / 128) }, (_, n) => {
    const entry = bytes.subarray(n * 128, n * 128 + 128);
    const name = entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2));
    const [left, right, child] = [entry.readUInt32LE(68), entry.readUInt32LE(72), entry.readUInt32LE(76)];
    return {
      name,
      kind: entry[66] ?? 0,
      left,
      right,
      child,
      start: entry.readUInt32LE(116),
      size: entry.readUInt32LE(120),
    };
  });
}

type Tree = {
  readonly entries: readonly Entry[];
  readonly stream: (entry: Entry) => Buffer;
  readonly seen: Set<number>;
};

const STORAGE = 1;
const STREAM = 2;

function storageAt(tree: Tree, { name, child }: Entry, depth: number): Storage {
  const streams = new Map<string, Buffer>();
  const storages: Storage[] = [];
  const waiting = [child];
  for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
    const entry = tree.entries[n];
    if (entry === undefined || tree.seen.has(n)) continue;
    tree.seen.add(n);
    waiting.push(entry.left, entry.right);
    if (entry.kind === STREAM) streams.set(entry.name, tree.stream(entry));
    if (entry.kind === STORAGE && depth < DEEPEST) storages.push(storageAt(tree, entry, depth + 1));
  }
  return { name, storages, streams };
}

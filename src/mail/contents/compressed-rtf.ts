/**
 * Outlook's compressed RTF ([MS-OXRTFCP]): LZFu, a dictionary of 4 KB that begins with the commonest words of RTF.
 * Never gives more bytes than asked for.
 */

const START =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

const COMPRESSED = 0x75465a4c;
const STORED = 0x414c454d;
const RING = 4_096;

/** `null` where it is none. §2.1.3.1: sizes and kind stand in the first sixteen bytes. */
export function decompressedRtf(packed: Buffer, most: number): Buffer | null {
  if (packed.length < 16) return null;
  const size = packed.readUInt32LE(4);
  if (size > most) return null;
  const kind = packed.readUInt32LE(8);
  if (kind === STORED) return packed.subarray(16, 16 + size);
  return kind === COMPRESSED ? inflated(packed, size) : null;
}

function inflated(packed: Buffer, size: number): Buffer {
  const ring = Buffer.alloc(RING, ' ');
  let at = ring.write(START, 'latin1');
  const out = Buffer.alloc(size);
  let length = 0;
  const give = (byte: number) => {
    out[length++] = byte;
    ring[at] = byte;
    at = (at + 1) % RING;
  };
  for (let from = 16; from < packed.length && length < size; ) {
    const control = packed[from++] ?? 0;
    for (let bit = 0; bit < 8 && length < size && from < packed.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        give(packed[from++] ?? 0);
        continue;
      }
      const token = ((packed[from] ?? 0) << 8) | (packed[from + 1] ?? 0);
      from += 2;
      const start = token >> 4;
      // §2.1.3.1.4: a reference to where the next byte would be written ends it.
      if (start === at) return out.subarray(0, length);
      for (let n = 0; n < (token & 0xf) + 2 && length < size; n++) give(ring[(start + n) % RING] ?? 0);
    }
  }
  return out.subarray(0, length);
}

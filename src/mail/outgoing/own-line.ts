/** A header line of ours among those of a letter. */

/** A header cut off in the middle of a line has that line ended first. */
export function ownLine(bytes: Buffer, at: number, line: string): string {
  return at > 0 && bytes[at - 1] !== 0x0a ? `\r\n${line}\r\n` : `${line}\r\n`;
}

/** Bytes in quoted-printable (RFC 2045 §6.7): no line longer than 76 characters, and none that ends with a space. */

const HEX = '0123456789ABCDEF';
/** One more is the `=` that breaks a line. */
const WIDTH = 75;

/** Line ends are those of CRLF; any other CR or LF is written as a code. */
export function quotedPrintable(bytes: Buffer): string {
  return bytes.toString('latin1').split('\r\n').map(quotedLine).join('\r\n');
}

function quotedLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    const plain =
      (code >= 0x21 && code <= 0x7e && code !== 0x3d) || ((code === 0x20 || code === 0x09) && at < line.length - 1);
    const sign = plain ? line.charAt(at) : `=${HEX[code >> 4]}${HEX[code & 15]}`;
    if (current.length + sign.length > WIDTH) {
      lines.push(`${current}=`);
      current = '';
    }
    current += sign;
  }
  return [...lines, current].join('\r\n');
}

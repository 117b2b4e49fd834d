/** Takes a message of ours apart again, by nothing but the standards: header, boundary, quoted-printable. */

type ReadPart = { readonly header: ReadonlyMap<string, string>; readonly body: string };
export type ReadMessage = ReadPart & { readonly parts: readonly ReadPart[] };

export function readMessage(bytes: Buffer): ReadMessage {
  const whole = readPart(bytes.toString('latin1'));
  const boundary = /boundary="?([^";]+)"?/.exec(whole.header.get('content-type') ?? '')?.[1] ?? '';
  const [, ...rest] = `\r\n${whole.body}`.split(`\r\n--${boundary}`);
  const parts = rest.filter((part) => !part.startsWith('--')).map((part) => readPart(part.slice(2)));
  return { ...whole, parts };
}

/** The decoded body of the part of that type. */
export function partOf(message: ReadMessage, type: string): string {
  const part = message.parts.find(({ header }) => header.get('content-type')?.startsWith(type));
  if (part === undefined) throw new Error(`no ${type} in it`);
  return decoded(part).replace(/\r\n/g, '\n');
}

export function unfolded(bytes: Buffer, field: string): string {
  return readMessage(bytes).header.get(field) ?? '';
}

function readPart(text: string): ReadPart {
  const end = text.indexOf('\r\n\r\n');
  const fields = text
    .slice(0, end)
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
  const header = new Map(fields.map((field) => [name(field), field.slice(field.indexOf(':') + 1).trim()]));
  return { header, body: text.slice(end + 4) };
}

function name(field: string): string {
  return field.slice(0, field.indexOf(':')).toLowerCase();
}

function decoded({ header, body }: ReadPart): string {
  if (header.get('content-transfer-encoding') !== 'quoted-printable')
    return Buffer.from(body, 'latin1').toString('utf8');
  const plain = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString('utf8');
}

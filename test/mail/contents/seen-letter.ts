/** What is read of a letter, in lines that a test can compare: its texts, files, letters within, and oddities. */
import type { Letter } from '../../../rules/letter.ts';
import { readNow } from '../../../src/mail/reading/read-now.ts';
import { envelopeTo } from '../envelope.ts';
import { crlf } from '../letter-file.ts';

export function read(text: string): Promise<Letter> {
  return readNow(Buffer.from(crlf(text), 'latin1'), envelopeTo('b@x.example'));
}

/** `1 plain, body: text`; `2 file a.pdf application/pdf`; `! mime-… part 1`. */
export async function seen(text: string): Promise<readonly string[]> {
  const { body, anomalies } = await read(text);
  const odd = anomalies.map(({ kind, where }) => `! ${kind} ${where}`);
  if (body.kind === 'unreadable') return [`unreadable: ${body.why}`, ...odd];
  return [
    ...body.texts.map((each) => `${each.part} ${each.kind}, ${each.stands}: ${each.text.trim()}`.trim()),
    ...body.enclosures.map(
      (each) => `${each.part} file ${each.name ?? '-'} ${each.type}${each.inline ? ' inline' : ''}`,
    ),
    ...odd,
  ];
}

/** A multipart/mixed with these parts, each with its own header. */
export function mixed(...parts: readonly string[]): string {
  return `Content-Type: multipart/mixed; boundary=B\n\n${parts.map((part) => `--B\n${part}\n`).join('')}--B--\n`;
}

function base64(bytes: string | Buffer): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
}

/** A part of a type, packed as mail programs pack files. */
export function packed(type: string, bytes: string | Buffer): string {
  return `Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${base64(bytes)}`;
}

/** The largest and the most twisted letters stay within the reading process's time and memory, and none is lost. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Letter } from '../../rules/letter.ts';
import { openReader } from '../../src/mail/reading/reader.ts';
import { envelopeTo } from './envelope.ts';
import { letterFile } from './letter-file.ts';

const MB = 1024 * 1024;
const reader = openReader();
afterAll(() => reader.close());

const head = 'From: a@x.example\r\nTo: b@x.example\r\nSubject: large\r\n';

function read(text: string): Promise<Letter> {
  return reader.read(letterFile(Buffer.from(text, 'latin1')), envelopeTo('b@x.example'));
}

/** How many characters of text were read, or why none; then what was told. */
async function told(text: string): Promise<readonly (string | number)[]> {
  const { body, anomalies } = await read(text);
  const sum = body.kind === 'read' ? body.texts.reduce((length, each) => length + each.text.length, 0) : body.why;
  return [sum, ...new Set(anomalies.map(({ kind }) => kind))];
}

/** `bytes` of it, in whole repetitions. */
function filled(piece: string, bytes: number): string {
  return piece.repeat(Math.floor(bytes / piece.length));
}

/** By the clock of a machine that does much else. */
const PATIENT = { timeout: 120_000 };

describe('a letter of 36 MB', PATIENT, () => {
  const line = 'All work and no play makes the clerk a dull man, said the mayor.\r\n';

  it('of text alone is read to its end', async () => {
    const text = filled(line, 36 * MB);
    expect(await told(`${head}\r\n${text}`)).toEqual([text.replaceAll('\r\n', '\n').length]);
  });

  it('of one file is read, and the file known by its hash', async () => {
    const packed = filled(`${'QUJD'.repeat(19)}\r\n`, 35 * MB);
    const file = `Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${packed}`;
    const { body } = await read(
      `${head}Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nOne\r\n--B\r\n${file}--B--`,
    );
    expect(body).toMatchObject({
      texts: [{ text: 'One' }],
      enclosures: [{ name: 'a.pdf', size: (packed.length / 78) * 57 }],
    });
  });
});

describe('a letter that is made to be hard to read', PATIENT, () => {
  it('is read as far as it goes where it is 10 MB of HTML', async () => {
    const [length, ...odd] = await told(
      `${head}Content-Type: text/html\r\n\r\n${filled('<p>All <b>work</b></p>\r\n', 10 * MB)}`,
    );
    expect(odd).toEqual(['mime-html-long']);
    expect(length).toBeGreaterThan(500_000);
  });

  it('is read where 200,000 tags stand in each other', async () => {
    const { body } = await read(
      `${head}Content-Type: text/html\r\n\r\n${'<b>\r\n'.repeat(200_000)}deep${'</b>'.repeat(200_000)}`,
    );
    expect(body).toMatchObject({ kind: 'read', texts: [{ text: 'deep' }] });
  });

  it('is told as unread where 300 letters stand in each other', async () => {
    const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(300);
    expect(await told(`${head}${nested}Subject: x\r\n\r\nPay the firm.`)).toEqual([0, 'mime-unread']);
  });

  it('is unreadable where its header has 100,000 lines', async () => {
    expect((await told(`${head}${'X-Line: 1\r\n'.repeat(100_000)}\r\nOne`))[0]).toBe(
      'its header is longer than 512 KB',
    );
  });

  it('hurts no other: the next is read as ever', async () => {
    expect(await told(`${head}\r\nOne`)).toEqual([3]);
  });
});

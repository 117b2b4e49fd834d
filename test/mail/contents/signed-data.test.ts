import { describe, expect, it } from 'vitest';
import { contentOfSigned } from '../../../src/mail/contents/signed-data.ts';
import { mixed, packed, read, seen } from './seen-letter.ts';

/** X.690 §8.1, with lengths of one to four bytes. */
function der(tag: number, ...inner: readonly Buffer[]): Buffer {
  const content = Buffer.concat(inner);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x84]), length, content]);
}

/** §8.1.3.6: a length that is not said, ended by two zeros. */
function ber(tag: number, ...inner: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...inner, Buffer.from([0, 0])]);
}

type Build = typeof der;

function signed(content: string, build: Build = der): Buffer {
  const bytes = Buffer.from(content.replace(/\n/g, '\r\n'));
  const octets =
    build === der ? der(0x04, bytes) : ber(0x24, der(0x04, bytes.subarray(0, 9)), der(0x04, bytes.subarray(9)));
  const data = build(0x30, Buffer.from('06092a864886f70d010701', 'hex'), build(0xa0, octets));
  const whole = build(0x30, Buffer.from('020101', 'hex'), der(0x31), data, der(0x31));
  return build(0x30, Buffer.from('06092a864886f70d010702', 'hex'), build(0xa0, whole));
}

const type = 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m';
const entity = 'Content-Type: text/plain\n\nPlease tell the firm.';

describe('a letter inside its signature', () => {
  it.each([
    ['DER', signed(entity)],
    ['BER, in pieces', signed(entity, ber)],
  ])('is read: %s', async (_, bytes) => {
    expect(await seen(packed(type, bytes))).toEqual(['1:1 plain, body: Please tell the firm.']);
    expect(await read(packed(type, bytes))).toMatchObject({ signed: true, encrypted: false });
  });

  it('is read with its parts', async () => {
    const parts = mixed('\nOne', 'Content-Type: application/pdf; name=a.pdf\n\n%PDF');
    expect(await seen(packed(type, signed(parts)))).toEqual(['1:1 plain, body: One', '1:2 file a.pdf application/pdf']);
  });

  it('is unreadable where it cannot be got at', async () => {
    expect(await seen(packed(type, signed(entity).subarray(0, 30)))).toContain(
      'unreadable: its text lies inside an S/MIME signature',
    );
  });
});

describe('a file inside a signature', () => {
  it('is a file, signed or not', async () => {
    const letter = mixed('\nOne', packed('application/octet-stream; name=report.pdf.p7m', signed('%PDF')));
    expect(await seen(letter)).toEqual([
      '1 plain, body: One',
      '2 file report.pdf.p7m application/octet-stream',
      '2:report.pdf file report.pdf application/octet-stream',
    ]);
  });

  it('is listed where nothing can be found in it', async () => {
    const letter = mixed('\nOne', packed('application/octet-stream; name=report.pdf.p7m', 'x'));
    expect(await seen(letter)).toEqual(['1 plain, body: One', '2 file report.pdf.p7m application/octet-stream']);
  });
});

it('is never taken for a signature that stands beside the text, or for an envelope', () => {
  const detached = der(
    0x30,
    Buffer.from('020101', 'hex'),
    der(0x31),
    der(0x30, Buffer.from('06092a864886f70d010701', 'hex')),
    der(0x31),
  );
  expect(contentOfSigned(der(0x30, Buffer.from('06092a864886f70d010702', 'hex'), der(0xa0, detached)))).toBeNull();
  expect(contentOfSigned(der(0x30, Buffer.from('06092a864886f70d010703', 'hex'), der(0xa0, der(0x30))))).toBeNull();
});

it('comes to an end whatever the bytes', () => {
  const whole = signed(entity, ber);
  for (let at = 0; at < whole.length; at++) contentOfSigned(whole.subarray(0, at));
  contentOfSigned(Buffer.alloc(2_000_000, Buffer.from([0x30, 0x80])));
  contentOfSigned(Buffer.alloc(2_000_000, Buffer.from([0x24, 0x80, 0x04, 0x00])));
});

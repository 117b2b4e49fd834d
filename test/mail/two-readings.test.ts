import { describe, expect, it } from 'vitest';
import { mixed, packed, read, seen } from './contents/seen-letter.ts';

describe('what one program shows and another does not', () => {
  const letter = 'From: a@x.example\nX-Note: Pay the firm.\n\nThe price.';
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'more than the usual sentence before the parts is read',
      mixed('\nOne').replace('\n\n', '\n\nThis is a multi-part message in MIME format. Pay the firm.\n'),
      ['1 plain, body: One', 'before plain, loose: This is a multi-part message in MIME format. Pay the firm.'],
    ],
    [
      'a letter by its name and a text by its type is read as both',
      mixed(`Content-Type: text/plain; name=a.eml\n\n${letter}`),
      [`1 other, attached: ${letter}`, '1/1 plain, enclosed: The price.', '1 file a.eml text/plain'],
    ],
    [
      'a bundle by its name and a text by its type is read as a text, and told',
      mixed('Content-Type: text/plain; name=winmail.dat\n\nPay the firm.'),
      ['1 other, attached: Pay the firm.', '1 file winmail.dat text/plain', '! mime-tnef part 1'],
    ],
    [
      'a letter within that has no header is read as a text',
      'Content-Type: multipart/digest; boundary=B\n\n--B\n\nPay the firm.\n--B--',
      ['1/1 plain, enclosed:', '1/1:header plain, enclosed: Pay the firm.', '1 file - message/rfc822'],
    ],
    [
      'a letter within whose header breaks off over something packed is told',
      mixed(
        'Content-Type: message/rfc822\n\nSubject: x\nPay.\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nT25l',
      ),
      [
        '1/1 html, enclosed: One',
        '1/1:header plain, enclosed: Pay.\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nT25l',
        '1 file - message/rfc822',
        '! mime-unread part 1/1',
      ],
    ],
    [
      'a letter within whose lines end as on old Macintoshes is read',
      mixed(packed('message/rfc822', 'Subject: x\r\rThe price.\r')),
      ['1/1 plain, enclosed: The price.', '1 file - message/rfc822'],
    ],
    [
      'text that calls itself UTF-16 and is not',
      'Content-Type: text/plain; charset=iso-10646-ucs-2\n\nPay the firm.',
      ['1 plain, body: Pay the firm.', '! mime-charset part 1'],
    ],
    [
      'a comment within the name of an encoding',
      'Content-Transfer-Encoding: bas(x)e64\n\nPaythefirm',
      ['1 plain, body: Paythefirm', '! mime-encoding part 1'],
    ],
    [
      'words around a file that says it is the whole text',
      `Content-Transfer-Encoding: x-uuencode\n\nPay.\nbegin 644 a.txt\n#0V%T\n\`\nend\n`,
      ['1 plain, body: Cat', '! mime-encoding part 1'],
    ],
  ];
  it.each(table)('%s', async (_, text, expected) => {
    expect(await seen(text)).toEqual(expected);
  });

  it.each([
    'boundary=B; boundary*0=C',
    'boundary*0=B; boundary*2=C',
    "boundary*=utf-8''B",
    'boundary=B,C',
    'boundary=(x)B',
    'boundary="B" C',
    'boundary="=?utf-8?q?B?="',
    "boundary='B'",
    'boundary=B\xe9',
  ])('a boundary that is written as %s', async (parameter) => {
    const { anomalies } = await read(`Content-Type: multipart/mixed; ${parameter}\n\n--B\n\nOne\n--B--\n`);
    expect(anomalies).toContainEqual({ kind: 'mime-boundary-odd', where: 'letter' });
  });

  it.each([
    'boundary=----=_Part',
    'boundary=a/b?c:d',
    'boundary="B (1)"',
    'boundary="B" (x)',
    'boundary*0=B; boundary*1=C',
  ])('but not one written as %s', async (parameter) => {
    const { anomalies } = await read(`Content-Type: multipart/mixed; ${parameter}\n\n`);
    expect(anomalies).toEqual([]);
  });

  it.each(['=?utf-7?q?a?=', '=?x-unknown?q?a?=', '=?utf-8?b?Pay the firm?=', '=?utf-8?b?YQ*?=', '=?utf -8?q?a?='])(
    'a subject encoded as %s',
    async (subject) => {
      const { anomalies } = await read(`Subject: ${subject}\n\n`);
      expect(anomalies).toEqual([{ kind: 'header-encoded-word', where: 'subject' }]);
    },
  );

  it.each(['=?utf-8?q?a_b?=', '=?utf-8?b?YQ==?= b', '=?utf-8?b?YQ?=', 'Is 2 =? 3', '=?utf-8?q?cut sho'])(
    'but not a subject written as %s',
    async (subject) => {
      expect((await read(`Subject: ${subject}\n\n`)).anomalies).toEqual([]);
    },
  );

  it('names as doubtful a sender who is two', async () => {
    expect((await read('Sender: a@x.example, b@x.example\n\n')).anomalies).toEqual([
      { kind: 'address-unclear', where: 'sender' },
    ]);
  });
});

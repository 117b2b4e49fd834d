import { describe, expect, it } from 'vitest';
import { mixed, packed, read, seen } from './seen-letter.ts';

const inner =
  'From: "Sue Bell" <sue@firm.example>\nTo: Tom Hale <tom@x.example>\nCc: team: a@x.example, b@x.example;\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nSubject: =?utf-8?q?Caf=C3=A9?=\nMessage-ID: <7@firm.example>\nSensitivity: Private\n\nThe price is 400 pounds.\n';

describe('a letter within a letter', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'as it stands',
      mixed('\nSee below.', `Content-Type: message/rfc822\n\n${inner}`),
      ['1 plain, body: See below.', '2/1 plain, enclosed: The price is 400 pounds.', '2 file - message/rfc822'],
    ],
    [
      'in base64',
      mixed('\nSee below.', packed('message/rfc822; name="old.eml"', inner)),
      ['1 plain, body: See below.', '2/1 plain, enclosed: The price is 400 pounds.', '2 file old.eml message/rfc822'],
    ],
    [
      'in quoted-printable, with a character beyond ASCII in its header',
      'Content-Type: message/global\nContent-Transfer-Encoding: quoted-printable\n\nSubject: Caf=C3=A9\n\nThe price is =C2=A3400.',
      ['1/1 plain, enclosed: The price is £400.', '1 file - message/global'],
    ],
    [
      'by its name alone',
      mixed(packed('application/octet-stream; name="old.EML"', 'Subject: x\r\n\r\nThe price.')),
      ['1/1 plain, enclosed: The price.', '1 file old.EML application/octet-stream'],
    ],
    [
      'with parts and a file',
      mixed(
        `Content-Type: message/rfc822\n\n${mixed('\nOne', 'Content-Type: application/pdf; name=a.pdf\n\n%PDF').replaceAll('B', 'C')}`,
      ),
      ['1/1 plain, enclosed: One', '1 file - message/rfc822', '1/2 file a.pdf application/pdf'],
    ],
    [
      'in a digest',
      'Content-Type: multipart/digest; boundary=B\n\n--B\n\nSubject: a\n\nOne\n--B\n\nSubject: b\n\nTwo\n--B--',
      ['1/1 plain, enclosed: One', '2/1 plain, enclosed: Two', '1 file - message/rfc822', '2 file - message/rfc822'],
    ],
    [
      'of which only the header came back',
      mixed(
        '\nIt failed.',
        'Content-Type: text/rfc822-headers\n\nSubject: The price',
        'Content-Type: message/delivery-status\n\nStatus: 5.1.1',
      ),
      [
        '1 plain, body: It failed.',
        '2 other, attached: Subject: The price',
        '3 other, attached: Status: 5.1.1',
        '2 file - text/rfc822-headers',
        '3 file - message/delivery-status',
      ],
    ],
    [
      'with oddities of its own, told as its own',
      `Content-Type: message/rfc822\n\n${mixed('\nOne')}Two`,
      [
        '1/1 plain, enclosed: One',
        '1/after plain, enclosed: Two',
        '1 file - message/rfc822',
        '! mime-epilogue part 1/',
      ],
    ],
    [
      'that is a name only, and no letter',
      mixed('Content-Type: text/plain; name=notes.eml\n\nNo letter at all'),
      ['1 plain, body: No letter at all'],
    ],
  ];
  it.each(table)('is read %s', async (_, text, expected) => {
    expect(await seen(text)).toEqual(expected);
  });

  it('says who wrote it, to whom and when, and how it was marked', async () => {
    const { body } = await read(mixed('\nSee below.', `Content-Type: message/rfc822\n\n${inner}`));
    if (body.kind === 'unreadable') throw new Error(body.why);
    expect(body.quotations).toEqual([
      {
        kind: 'enclosed',
        part: '2/1',
        from: 0,
        to: body.texts[1]?.text.length,
        depth: 1,
        author: { name: 'Sue Bell', address: 'sue@firm.example' },
        recipients: [
          { name: 'Tom Hale', address: 'tom@x.example' },
          { name: '', address: 'a@x.example' },
          { name: '', address: 'b@x.example' },
        ],
        date: 'Mon, 2 Nov 2026 10:00:00 +0000',
        subject: 'Café',
        messageId: '7@firm.example',
        labels: [{ header: 'sensitivity', value: 'Private' }],
      },
    ]);
    expect(body.texts[1]?.stretches.map(({ kind }) => kind)).not.toContain('own');
  });

  it('counts as one more than what it stands in, and so does what it quotes', async () => {
    const quoting = 'From: a@x.example\nContent-Type: message/rfc822\n\nFrom: b@x.example\n\nMine.\n\n> theirs\n';
    const { body } = await read(`Content-Type: message/rfc822\n\n${quoting}`);
    const found = body.kind === 'read' ? body.quotations : [];
    expect(found.map(({ kind, part, depth, author }) => [kind, part, depth, author?.address ?? null])).toEqual([
      ['enclosed', '1', 1, 'a@x.example'],
      ['enclosed', '1/1/1', 2, 'b@x.example'],
      ['quoted', '1/1/1', 3, null],
    ]);
  });

  it('is followed ten deep, and told from there on', async () => {
    const nested = (levels: number) => `${'Content-Type: message/rfc822\n\n'.repeat(levels)}Subject: x\n\nInnermost.`;
    expect(await seen(nested(10))).toContain(`${'1/'.repeat(10)}1 plain, enclosed: Innermost.`);
    const deeper = await read(nested(11));
    expect(deeper.body).toMatchObject({ kind: 'read', texts: [] });
    expect(deeper.anomalies).toEqual([{ kind: 'mime-unread', where: `part ${'1/'.repeat(10)}1` }]);
  });

  it('cannot hide behind too many parts of its own', async () => {
    const many = `Content-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=C\n\n${'--C\n\nOne\n'.repeat(501)}`;
    expect((await read(mixed('\nMine.', many))).anomalies).toEqual([{ kind: 'mime-unread', where: 'part 2/' }]);
  });
});

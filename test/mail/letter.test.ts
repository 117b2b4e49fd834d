import { describe, expect, it } from 'vitest';
import type { Letter } from '../../rules/letter.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';
import { crlf } from './letter-file.ts';

function read(text: string): Promise<Letter> {
  return readNow(Buffer.from(crlf(text), 'latin1'), envelopeTo('b@x.example'));
}

/** `1 plain: text` of each part, or why it is unreadable; then the anomalies. */
async function seen(text: string): Promise<readonly string[]> {
  const { body, anomalies } = await read(text);
  const texts =
    body.kind === 'read'
      ? body.texts.map((part) =>
          `${part.part} ${part.kind}${part.stands === 'body' ? '' : `, ${part.stands}`}: ${part.text.trim()}`.trim(),
        )
      : [`unreadable: ${body.why}`];
  return [...texts, ...anomalies.map(({ kind, where }) => `! ${kind} ${where}`)];
}

const mixed = 'Content-Type: multipart/mixed; boundary=B\n\n';
const plain = 'Content-Type: text/plain\n\n';
const html = 'Content-Type: text/html\n\n';

describe('a letter’s header', () => {
  it('gives whom it is from and to, in every instance', async () => {
    const letter = await read(
      'From: Jane <jane@x.example>\nTo : a@x.example\nTO: b@x.example\nCc: Team: c@x.example, D <d@x.example>;\nBcc: e@x.example\nReply-To: f@x.example\nSender: g@x.example\nSubject: =?utf-8?q?caf=C3=A9?=\n =?utf-8?q?_grant?=\nDate: some day\nMessage-ID: <1@x.example>\nReferences: <a@x> <b@x>\nIn-Reply-To: <b@x> <c@x>\nAuto-Submitted: Auto-Generated (by us); x=y\nPrecedence: bulk\nList-Id: <l.x.example>\n\nText',
    );
    const addresses = (mailboxes: Letter['to']) => mailboxes.map((mailbox) => mailbox.address);
    expect(addresses(letter.to)).toEqual(['a@x.example', 'b@x.example']);
    expect(addresses(letter.cc)).toEqual(['c@x.example', 'd@x.example']);
    expect(addresses(letter.bcc)).toEqual(['e@x.example']);
    expect(addresses(letter.replyTo)).toEqual(['f@x.example']);
    expect(letter).toMatchObject({
      from: [{ name: 'Jane', address: 'jane@x.example' }],
      sender: { address: 'g@x.example' },
      subject: 'café grant',
      date: 'some day',
      messageId: '1@x.example',
      references: ['a@x', 'b@x', 'c@x'],
      autoSubmitted: 'auto-generated',
      precedence: 'bulk',
      listId: '<l.x.example>',
      envelope: { from: 'a@x.example', to: ['b@x.example'] },
      anomalies: [{ kind: 'header-date-invalid', where: 'date' }],
    });
  });

  it('tells the null sender from an author, and a recipient named twice once', async () => {
    const envelope = { ...envelopeTo('B@x.example', 'b@X.example'), mailFrom: '' };
    expect((await readNow(Buffer.from('\r\n'), envelope)).envelope).toEqual({ from: null, to: ['b@x.example'] });
  });

  it('names the fields whose addresses are doubtful', async () => {
    expect((await read('From: a@x.example\nTo: a b@x.example\n\n')).anomalies).toEqual([
      { kind: 'address-unclear', where: 'to' },
    ]);
  });
});

describe('a letter’s text', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['stands there as it is', 'Subject: x\n\nThe bins.', ['1 plain: The bins.']],
    ['is empty in an empty letter', 'Subject: x\n\n\n', ['1 plain:']],
    ['is empty in HTML of tags alone', `${html}<div dir="ltr"><br></div>`, ['1 html:']],
    ['is empty where a picture from elsewhere stands alone', `${html}<img src="https://x.example/a.png">`, ['1 html:']],
    ['is empty where an empty line was packed', `Content-Transfer-Encoding: base64\n${plain}DQo=`, ['1 plain:']],
    [
      'is empty in every version of an empty letter',
      `Content-Type: multipart/alternative; boundary=B\n\n--B\n\n\n--B\n${html}<p>&nbsp;</p>\n--B--`,
      ['1 plain:', '2 html:'],
    ],
    [
      'is empty in HTML of a title and a comment',
      `${html}<title>Untitled</title><!-- By a program --><br>`,
      ['1 html:'],
    ],
    ['is empty in a letter of nothing but a header', 'Subject: x\n', ['1 plain:']],
    [
      'is quoted-printable',
      'Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 and =\nso on =20\nend=zz',
      ['1 plain: café and so on  \nend=zz'],
    ],
    ['is base64', 'Content-Transfer-Encoding: BASE64\n\nVGhlIGJp\nbnMu', ['1 plain: The bins.']],
    ['is in an older character set', 'Content-Type: text/plain; charset="ISO-8859-1"\n\ncaf\xe9', ['1 plain: café']],
    ['is in no named character set', '\ncaf\xe9', ['1 plain: café', '! header-blank-first-line header']],
    ['is Japanese', 'Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3\x1b(B', ['1 plain: こ']],
    [
      'is in a set that only mailparser knows',
      'Content-Type: text/plain; charset=cp850\n\ncaf\x82',
      ['1 plain: café', '! mime-charset part 1'],
    ],
    ['is flowed', 'Content-Type: text/plain; format=flowed\n\nThe bins \nare late.', ['1 plain: The bins are late.']],
    ['is in HTML alone', 'Content-Type: text/html\n\n<p>The <b>bins</b> &amp; gulls</p>', ['1 html: The bins & gulls']],
    ['is in each part', `${mixed}--B\n${plain}One\n--B\n${html}<p>Two\n--B--\n`, ['1 plain: One', '2 html: Two']],
    [
      'is in parts within parts',
      `${mixed}--B\nContent-Type: multipart/alternative; boundary="C"\n\n--C\n${plain}One\n--C\n${html}Two\n--C--\n--B\n\nThree\n--B--`,
      ['1.1 plain: One', '1.2 html: Two', '2 plain: Three'],
    ],
    [
      'is in a part that the outer boundary cuts off',
      `${mixed}--B\nContent-Type: multipart/alternative; boundary=C\n\n--C\n\nOne\n--B\n\nTwo\n--B--`,
      ['1.1 plain: One', '2 plain: Two'],
    ],
    ['is in parts that nothing closes', `${mixed}--B\n\nOne`, ['1 plain: One']],
    [
      'is in an inner part whose boundary begins like the outer one',
      `${mixed}--B\nContent-Type: multipart/mixed; boundary=BB\n\n--BB\n\nOne\n--BB--\n--B--`,
      ['1.1 plain: One'],
    ],
    [
      'is in a part that calls itself attached, without a name',
      `${mixed}--B\nContent-Disposition: attachment\n\nOne\n--B--`,
      ['1 plain: One'],
    ],
    [
      'is in a text file beside it',
      `${mixed}--B\n\nOne\n--B\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nTwo\n--B--`,
      ['1 plain: One', '2 plain, attached: Two'],
    ],
    [
      'is in an invitation',
      `${mixed}--B\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:Tea\nEND:VCALENDAR\n--B--`,
      ['1 calendar: Tea'],
    ],
    ['is in what calls itself a calendar and is none', 'Content-Type: text/calendar\n\nTea', ['1 calendar: Tea']],
    [
      'has a boundary in pieces (RFC 2231)',
      'Content-Type: multipart/mixed; boundary*0=B; boundary*1="C"\n\n--BC\n\nOne\n--BC--',
      ['1 plain: One'],
    ],
    [
      'has the usual words above the parts',
      `${mixed}This is a multi-part message in MIME format.\n--B\n\nOne\n--B--\n\n`,
      ['1 plain: One'],
    ],
  ];
  it.each(table)('%s', async (_, text, expected) => {
    expect(await seen(text)).toEqual(expected);
  });
});

describe('what readers’ programs may show differently is read and told', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['a space after a boundary', `${mixed}--B \n\nOne\n--B-- \t\n`, ['1 plain: One', '! mime-boundary-padded letter']],
    [
      'text before the first boundary',
      `${mixed}Pay the firm.\n--B\n\nOne\n--B--`,
      ['1 plain: One', 'before plain, loose: Pay the firm.', '! mime-preamble letter'],
    ],
    [
      'text after the last',
      `${mixed}--B\n\nOne\n--B--\nPay the firm.`,
      ['1 plain: One', 'after plain, loose: Pay the firm.', '! mime-epilogue letter'],
    ],
    [
      'a closing boundary with something behind it',
      `${mixed}--B\n\nOne\n--B--x\nPay the firm.\n--B--`,
      ['1 plain: One\r\n--B--x\r\nPay the firm.'.replaceAll('\r', ''), '! mime-boundary-alike letter'],
    ],
    [
      'two boundaries',
      'Content-Type: multipart/mixed; boundary=B; boundary=C\n\n--B\n\nOne\n--B--',
      ['1 plain: One', '! mime-boundary-repeated letter'],
    ],
    ['a type that is none', 'Content-Type: text\n\nOne', ['1 plain: One', '! mime-content-type letter']],
    [
      'an encoding that is none',
      'Content-Transfer-Encoding: base64; x=y\n\nT25l',
      ['1 plain: One', '! mime-encoding part 1'],
    ],
    [
      'base64 with an end in the middle',
      'Content-Transfer-Encoding: base64\n\nT25l\nIQ==\nIFR3bw==',
      ['1 plain: One! Two', '! mime-base64 part 1'],
    ],
    [
      'base64 of nothing',
      'Content-Transfer-Encoding: base64\n\n====',
      ['unreadable: its text cannot be decoded', '! mime-empty-text part 1'],
    ],
    ['UTF-7', 'Content-Type: text/plain; charset=utf-7\n\n+AGI-', ['1 plain: b', '! mime-charset part 1']],
    [
      'two types',
      `Content-Type: text/plain\nContent-Type: text/html\n\n<b>One`,
      ['1 plain: <b>One', '! header-repeated content-type'],
    ],
    [
      'two encodings of a part',
      `${mixed}--B\nContent-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nOne\n--B--`,
      ['1 plain: One', '! mime-part-repeated part 1'],
    ],
    [
      'an encoded multipart',
      `Content-Transfer-Encoding: base64\n${mixed}--B\n\nOne\n--B--`,
      ['1 plain: One', '! mime-multipart-encoded letter'],
    ],
    [
      'a part without a blank line',
      `${mixed}--B\nPay the firm.\n--B\n\nOne\n--B--`,
      ['1 plain:', '2 plain: One', '! mime-part-line-no-field part 1'],
    ],
    [
      'an inner multipart without parts',
      `${mixed}--B\n\nOne\n--B\nContent-Type: multipart/mixed; boundary=C\n\nPay.\n--B--`,
      ['1 plain: One', '2:before plain, loose: Pay.', '! mime-no-parts part 2'],
    ],
  ];
  it.each(table)('%s', async (_, text, expected) => {
    expect(await seen(text)).toEqual(expected);
  });
});

describe('a letter is unreadable', () => {
  const table: readonly (readonly [string, string, string])[] = [
    [
      'where it says that it has parts, and has none',
      `${mixed}One`,
      'it says that it has parts, and none can be found',
    ],
    [
      'where its parts have no boundary',
      'Content-Type: multipart/mixed\n\nOne',
      'it says that it has parts, and none can be found',
    ],
    [
      'where its parts have another boundary',
      `${mixed}--C\n\nOne\n--C--`,
      'it says that it has parts, and none can be found',
    ],
    [
      'where it closes before it opens',
      `${mixed}--B--\n\nOne\n--B\n\nTwo`,
      'it says that it has parts, and none can be found',
    ],
    [
      'where its text cannot be told from its header',
      'This is a letter without a header.',
      'its text cannot be told from its header',
    ],
    [
      'where its text lies inside a signature',
      'Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\nMIAG',
      'its text lies inside an S/MIME signature',
    ],
    ['with too many parts', `${mixed}${'--B\n\nOne\n'.repeat(501)}`, 'it has more than 500 parts'],
    ['with parts too deep in each other', deep(21), 'its parts lie more than 20 deep in each other'],
    ['with a header beyond all reason', 'X: 1\n'.repeat(200_000), 'its header is longer than 512 KB'],
  ];
  it.each(table)('%s', async (_, text, why) => {
    expect((await read(text)).body).toEqual({ kind: 'unreadable', why });
  });

  it('but not with 500 parts, 20 deep, an attachment alone, or encrypted', async () => {
    expect((await read(`${mixed}${'--B\n\nOne\n'.repeat(500)}`)).body.kind).toBe('read');
    expect((await read(deep(20))).body.kind).toBe('read');
    expect((await read('Content-Type: application/pdf\n\n%PDF')).body).toMatchObject({ kind: 'read', texts: [] });
    const sealed =
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=B\n\n--B\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--B\nContent-Type: application/octet-stream\n\nx\n--B--';
    expect(await read(sealed)).toMatchObject({
      encrypted: true,
      signed: false,
      body: { kind: 'read', texts: [] },
      anomalies: [],
    });
  });
});

function deep(levels: number): string {
  const opening = Array.from(
    { length: levels },
    (_, n) => `Content-Type: multipart/mixed; boundary=B${n}x\n\n--B${n}x\n`,
  );
  return `${opening.join('')}\nOne\n`;
}

describe('a letter that must not be altered, or that nobody reads', () => {
  it('is known by how it is built', async () => {
    const of = async (text: string) => {
      const { signed, encrypted, report } = await read(text);
      return [signed && 'signed', encrypted && 'encrypted', report && 'report'].filter(Boolean).join();
    };
    const parts = '\n\n--B\n\nOne\n--B--';
    expect(await of(`Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=B${parts}`)).toBe(
      'signed',
    );
    expect(await of('Content-Type: application/x-pkcs7-mime; smime-type=signed-data\n\nx')).toBe('signed');
    expect(await of('Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx')).toBe('encrypted');
    expect(await of('Content-Type: application/pkcs7-mime\n\nx')).toBe('encrypted');
    expect(await of('\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nOne')).toBe('signed');
    expect(await of('Subject: x\n\nSee below:\n-----BEGIN PGP MESSAGE-----\nx')).toBe('encrypted');
    expect(await of(`Content-Type: multipart/report; report-type=delivery-status; boundary=B${parts}`)).toBe('report');
    expect(await of(`Content-Type: multipart/mixed; boundary=B${parts}`)).toBe('');
  });
});

import { createHash, generateKeyPairSync } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../rules/address.ts';
import type { Mailbox } from '../../rules/letter.ts';
import { mailboxesOf } from '../../src/mail/header/addresses.ts';
import { decodeWords } from '../../src/mail/header/encoded-words.ts';
import { firstValue, scanHeader } from '../../src/mail/header/headers.ts';
import { type Changes, isIntact, openRendering, render } from '../../src/mail/outgoing/render.ts';
import { crlf, letterFile } from './letter-file.ts';

const tom: Mailbox = { name: 'Tom Hale', address: 'tom.hale@council.example' as EmailAddress };
const nobody: Changes = { head: '', addCc: [] };

async function leaves(letter: string | Buffer, changes: Changes): Promise<string> {
  const path = letterFile(letter);
  const rendering = await render(path, changes);
  const bytes = await buffer(openRendering(path, rendering));
  expect(rendering.size).toBe(bytes.length);
  expect(rendering.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  return bytes.toString('latin1');
}

describe('a letter that needs no change', () => {
  const letter = crlf(
    'From: a@x.example\nTo: b@x.example\nSubject: \xe9 folded\n  twice\n\nBcc: stays in the body\n--x \n\0\n',
  );

  it('leaves byte for byte', async () => {
    expect(await leaves(Buffer.from(letter, 'latin1'), nobody)).toBe(letter);
  });

  it('has our lines above it', async () => {
    expect(await leaves(Buffer.from(letter, 'latin1'), { head: 'X-Postroom-Id: 1\r\n', addCc: [] })).toBe(
      `X-Postroom-Id: 1\r\n${letter}`,
    );
  });

  it('leaves without Bcc, Resent-Bcc and headers of our namespace, wherever they stand and however they are spelt', async () => {
    const came = crlf(
      'Bcc: c@x.example,\n d@x.example\nFrom: a@x.example\nbCC : e@x.example\nX-Postroom-Author: proven\nTo: b@x.example\nResent-Bcc: f@x.example\nx-postroom-anything:\nBcc-Note: stays\n\nText\n',
    );
    expect(await leaves(came, nobody)).toBe(crlf('From: a@x.example\nTo: b@x.example\nBcc-Note: stays\n\nText\n'));
  });

  it('leaves whole when it is long', async () => {
    const long = `From: a@x.example\r\n\r\n${'All of the minutes.\r\n'.repeat(40_000)}`;
    expect(await leaves(long, nobody)).toBe(long);
  });

  it('loses its Bcc behind a header of 300 KB', async () => {
    const long = `From: a@x.example\r\n${'X-Filler: 0123456789\r\n'.repeat(14_000)}`;
    expect(await leaves(`${long}Bcc: c@x.example\r\n\r\nText`, nobody)).toBe(`${long}\r\nText`);
  });

  it('leaves even if it is nothing but a header, a body, or nothing', async () => {
    expect(await leaves('From: a@x.example', nobody)).toBe('From: a@x.example');
    expect(await leaves('\r\nText', { head: 'X: 1\r\n', addCc: [] })).toBe('X: 1\r\n\r\nText');
    expect(await leaves('', nobody)).toBe('');
  });

  it('is the original minus the cut fields, whatever the bytes', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Bcc: c@x.example\r\n',
        'bcc :\r\n',
        ' folded\r\n',
        '\r\n',
        'To: b@x.example\r\n',
        'X-Postroom-Id: 1\r\n',
        '\n',
        'no field\r\n',
      ),
      fc.string({ unit: 'binary-ascii' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const bytes = Buffer.from(lines.join(''), 'latin1');
        const { fields } = scanHeader(bytes);
        const cut = fields.filter((field) => /^(bcc|x-postroom-.*)$/i.test(field.name));
        let kept = '';
        let at = 0;
        for (const { from, to } of cut) {
          kept += bytes.toString('latin1', at, from);
          at = to;
        }
        expect(await leaves(bytes, nobody)).toBe(kept + bytes.toString('latin1', at));
      }),
      { numRuns: 60 },
    );
  });
});

describe('opening a blind copy', () => {
  const open = (letter: string, addCc: readonly Mailbox[] = [tom]) => leaves(crlf(letter), { head: '', addCc });

  it.each([
    [
      'adds to the Cc there is',
      'Cc: a@x.example\nSubject: Bins',
      'Cc: a@x.example,\n Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
    [
      'adds to a folded Cc',
      'Cc: a@x.example,\n b@x.example\nSubject: Bins',
      'Cc: a@x.example,\n b@x.example,\n Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
    [
      'adds to the last of several',
      'Cc: a@x.example\nSubject: Bins\nCC : b@x.example',
      'Cc: a@x.example\nSubject: Bins\nCC : b@x.example,\n Tom Hale <tom.hale@council.example>',
    ],
    ['fills an empty Cc', 'Cc:\nTo: a@x.example', 'Cc: Tom Hale <tom.hale@council.example>\nTo: a@x.example'],
    ['adds behind a group', 'Cc: Team: a@x.example;', 'Cc: Team: a@x.example;,\n Tom Hale <tom.hale@council.example>'],
    [
      'adds behind a comment',
      'Cc: a@x.example (Jane)',
      'Cc: a@x.example (Jane),\n Tom Hale <tom.hale@council.example>',
    ],
    ['adds behind a comma', 'Cc: a@x.example,', 'Cc: a@x.example,\n Tom Hale <tom.hale@council.example>'],
    [
      'writes a Cc below To',
      'From: a@x.example\nTo: b@x.example,\n c@x.example\nSubject: Bins',
      'From: a@x.example\nTo: b@x.example,\n c@x.example\nCc: Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
    [
      'writes a Cc below the last To',
      'To: b@x.example\nX: 1\nTo: c@x.example\nSubject: Bins',
      'To: b@x.example\nX: 1\nTo: c@x.example\nCc: Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
    [
      'writes a Cc at the end where there is no To',
      'From: a@x.example',
      'From: a@x.example\nCc: Tom Hale <tom.hale@council.example>',
    ],
    [
      'writes a Cc of its own beside one that is never closed',
      'Cc: a@x.example (Jane\nSubject: Bins',
      'Cc: a@x.example (Jane\nCc: Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
    [
      'does so where a Bcc is cut',
      'To: b@x.example\nBcc: tom.hale@council.example\nSubject: Bins',
      'To: b@x.example\nCc: Tom Hale <tom.hale@council.example>\nSubject: Bins',
    ],
  ])('%s', async (_, header, expected) => {
    expect(await open(`${header}\n\nText\n`)).toBe(crlf(`${expected}\n\nText\n`));
  });

  it('ends a header line that was cut off', async () => {
    expect(await open('From: a@x.example')).toBe('From: a@x.example\r\nCc: Tom Hale <tom.hale@council.example>\r\n');
    expect(await open('Cc: a@x.example')).toBe('Cc: a@x.example,\r\n Tom Hale <tom.hale@council.example>');
  });

  it('quotes and encodes a name where it must', async () => {
    const address = 'r@x.example' as EmailAddress;
    expect(await open('\n', [{ name: 'Hale, Tom "Tiger"', address }])).toBe(
      'Cc: "Hale, Tom \\"Tiger\\"" <r@x.example>\r\n\r\n',
    );
    expect(await open('\n', [{ name: '', address }])).toBe('Cc: r@x.example\r\n\r\n');
    expect(await open('\n', [{ name: 'Renée\r\nBcc: x', address }])).toBe(
      'Cc: =?utf-8?B?UmVuw6llIEJjYzogeA==?= <r@x.example>\r\n\r\n',
    );
  });

  it('shows everybody who was added, whatever the names and the Cc there was', async () => {
    const cc = fc.array(
      fc.constantFrom(
        'a@x.example',
        ',',
        ' ',
        '"Q"',
        '(c)',
        'G:',
        ';',
        '<b@x.example>',
        '\r\n ',
        '(',
        '"',
        '<',
        '\\',
        '[',
      ),
    );
    const names = fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.option(cc), names, async (before, added) => {
        const addCc = added.map((name, n) => ({ name, address: `m${n}@council.example` as EmailAddress }));
        const letter = `From: a@x.example\r\n${before === null ? '' : `Cc: ${before.join('')}\r\n`}\r\nText`;
        const bytes = await leaves(letter, { head: '', addCc });
        const { mailboxes } = mailboxesOf(scanHeader(Buffer.from(bytes, 'latin1')), 'cc');
        expect(mailboxes.map((mailbox) => mailbox.address)).toEqual(
          expect.arrayContaining(addCc.map((mailbox) => mailbox.address)),
        );
        expect(bytes.endsWith('\r\n\r\nText')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('marking a letter', () => {
  const confidential = { tag: '[CONFIDENTIAL]', sensitivity: 'Company-Confidential' };
  const mark = (letter: string, marking = confidential) => leaves(crlf(letter), { head: '', addCc: [], marking });
  const SENSITIVITY = 'Sensitivity: Company-Confidential';

  it.each([
    ['tags the subject and says it below', 'Subject: Bins', `Subject: [CONFIDENTIAL] Bins\n${SENSITIVITY}`],
    ['tags a subject without a space', 'Subject:Bins', `Subject: [CONFIDENTIAL] Bins\n${SENSITIVITY}`],
    ['fills an empty subject', 'Subject:\nTo: a@x.example', `Subject: [CONFIDENTIAL]\n${SENSITIVITY}\nTo: a@x.example`],
    ['fills one of white space', 'Subject: \n', `Subject: [CONFIDENTIAL]\n${SENSITIVITY}\n`],
    ['tags one that begins on the next line', 'Subject:\n  Bins', `Subject: [CONFIDENTIAL]\n  Bins\n${SENSITIVITY}`],
    [
      'writes a subject where there is none',
      'To: a@x.example',
      `To: a@x.example\nSubject: [CONFIDENTIAL]\n${SENSITIVITY}`,
    ],
    [
      'tags both of two, since programs differ in which they show',
      'Subject: Bins\nTo: a@x.example\nsubject: Bins',
      `Subject: [CONFIDENTIAL] Bins\nTo: a@x.example\nsubject: [CONFIDENTIAL] Bins\n${SENSITIVITY}`,
    ],
    [
      'keeps encoded words as they are, on a line of their own where they must be',
      'Subject: =?utf-8?q?=C2=A3?= =?utf-8?q?5_and_some_more_words_of_this_subject?=',
      `Subject: [CONFIDENTIAL]\n =?utf-8?q?=C2=A3?= =?utf-8?q?5_and_some_more_words_of_this_subject?=\n${SENSITIVITY}`,
    ],
    ['tags nothing twice', 'Subject: Re: [Confidential] Bins', `Subject: Re: [Confidential] Bins\n${SENSITIVITY}`],
    [
      'sees the tag in encoded words',
      'Subject: =?utf-8?b?W0NPTkZJREVOVElBTF0gwqM1?=',
      `Subject: =?utf-8?b?W0NPTkZJREVOVElBTF0gwqM1?=\n${SENSITIVITY}`,
    ],
    ['keeps raw bytes as they are', 'Subject: \xe9t\xe9', `Subject: [CONFIDENTIAL] \xe9t\xe9\n${SENSITIVITY}`],
    [
      'raises what says less',
      'Subject: Bins\nsensitivity: Private (really)',
      `Subject: [CONFIDENTIAL] Bins\n${SENSITIVITY}`,
    ],
    [
      'leaves what says as much',
      'Subject: Bins\nSENSITIVITY: company-confidential',
      'Subject: [CONFIDENTIAL] Bins\nSENSITIVITY: company-confidential',
    ],
    [
      'leaves what may say more, once',
      'Subject: Bins\nSensitivity: Personal\nSensitivity: Secret',
      'Subject: [CONFIDENTIAL] Bins\nSensitivity: Secret',
    ],
  ])('%s', async (_, header, expected) => {
    const letter = (text: string) => Buffer.from(crlf(`${text}\n\nText\n`), 'latin1');
    const left = await leaves(letter(header), { head: '', addCc: [], marking: confidential });
    expect(left).toBe(letter(expected).toString('latin1'));
  });

  it('writes a tag in Welsh as an encoded word, with the space that an encoded word behind it would swallow', async () => {
    const welsh = { tag: '[CYFRINACHOL – TŶ]', sensitivity: '' };
    const decoded = async (subject: string) => {
      const left = Buffer.from(await mark(`Subject: ${subject}\n\n`, welsh), 'latin1');
      return decodeWords(firstValue(scanHeader(left), 'subject') ?? '');
    };
    expect(await decoded('Bins')).toBe('[CYFRINACHOL – TŶ] Bins');
    expect(await decoded('=?utf-8?q?Bin?=')).toBe('[CYFRINACHOL – TŶ] Bin');
  });

  it('ends a header line that was cut off once, for all that is written below it', async () => {
    const left = await leaves('From: a@x.example', { head: '', addCc: [tom], marking: confidential });
    expect(left).toBe(
      crlf(`From: a@x.example\nCc: Tom Hale <tom.hale@council.example>\nSubject: [CONFIDENTIAL]\n${SENSITIVITY}\n`),
    );
  });

  it('gives way to nothing that would end a header line', async () => {
    const left = await mark('Subject: Bins\n\n', { tag: '[A]\r\nBcc: c@x.example', sensitivity: 'x\r\nBcc: d' });
    expect(left).toBe(crlf('Subject: [A] Bcc: c@x.example Bins\nSensitivity: x Bcc: d\n\n'));
  });
});

describe('an ordinary letter', () => {
  it('is one piece below our lines: nothing of its body is looked at, copied or kept', async () => {
    const path = letterFile(crlf('From: a@x.example\nTo: b@x.example\nSubject: Bins\n\nThe bins.\n'));
    const { pieces, size } = await render(path, { head: 'X-Postroom-Id: 1\r\n', addCc: [] });
    expect(pieces).toEqual([{ text: 'X-Postroom-Id: 1\r\n' }, { from: 0, to: size - 18 }]);
  });
});

describe('the bytes that were decided', () => {
  it('are told from bytes that changed or went missing on disk', async () => {
    const path = letterFile('From: a@x.example\r\n\r\nText');
    const rendering = await render(path, nobody);
    expect(await isIntact(path, rendering)).toBe(true);
    appendFileSync(path, 'beyond what was decided');
    expect(await isIntact(path, rendering)).toBe(true);
    truncateSync(path, 20);
    await expect(buffer(openRendering(path, rendering))).rejects.toThrow('ends at byte 20');
    await expect(isIntact(path, rendering)).rejects.toThrow('ends at byte 20');
  });

  it('give way to nothing that would end a header line', async () => {
    const address = 'a@x.example\r\nBcc: c' as EmailAddress;
    await expect(leaves('\r\n', { head: '', addCc: [{ name: '', address }] })).rejects.toThrow('control characters');
  });
});

describe('a signed letter', () => {
  it.each(['multipart/signed; boundary=b', 'application/pkcs7-mime; smime-type=signed-data'])(
    'is never altered, whoever asks: %s',
    async (type) => {
      const letter = crlf(`From: a@x.example\nSubject: Bins\nContent-Type: ${type}\n\nText\n`);
      const marking = { tag: '[CONFIDENTIAL]', sensitivity: '' };
      for (const changes of [
        { addCc: [tom] },
        { addCc: [], marking },
        { addCc: [], words: [{ from: 90, to: 90, text: 'x' }] },
      ])
        await expect(leaves(letter, { head: '', ...changes })).rejects.toThrow('must not be altered');
      expect(await leaves(letter, nobody)).toBe(letter);
    },
  );

  it('is still signed below our lines and without its Bcc', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const letter = crlf(
      'From: a@x.example\nTo: b@x.example\nSubject: Bins\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n\nThe bins.\n',
    );
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const signer = { signingDomain: 'x.example', selector: 's', privateKey: key.toString() };
    const { signatures } = await dkimSign(Buffer.from(letter), {
      ...signer,
      canonicalization: 'relaxed/relaxed',
      signatureData: [signer],
    });
    const path = letterFile(`${signatures}Bcc: c@x.example\r\n${letter}`);
    const rendering = await render(path, {
      head: 'X-Postroom-Id: 1\r\nReceived: by post.example;\r\n now\r\n',
      addCc: [],
    });
    const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
    const { results } = await dkimVerify(await buffer(openRendering(path, rendering)), {
      resolver: async () => [[record]],
    });
    expect(results[0]?.status.result).toBe('pass');
  });
});

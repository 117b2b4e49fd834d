/** What writing words into a letter does to its signatures, and that no letter is harmed by it, whatever its bytes. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, describe, expect, it } from 'vitest';
import { additionsTo } from '../../src/mail/insertion/additions.ts';
import { type Changes, openRendering, render } from '../../src/mail/outgoing/render.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { openReader } from '../../src/mail/reading/reader.ts';
import { envelopeTo } from './envelope.ts';
import { crlf, letterFile } from './letter-file.ts';

const words = { banner: '', statement: 'I write as a member of the Council, and don’t bind it to pay £1.' };
const folder = join(import.meta.dirname, 'rewrites');

async function leaving(path: string, changes: Partial<Changes>): Promise<Buffer> {
  return buffer(openRendering(path, await render(path, { head: '', addCc: [], ...changes })));
}

describe('a signature of the author’s domain', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

  async function verdict(bytes: Buffer): Promise<string | undefined> {
    const { results } = await dkimVerify(bytes, { resolver: async () => [[record]] });
    expect(results).toHaveLength(1);
    return results[0]?.status.result;
  }

  async function signed(): Promise<string> {
    const letter = readFileSync(join(folder, 'gmail-reply.before.eml'));
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = { signingDomain: 'ashcombe-tc.example', selector: 's', privateKey: key };
    const { signatures } = await dkimSign(letter, {
      ...signer,
      canonicalization: 'relaxed/relaxed',
      signatureData: [signer],
    });
    return letterFile(Buffer.concat([Buffer.from(signatures), letter]));
  }

  it('is good when the letter comes, and stays so below our lines', async () => {
    const path = await signed();
    expect(await verdict(readFileSync(path))).toBe('pass');
    expect(await verdict(await leaving(path, { head: 'X-Postroom-Id: 1\r\n' }))).toBe('pass');
  });

  it.each([
    ['a statement below the words', { words: true }, 'neutral'],
    ['a tag in the subject', { marking: { tag: '[CONFIDENTIAL]', sensitivity: '' } }, 'fail'],
    ['a Sensitivity', { marking: { tag: '', sensitivity: 'Private' } }, 'pass'],
    ['somebody added to Cc', { addCc: [{ name: '', address: 'clerk@ashcombe-tc.example' }] }, 'pass'],
  ] as const)('with %s: still there, and %o finds it %s', async (_, changed, expected) => {
    const path = await signed();
    const found = additionsTo(readFileSync(path), words);
    const edits = 'words' in changed && found.kind === 'edits' ? found.edits : [];
    const left = await leaving(path, { ...(changed as Partial<Changes>), words: edits });
    expect(left.toString('latin1')).toContain('DKIM-Signature:');
    expect(await verdict(left)).toBe(expected);
  });
});

describe('the process that reads letters', () => {
  const reader = openReader();
  afterAll(() => reader.close());

  it('finds where words go, and reads on', async () => {
    const path = join(folder, 'gmail-reply.before.eml');
    expect(await reader.additionsTo(path, words)).toEqual(additionsTo(readFileSync(path), words));
    expect((await reader.read(path, envelopeTo('b@x.example'))).subject).toBe('Re: Fencing quote');
  });

  it('says that it cannot where that would take too long', async () => {
    const page = `From: a@x.example\r\nContent-Type: text/html\r\n\r\n${'<p><b><i><font>x\r\n'.repeat(60_000)}`;
    const hurried = openReader({ timeoutMs: 200 });
    const found = await hurried.additionsTo(letterFile(page), words);
    await hurried.close();
    expect(found).toEqual({ kind: 'cannot', why: 'finding a place for added words took too much time or memory' });
  });

  it('fails where the letter is gone', async () => {
    await expect(reader.additionsTo('/nowhere.eml', words)).rejects.toThrow('cannot be read from the spool');
  });
});

describe('any bytes', () => {
  const words = {
    banner: 'NOT TO BE PASSED ON',
    statement: 'I write as a member of the Council, and don’t bind it to pay £1.',
  };
  const type = fc.constantFrom(
    'text/plain',
    'text/plain; charset=us-ascii',
    'text/plain; charset=utf-8',
    'text/plain; charset=utf-8; format=flowed',
    'text/plain; charset=iso-8859-1; format=flowed; delsp=yes',
    'text/plain; charset=windows-1252',
    'text/plain; charset=shift_jis',
    'text/plain; charset=utf-16be',
    'text/html',
    'text/html; charset=utf-8',
    'text/html; charset=iso-2022-jp',
    'text/enriched; charset=utf-8',
    'application/pdf; name=x.pdf',
    'text/calendar',
  );
  const encoding = fc.constantFrom('', '7bit', '8bit', 'quoted-printable', 'base64');
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '\r\n',
        '\r\n\r\n',
        ' \r\n',
        '> quoted\r\n',
        '>> quoted \r\n',
        'On 1 May 2026, at 10:15, Gwen wrote:\r\n',
        '-- \r\n',
      ],
      ...[
        'Jane Marsh\r\n',
        'words ',
        'words, words.\r\n',
        '=\r\n',
        '=C3=A9',
        '=',
        '\xe9',
        '\xff',
        '\0',
        '\u20ac',
        '\ufeff',
        'From ',
      ],
      ...[
        '<html><body>',
        '<body bgcolor=red>',
        '</body></html>',
        '<div>',
        '</div>',
        '<p>',
        '</p>',
        '<br>',
        '<b>',
        '</i>',
        '<hr>',
      ],
      ...[
        '<table><tr><td>',
        '</td></tr></table>',
        '</table>',
        '<blockquote type=cite>',
        '</blockquote>',
        '<ul><li>',
        '<a href=x>',
      ],
      ...[
        '<div style="display:none">',
        '<span style="color:#fff">',
        '<select><option>',
        '<!-- ',
        '-->',
        '<style>p{display:none}</style>',
      ],
      ...['<div class=gmail_quote>', '<pre>', '<svg>', '<title>', '<h1>', '<td>', '&nbsp;', '&lt;', '\u{100001}'],
    ),
    fc.string({ maxLength: 20 }),
  );
  const leaf = fc.record({ type, encoding, text: fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')) });
  const shape = fc.oneof(
    fc.constant(''),
    fc.constantFrom('multipart/mixed', 'multipart/alternative', 'multipart/related'),
  );

  /** Bytes of the text as its label says; now and then not. */
  function packed({ type, encoding, text }: { type: string; encoding: string; text: string }): Buffer {
    const bytes = Buffer.from(text, type.includes('utf-16') ? 'utf16le' : type.includes('utf-8') ? 'utf8' : 'latin1');
    const head = `Content-Type: ${type}\r\n${encoding === '' ? '' : `Content-Transfer-Encoding: ${encoding}\r\n`}\r\n`;
    const coded = bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
    return Buffer.concat([Buffer.from(head), encoding === 'base64' ? Buffer.from(coded) : bytes]);
  }

  it('are changed so that every text has the words and every other byte is as it was, or not at all', async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(shape, fc.array(leaf, { minLength: 1, maxLength: 3 }), async (around, leaves) => {
        const inner = leaves.map(packed);
        const outer = Buffer.from(`Content-Type: ${around}; boundary="b"\r\n`);
        const between = inner.flatMap((bytes) => [Buffer.from('\r\n--b\r\n'), bytes]);
        const body = around === '' ? [inner[0] as Buffer] : [outer, ...between, Buffer.from('\r\n--b--\r\n')];
        const bytes = Buffer.concat([Buffer.from('From: a@x.example\r\nMIME-Version: 1.0\r\n'), ...body]);
        const found = additionsTo(bytes, words);
        if (found.kind === 'cannot') return;
        changed++;
        const left = await leaving(letterFile(bytes), { words: found.edits });
        const { body: read } = await readNow(left, envelopeTo('b@x.example'));
        const texts = read.kind === 'read' ? read.texts.map(({ text }) => text) : [];
        const said = texts.map((text) => text.replace(/\s+/g, '').replace('’', "'")).join('');
        expect(said).toContain("don'tbinditto");
        expect(said).toContain('NOTTOBEPASSEDON');
        expect(additionsTo(left, words)).toEqual({ kind: 'edits', edits: [] });
      }),
      { numRuns: 300 },
    );
    expect(changed).toBeGreaterThan(150);
  });
});

it('writes a letter without a byte above 127 as one without', async () => {
  const path = letterFile(crlf('From: a@x.example\nTo: b@x.example\n\nThe bins.\n'));
  const found = additionsTo(readFileSync(path), words);
  const left = await leaving(path, { words: found.kind === 'edits' ? found.edits : [] });
  expect(left.every((byte) => byte < 0x80)).toBe(true);
});

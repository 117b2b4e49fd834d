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

async function leaves(path: string, changes: Partial<Changes>): Promise<Buffer> {
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
    expect(await verdict(await leaves(path, { head: 'X-Postroom-Id: 1\r\n' }))).toBe('pass');
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
    const left = await leaves(path, { ...(changed as Partial<Changes>), words: edits });
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
  const line = fc.oneof(
    fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Type: multipart/alternative; boundary="c"\r\n',
      'Content-Type: text/html\r\n',
      'Content-Type: text/html; charset=utf-8\r\n',
      'Content-Type: text/plain; format=flowed; charset=iso-8859-1\r\n',
      'Content-Type: application/pdf; name=x.pdf\r\n',
      'Content-Type: text/enriched\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'Content-Disposition: attachment\r\n',
      'VGhlIGJpbnMuDQo=\r\n',
      'VGhlIGJpbnM\r\n',
      'caf=C3=A9 =\r\n',
      'caf=E9=\r\n',
      '\r\n',
      '\r\n',
      '--b\r\n',
      '--b--\r\n',
      '--c\r\n',
      '--c--\r\n',
      '> quoted\r\n',
      'On 1 May 2026, at 10:15, Gwen wrote:\r\n',
      'Jane Marsh\r\n',
      '<html><body>',
      '<div>words</div>',
      '<p>words <b>and',
      '<br>words<br>',
      '<table><tr><td>words</td>',
      '<blockquote type=cite>words</blockquote>',
      '<div style="display:none">',
      '<select><option>',
      '<!-- ',
      '</body></html>',
      '\xe9\xff',
      '\0',
    ),
    fc.string({ unit: 'binary-ascii' }),
  );

  it('are changed so that every text has the words and every other byte is as it was, or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const bytes = Buffer.from(`From: a@x.example\r\nMIME-Version: 1.0\r\n${lines.join('')}`, 'latin1');
        const found = additionsTo(bytes, { ...words, banner: 'NOT TO BE PASSED ON' });
        if (found.kind === 'cannot') return;
        const path = letterFile(bytes);
        const left = await leaves(path, { words: found.edits });
        const { body } = await readNow(left, envelopeTo('b@x.example'));
        const texts = body.kind === 'read' ? body.texts : [];
        const said = texts.map(({ text }) => text.replace(/\s+/g, '').replace('’', "'"));
        expect(said.join('')).toContain("don'tbinditto");
        expect(said.join('')).toContain('NOTTOBEPASSEDON');
        expect(additionsTo(left, { ...words, banner: 'NOT TO BE PASSED ON' })).toEqual({ kind: 'edits', edits: [] });
      }),
      { numRuns: 300 },
    );
  });
});

it('writes a letter without a byte above 127 as one without', async () => {
  const path = letterFile(crlf('From: a@x.example\nTo: b@x.example\n\nThe bins.\n'));
  const found = additionsTo(readFileSync(path), words);
  const left = await leaves(path, { words: found.kind === 'edits' ? found.edits : [] });
  expect(left.every((byte) => byte < 0x80)).toBe(true);
});

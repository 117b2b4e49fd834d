import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { filesInText } from '../../../src/mail/parts/files-in-text.ts';
import { mixed, packed, read, seen } from './seen-letter.ts';

describe('a file beside a letter', () => {
  it('is known by what it is, not by its name or how it is packed', async () => {
    const sha256 = createHash('sha256').update('%PDF').digest('hex');
    const { body } = await read(
      mixed(packed('application/pdf; name=a.pdf', '%PDF'), 'Content-Type: application/pdf; name=b.pdf\n\n%PDF'),
    );
    expect(body).toMatchObject({
      enclosures: [
        { name: 'a.pdf', sha256, size: 4 },
        { name: 'b.pdf', sha256, size: 4 },
      ],
    });
  });

  const named = async (header: string) => {
    const { body } = await read(`${header}\n\n%PDF`);
    return body.kind === 'read' ? body.enclosures[0]?.name : undefined;
  };

  it.each([
    ['Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="b.pdf"', 'b.pdf'],
    ['Content-Type: application/pdf; name="=?utf-8?q?caf=C3=A9.pdf?="', 'café.pdf'],
    ["Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''caf%C3%A9.pdf", 'café.pdf'],
    [
      "Content-Type: application/pdf\nContent-Disposition: inline; filename=a.pdf; filename*=iso-8859-1'en'caf%E9.pdf",
      'café.pdf',
    ],
    ['Content-Type: application/pdf; name*0*=utf-8\'\'caf%C3; name*1*=%A9; name*2=".pdf"', 'café.pdf'],
    ['Content-Type: application/pdf\nContent-Disposition: attachment', null],
  ])('is called as its reader sees it: %s', async (header, name) => {
    expect(await named(header)).toBe(name);
  });

  it('is inline where the letter shows it', async () => {
    const html = `Content-Type: text/html\n\n<img src="cid:a%40x"><p>One`;
    const picture = (id: string, disposition: string) =>
      `Content-Type: image/png; name=${id}.png\nContent-ID: <${id}@x>\nContent-Disposition: ${disposition}\n\nPNG`;
    const letter = mixed(html, picture('a', 'attachment'), picture('b', 'attachment'), picture('c', 'inline'));
    expect(await seen(letter)).toEqual([
      expect.stringMatching(/^1 html, body:/),
      '2 file a.png image/png inline',
      '3 file b.png image/png',
      '4 file c.png image/png inline',
    ]);
  });

  it('is no file where it is only the proof of a signature', async () => {
    expect(await seen(mixed('\nOne', 'Content-Type: application/pgp-signature\n\nx'))).toContain(
      '2 file - application/pgp-signature inline',
    );
  });
});

describe('a file in the text itself', () => {
  const uu = 'begin 644 note.txt\n25&AE(&)I;G,@87)E(&QA=&4N\n`\nend\n';

  it('is unpacked from uuencode, and the text stays', async () => {
    expect(await seen(`Subject: x\n\nSee this:\n${uu}`)).toEqual([
      `1 plain, body: See this:\n${uu.trim()}`,
      '1:note.txt other, attached: The bins are late.',
      '1:note.txt file note.txt application/octet-stream',
    ]);
  });

  it('is unpacked where it is the whole part', async () => {
    const whole = `Content-Type: application/x-thing; name=a.bin\nContent-Transfer-Encoding: x-uuencode\n\n${uu}`;
    expect(await seen(whole)).toEqual(['1 file a.bin application/x-thing']);
  });

  it('is unpacked from yEnc', () => {
    const encoded = Buffer.from([...'=ybegin line=128 size=4 name=a b.bin\r\n'].map((char) => char.charCodeAt(0)));
    const bytes = Buffer.concat([
      encoded,
      Buffer.from([0x2a, 0x94, 0x3d, 0x7d, 0x29]),
      Buffer.from('\r\n=yend size=4\r\n'),
    ]);
    expect(filesInText(bytes)).toEqual([{ name: 'a b.bin', bytes: Buffer.from([0x00, 0x6a, 0x13, 0xff]) }]);
  });

  it('is none where a person only writes the word', () => {
    expect(filesInText(Buffer.from('begin 644 times and\nyou will see.\nbegin\n=ybegin nothing\n'))).toEqual([]);
  });

  it('is looked for in time that grows with the text alone', () => {
    for (const line of ['begin 644 a\n', '=ybegin name=a\n', '=ybegin \n', 'begin 644 a\n#0V%T\n'])
      filesInText(Buffer.from(line.repeat(200_000)));
  });
});

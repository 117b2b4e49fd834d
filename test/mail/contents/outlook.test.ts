import { describe, expect, it } from 'vitest';
import { decompressedRtf } from '../../../src/mail/contents/compressed-rtf.ts';
import { readOutlookMessage } from '../../../src/mail/contents/outlook-message.ts';
import { readTnef } from '../../../src/mail/contents/tnef.ts';
import { compoundFile, LETTER, letterObject, properties, streamsOf, TNEF, winmail } from './outlook-bytes.ts';
import { mixed, packed, read, seen } from './seen-letter.ts';

/** [MS-OXRTFCP] §3.1.1: the specification's own example. */
const HELLO_RTF = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
);
const FILE = Buffer.alloc(14);

describe('winmail.dat', () => {
  const bundle = winmail(
    [TNEF.subject, Buffer.from('The drains\0')],
    [TNEF.body, Buffer.from('Please tell the firm.\0')],
    [TNEF.properties, properties({ [LETTER.html]: Buffer.from('<p>Please tell the firm.'), [LETTER.rtf]: HELLO_RTF })],
    [TNEF.beginsFile, FILE],
    [TNEF.fileTitle, Buffer.from('NOTES~1.TXT\0')],
    [TNEF.fileData, Buffer.from('Two')],
    [TNEF.fileProperties, properties({ [LETTER.fileName]: 'notes.txt' })],
  );

  it('gives its text in every form, and its files', async () => {
    expect(await seen(mixed('\nOne', packed('application/ms-tnef; name=winmail.dat', bundle)))).toEqual([
      '1 plain, body: One',
      '2:body plain, body: Please tell the firm.',
      '2:body.html html, body: Please tell the firm.',
      '2:body.rtf plain, body: hello world',
      '2:notes.txt other, attached: Two',
      '2:notes.txt file notes.txt application/octet-stream',
    ]);
  });

  it('is known by its name alone', async () => {
    expect(await seen(packed('application/octet-stream; name=WinMail.dat', bundle))).toContain(
      '1:body plain, body: Please tell the firm.',
    );
  });

  it('gives the letters within, by whom and to whom', async () => {
    const inner = winmail(
      [TNEF.body, Buffer.from('The price is 400.')],
      [
        TNEF.properties,
        properties({
          [LETTER.subject]: 'Price',
          [LETTER.sender]: 'Sue Bell',
          [LETTER.senderAddress]: 'sue@firm.example',
          [LETTER.messageId]: '<7@firm.example>',
          [LETTER.sensitivity]: 2,
        }),
      ],
      [
        TNEF.recipients,
        Buffer.concat([
          Buffer.from([1, 0, 0, 0]),
          properties({ [LETTER.name]: 'Tom', [LETTER.address]: 'tom@x.example' }),
        ]),
      ],
    );
    const outer = winmail(
      [TNEF.beginsFile, FILE],
      [TNEF.fileTitle, Buffer.from('Price\0')],
      [TNEF.fileProperties, letterObject(inner)],
    );
    const { body } = await read(packed('application/ms-tnef', outer));
    expect(body).toMatchObject({
      texts: [{ part: '1:Price/body', stands: 'enclosed', text: 'The price is 400.' }],
      quotations: [
        {
          kind: 'enclosed',
          part: '1:Price/body',
          author: { name: 'Sue Bell', address: 'sue@firm.example' },
          recipients: [{ name: 'Tom', address: 'tom@x.example' }],
          subject: 'Price',
          messageId: '7@firm.example',
          labels: [{ header: 'sensitivity', value: 'Private' }],
        },
      ],
    });
  });

  it('that cannot be read is told', async () => {
    const told = ['! mime-tnef part 1'];
    expect(await seen(packed('application/ms-tnef', bundle.subarray(0, 50)))).toEqual([
      '1 file - application/ms-tnef',
      ...told,
    ]);
    for (const none of ['no bundle', Buffer.concat([bundle.subarray(0, 6), Buffer.from('no attribute')])])
      expect(await seen(packed('application/ms-tnef', none))).toEqual(['1 file - application/ms-tnef', ...told]);
  });

  it('that was cut or changed anywhere is read or told, and never throws', () => {
    for (let at = 0; at < bundle.length; at++) {
      readTnef(bundle.subarray(0, at));
      const changed = Buffer.from(bundle);
      changed[at] = 0xff;
      readTnef(changed);
    }
  });

  it('may be followed by something else', () => {
    expect(readTnef(Buffer.concat([bundle, Buffer.from('KAKDASABa more or less')]))?.files).toHaveLength(1);
  });
});

describe('a letter that Outlook saved', () => {
  const letter = (subject: string, text: string) => ({
    [LETTER.subject]: subject,
    [LETTER.sender]: 'Sue Bell',
    [LETTER.senderAddress]: 'sue@firm.example',
    [LETTER.body]: text,
    [LETTER.sensitivity]: 3,
  });
  const file = compoundFile({
    name: 'Root Entry',
    streams: streamsOf(letter('Price', `The price is 400. ${'All in. '.repeat(100)}`), 32),
    folders: [
      {
        name: '__recip_version1.0_#00000000',
        streams: streamsOf({ [LETTER.name]: 'Tom', [LETTER.address]: 'tom@x.example' }, 8),
      },
      {
        name: '__attach_version1.0_#00000000',
        streams: streamsOf({ [LETTER.fileName]: 'a.pdf', [LETTER.data]: Buffer.from('%PDF') }, 8),
      },
      {
        name: '__attach_version1.0_#00000001',
        streams: streamsOf({ [LETTER.name]: 'Older' }, 8),
        folders: [{ name: '__substg1.0_3701000D', streams: streamsOf(letter('Older', 'The older price.'), 24) }],
      },
    ],
  });

  it('is read like a letter within', async () => {
    const { body } = await read(mixed('\nSee below.', packed('application/vnd.ms-outlook; name="old.msg"', file)));
    expect(body).toMatchObject({
      texts: [
        { part: '1' },
        { part: '2/body', stands: 'enclosed' },
        { part: '2/Older/body', stands: 'enclosed', text: 'The older price.' },
      ],
      quotations: [
        {
          part: '2/body',
          depth: 1,
          subject: 'Price',
          author: { address: 'sue@firm.example' },
          recipients: [{ address: 'tom@x.example' }],
          labels: [{ value: 'Company-Confidential' }],
        },
        { part: '2/Older/body', depth: 2, subject: 'Older' },
      ],
      enclosures: [
        { part: '2', name: 'old.msg' },
        { part: '2/a.pdf', name: 'a.pdf', size: 4 },
      ],
    });
  });

  it('is a file like any other where it is something else', async () => {
    expect(await seen(packed('application/vnd.ms-outlook; name=a.msg', 'no letter'))).toEqual([
      '1 file a.msg application/vnd.ms-outlook',
    ]);
    const word = compoundFile({ name: 'Root Entry', streams: { WordDocument: Buffer.alloc(600) } });
    expect(await seen(packed('application/octet-stream; name=a.msg', word))).toEqual([
      '1 file a.msg application/octet-stream',
    ]);
  });

  it('that points at itself, or was changed anywhere, comes to an end', () => {
    // Its header, its table of sectors and its names; what stands in the streams is no matter.
    for (let at = 0; at < file.length; at += at < 512 || at > file.length - 1_024 ? 1 : 41) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) === 1 ? 0xff : 1;
      readOutlookMessage(changed);
    }
  });
});

describe('compressed rich text', () => {
  it('is unpacked as the specification shows', () => {
    expect(decompressedRtf(HELLO_RTF, 1_000)?.toString('latin1')).toBe(
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    );
    const repeated = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex');
    expect(decompressedRtf(repeated, 1_000)?.toString('latin1')).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('is none where it would be larger than asked for, or something else', () => {
    expect(decompressedRtf(HELLO_RTF, 10)).toBeNull();
    expect(decompressedRtf(Buffer.alloc(40), 1_000)).toBeNull();
    expect(decompressedRtf(Buffer.alloc(3), 1_000)).toBeNull();
  });
});

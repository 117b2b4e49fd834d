import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanHeader } from '../../src/mail/header/headers.ts';
import { readPartText } from '../../src/mail/parts/part-text.ts';
import { scanStructure } from '../../src/mail/parts/structure.ts';
import { readUncommonText } from '../../src/mail/parts/uncommon-text.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from './envelope.ts';
import { pieces } from './pieces.ts';

describe('any bytes at all', () => {
  it('are read or told to be unreadable, and never throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (bits) => {
        const letter = await readNow(Buffer.from(bits.join(''), 'latin1'), envelopeTo('b@x.example'));
        expect(['read', 'unreadable']).toContain(letter.body.kind);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('text in ordinary dress', () => {
  it.each([
    ['utf-8', Buffer.from('café £5 – “quoted”\r\nsecond line\r\n')],
    ['us-ascii', Buffer.from('The bins are late.\r\n')],
    ['iso-8859-1', Buffer.from('caf\xe9\r\n', 'latin1')],
    ['windows-1252', Buffer.from('\x93quoted\x94 \x80 5', 'latin1')],
    ['koi8-r', Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4])],
    ['gb18030', Buffer.from([0xc4, 0xe3, 0xba, 0xc3])],
  ])('is what mailparser reads too: %s', async (charset, text) => {
    const bytes = Buffer.concat([Buffer.from(`Content-Type: text/plain; charset=${charset}\r\n\r\n`), text]);
    const { root } = scanStructure(bytes, scanHeader(bytes));
    const ours = await readPartText(bytes, root);
    expect(ours).toEqual({ text: await readUncommonText(text, root.parameters), odd: [] });
  });
});

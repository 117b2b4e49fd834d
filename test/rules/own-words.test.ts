import { describe, expect, it } from 'vitest';
import type { Letter, Quotation, TextPart } from '../../rules/letter.ts';
import { ownWords } from '../../rules/own-words.ts';

function letter(subject: string, { quoted = null as string | null, texts = [] as readonly TextPart[] } = {}): Letter {
  const quotation = { kind: 'quoted', part: '1', from: 0, to: 0, depth: 1, author: null, recipients: [], date: null };
  const quotations = quoted === null ? [] : [{ ...quotation, subject: quoted, messageId: null } as Quotation];
  return { subject, body: { kind: 'read', texts, quotations, enclosures: [], signature: [] } } as unknown as Letter;
}

describe('a subject', () => {
  it.each([
    ['Fencing quote', null, ['Fencing quote@0']],
    ['Re: Fencing quote', null, []],
    ['RE: FW: Fencing quote', null, []],
    ['AW: Zaun', null, []],
    ['SV[2]: Staket', null, []],
    ['ATB: Llwybr', null, []],
    ['[EXTERNAL] Re: Fencing quote', null, []],
    ['Re: [EXTERNAL] Fencing quote', null, []],
    ['[EXTERNAL] Fencing quote', null, ['Fencing quote@11']],
    ['Fencing quote', 'Fencing quote', []],
    ['RE: Fencing quote', 'fencing quote', []],
    ['Re: Fencing quote', 'Re: [EXT] Fencing quote', []],
    ['YES GO AHEAD Re: fencing quote', 'Fencing quote', ['YES GO AHEAD@0']],
    ['YES GO AHEAD Re: fencing quote', null, ['YES GO AHEAD@0']],
    ['RE: Fencing quote - ACCEPTED', 'Fencing quote', ['ACCEPTED@20']],
    ['Mistletoe, you too?', 'Mistletoe', ['Mistletoe, you too?@0']],
    ['Accepted: your quote', null, ['Accepted: your quote@0']],
    ['Report: fencing', null, ['Report: fencing@0']],
    ['Fw:', null, []],
    ['', null, []],
  ])('%j, where %j is quoted, says anew: %j', (subject, quoted, expected) => {
    const words = ownWords(letter(subject, { quoted }));
    expect(words.map(({ part, text, offset }) => (part === 'subject' ? `${text}@${offset}` : part))).toEqual(expected);
  });
});

describe('a body', () => {
  const text = 'Yes.\n> Is it?\nNo.\n-- \nTom';
  const part: TextPart = {
    part: '1',
    kind: 'plain',
    stands: 'body',
    text,
    hidden: [],
    stretches: [
      { kind: 'own', from: 0, to: 5 },
      { kind: 'quoted', from: 5, to: 14 },
      { kind: 'own', from: 14, to: 18 },
      { kind: 'signature', from: 18, to: text.length },
    ],
  };

  it('gives what its author wrote, and where', () => {
    expect(ownWords(letter('Re: x', { texts: [part] }))).toEqual([
      { part: '1', text: 'Yes.\n', offset: 0 },
      { part: '1', text: 'No.\n', offset: 14 },
    ]);
  });

  it('gives nothing of a file beside it', () => {
    expect(ownWords(letter('Re: x', { texts: [{ ...part, stands: 'attached' }] }))).toEqual([]);
  });

  it('gives nothing where it cannot be read', () => {
    expect(ownWords({ ...letter('Re: x'), body: { kind: 'unreadable', why: 'x' } })).toEqual([]);
  });
});

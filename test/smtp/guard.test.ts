/** The guard lets a sound letter through unchanged, and says of an unsound one what is wrong, wherever it is cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GuardLimits, guard } from '../../src/smtp/guard.ts';
import { REPLIES, type Reply } from '../../src/smtp/replies.ts';

const LIMITS: GuardLimits = { size: 1_000_000, header: 1_000, patience: 4_000_000 };

type Passed = {
  readonly fault: Reply | null;
  readonly bytes: string;
  readonly header: string;
  readonly eightBit: boolean;
};

function pass(pieces: readonly Buffer[], limits = LIMITS): Passed {
  const guarding = guard(limits);
  const bytes = Buffer.concat(pieces.filter((piece) => guarding.passes(piece))).toString('latin1');
  return {
    fault: guarding.verdict(),
    bytes,
    header: guarding.header().toString('latin1'),
    eightBit: guarding.eightBit(),
  };
}

const whole = (text: string): Buffer[] => [Buffer.from(text, 'latin1')];

/** As one piece, as single bytes, and cut in two at every place. */
function everyCut(text: string): Buffer[][] {
  const bytes = Buffer.from(text, 'latin1');
  const cuts = Array.from({ length: bytes.length + 1 }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);
  return [[bytes], [...bytes].map((byte) => Buffer.from([byte])), ...cuts];
}

describe('the guard', () => {
  const faults: readonly [string, string, Reply][] = [
    ['a bare LF in the header', 'A: b\nC: d\r\n\r\n', REPLIES.bareLineEnding],
    ['a bare LF in the text', 'A: b\r\n\r\none\ntwo\r\n', REPLIES.bareLineEnding],
    ['a bare CR in the header', 'A: b\rBcc: c\r\n\r\n', REPLIES.bareLineEnding],
    ['two CR before an LF', 'A: b\r\n\r\nx\r\r\n', REPLIES.bareLineEnding],
    ['a CR as the last byte', 'A: b\r\n\r\nx\r', REPLIES.bareLineEnding],
    ['an LF as the first byte', '\nA: b\r\n', REPLIES.bareLineEnding],
    ['LF dot LF', 'A: b\r\n\r\nx\n.\n', REPLIES.bareLineEnding],
    ['CR dot CR', 'A: b\r\n\r\nx\r.\r', REPLIES.bareLineEnding],
    ['a NUL', 'A: b\r\n\r\nx\0y\r\n', REPLIES.nul],
    ['a CR and then a NUL', 'A: b\r\n\r\nx\r\0\n', REPLIES.bareLineEnding],
    ['a NUL, and then a bare LF', 'A: b\r\n\r\n\0\n', REPLIES.nul],
  ];
  for (const [name, text, fault] of faults) {
    it(`refuses ${name}, wherever the network cut it`, () => {
      for (const pieces of everyCut(text)) expect(pass(pieces).fault).toBe(fault);
    });
  }

  it('lets a sound letter through unchanged, and keeps its header, wherever the network cut it', () => {
    const text = 'A: b\r\n c\r\n\r\n..\r\n\r\ntext\r\n';
    for (const pieces of everyCut(text)) {
      const passed = pass(pieces);
      expect(passed).toEqual({ fault: null, bytes: text, header: 'A: b\r\n c\r\n\r\n', eightBit: false });
    }
  });

  it('takes a letter that is all header, or has none', () => {
    expect(pass(whole('A: b\r\n'))).toMatchObject({ fault: null, header: 'A: b\r\n' });
    expect(pass(whole('\r\nA: b\r\n'))).toMatchObject({ fault: null, header: '\r\n' });
    expect(pass(whole(''))).toMatchObject({ fault: null, header: '', bytes: '' });
  });

  it('notices bytes beyond ASCII', () => {
    for (const pieces of everyCut('A: b\r\n\r\ncaf\xe9\r\n')) expect(pass(pieces).eightBit).toBe(true);
  });

  it('refuses a header that is longer than the limit, and none that has just its length', () => {
    const header = (length: number): string => `A: ${'x'.repeat(length - 7)}\r\n\r\n`;
    expect(pass(whole(`${header(1000)}text\r\n`)).fault).toBeNull();
    expect(pass(whole(`${header(1001)}text\r\n`)).fault).toBe(REPLIES.longHeader);
    expect(pass(whole(`A: ${'x'.repeat(1000)}`)).fault).toBe(REPLIES.longHeader);
  });

  it('lets a line pass that is longer than any line may be: programs write such newsletters', () => {
    const bytes = `A: b\r\n\r\n${'x'.repeat(100_000)}\r\n`;
    expect(pass(whole(bytes), { size: 1 << 20, header: 1000, patience: 1 << 22 }).fault).toBeNull();
  });

  it('refuses a letter of one byte too many, stores nothing after it, and reads on to the end', () => {
    const limits = { ...LIMITS, size: 100 };
    const text = (length: number): string => `A: b\r\n\r\n${'x'.repeat(length - 10)}\r\n`;
    expect(pass(whole(text(100)), limits).fault).toBeNull();
    const passed = pass([...whole(text(101)), ...whole('more\r\n'.repeat(1000))], limits);
    expect(passed).toMatchObject({ fault: REPLIES.tooBig, bytes: '' });
  });

  it('says when patience is at an end', () => {
    const guarding = guard({ ...LIMITS, size: 100, patience: 200 });
    const line = Buffer.from('x'.repeat(98).concat('\r\n'));
    const seen = [1, 2, 3].map(() => [guarding.passes(line), guarding.isOutOfPatience()]);
    expect(seen).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it('gives the same answer for any bytes however they are cut, and lets through only lines that end in CRLF', () => {
    const byte = fc.constantFrom('\r', '\n', '\r\n', '.', 'a', ' ', '\0', '\xe9', '\r\n\r\n');
    const letter = fc.array(byte, { maxLength: 40 }).map((bytes) => bytes.join(''));
    fc.assert(
      fc.property(letter, fc.array(fc.nat(60), { maxLength: 6 }), (text, cuts) => {
        const bytes = Buffer.from(text, 'latin1');
        const at = [0, ...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        const [one, cut] = [pass([bytes]), pass(pieces)];
        expect(cut.fault).toBe(one.fault);
        expect(cut.header.startsWith(one.header) || one.fault !== null).toBe(true);
        const sound = !/\0|\r(?!\n)|(?<!\r)\n/.test(text);
        expect(one.fault === null).toBe(sound);
        if (sound) expect(cut.bytes).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

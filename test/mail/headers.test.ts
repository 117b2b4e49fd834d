import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsNamed, firstValue, type Header, scanHeader } from '../../src/mail/header/headers.ts';

function scan(text: string): Header {
  return scanHeader(Buffer.from(text, 'latin1'));
}

function kinds(text: string): readonly string[] {
  return scan(text).anomalies.map(({ kind, where }) => (where === 'header' ? kind : `${kind} ${where}`));
}

describe('the header of a letter', () => {
  it('gives each field with its bytes, folded lines included', () => {
    const text = 'From: a@x.example\r\nTo: b@x.example,\r\n c@x.example\r\nSubject: Bins\r\n\r\nThe bins.\r\n';
    const header = scan(text);
    expect(header.fields.map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([
      ['From', 'From: a@x.example\r\n'],
      ['To', 'To: b@x.example,\r\n c@x.example\r\n'],
      ['Subject', 'Subject: Bins\r\n'],
    ]);
    expect(header.fields[1]?.value).toBe('b@x.example, c@x.example');
    expect(text.slice(header.bodyAt)).toBe('The bins.\r\n');
    expect(header.ended).toBe(true);
    expect(header.anomalies).toEqual([]);
  });

  it('reads `From : x` as From (RFC 5322 §4.5), which other parsers do not see', () => {
    expect(fieldsNamed(scan('From : a@x.example\r\n\r\n'), 'from')[0]).toMatchObject({
      name: 'From',
      value: 'a@x.example',
    });
    expect(firstValue(scan('SUBJECT\t: Bins\r\n\r\n'), 'subject')).toBe('Bins');
  });

  it('takes a line of white space alone for a folded line, not for the end', () => {
    const header = scan('Subject: Bins\r\n \r\n and gulls\r\nTo: a@x.example\r\n\r\nText');
    expect(header.fields.map((field) => field.name)).toEqual(['Subject', 'To']);
  });

  it('reads lone line feeds as line ends', () => {
    expect(scan('From: a@x.example\nTo: b@x.example\n\nText').fields.map((field) => field.value)).toEqual([
      'a@x.example',
      'b@x.example',
    ]);
  });

  it('says where a letter has no blank line that its header may go on', () => {
    expect(scan('From: a@x.example\r\nTo: b')).toMatchObject({ ended: false, end: 24, bodyAt: 24 });
    expect(scan('')).toMatchObject({ ended: false, fields: [], anomalies: [] });
  });

  it('names what readers may understand differently', () => {
    expect(kinds('\r\nFrom: a@x.example\r\n\r\n')).toEqual(['header-blank-first-line']);
    expect(kinds('From a@x.example Sat Nov 21\r\nFrom: a@x.example\r\n\r\n')).toEqual(['header-line-no-field byte 0']);
    expect(kinds('From: a@x.example\r\nno field\r\nTo: b@x.example\r\n\r\n')).toEqual(['header-line-no-field byte 19']);
    expect(kinds(' folded first\r\nFrom: a@x.example\r\n\r\n')).toEqual(['header-line-no-field byte 0']);
    expect(kinds('Subject: a\0b\r\n\r\n')).toEqual(['header-nul']);
    expect(kinds('Subject: quiet\rBcc: press@paper.example\r\r\nX: 1\r\n\r\n')).toEqual(['header-bare-cr']);
    expect(kinds('Subject: caf\xe9\r\n\r\n')).toEqual(['header-8bit']);
    expect(kinds('Subject: caf\xc3\xa9\r\n\r\n')).toEqual([]);
    expect(kinds('From: a@x.example\r\nfrom : b@x.example\r\n\r\n')).toEqual(['header-repeated from']);
    expect(kinds('From: a@x.example\r\nFrom: a@x.example\r\n\r\n')).toEqual(['header-repeated from']);
    expect(kinds('Subject: a\r\nSubject: b\r\nSubject: a\r\n\r\n')).toEqual(['header-repeated subject']);
    expect(kinds('Content-Type: text/plain\r\ncontent-type: text/plain\r\n\r\n')).toEqual([]);
    expect(kinds('To: a@x.example\r\nTo: b@x.example\r\n\r\n')).toEqual([]);
  });

  it('covers every byte of the header, whatever the bytes', () => {
    const line = fc.oneof(
      fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', ':', 'From: a\r\n', ' folded\r\n', 'Bcc : x\r\n', '\0', '\xe9'),
      fc.string({ unit: 'binary-ascii' }),
    );
    fc.assert(
      fc.property(fc.array(line), (parts) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        const { fields, strays, end, bodyAt } = scanHeader(bytes);
        const ranges = [...fields, ...strays].sort((a, b) => a.from - b.from);
        expect(Buffer.concat(ranges.map(({ from, to }) => bytes.subarray(from, to)))).toEqual(bytes.subarray(0, end));
        expect(bytes.toString('latin1', end, bodyAt)).toMatch(/^(\r?\n)?$/);
      }),
    );
  });

  it('takes time in proportion to a hostile header', () => {
    const started = performance.now();
    scan('\r'.repeat(65_536));
    scan('a:\r\n'.repeat(65_536));
    scan(`To: ${'<@,('.repeat(65_536)}`);
    scan(`x${':\r\n '.repeat(65_536)}`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

import { describe, expect, it } from 'vitest';
import { mixed, packed, read, seen } from './seen-letter.ts';

describe('a text', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['in Markdown', 'Content-Type: text/markdown\n\n# One', ['1 other, body: # One']],
    ['for AMP', 'Content-Type: text/x-amp-html\n\n<p>One</p>', ['1 html, body: One']],
    [
      'in enriched',
      'Content-Type: text/enriched\n\n<bold>One</bold> and\n<<two>\n\n<color><param>red</param>three</color>',
      ['1 other, body: One and <two>\nthree'],
    ],
    ['in richtext', 'Content-Type: text/richtext\n\n<comment>no</comment>One<nl><lt>two', ['1 other, body: One\n<two']],
    [
      'in RTF',
      'Content-Type: text/rtf\n\n{\\rtf1\\ansi The {\\b bins}\\par are late.}',
      ['1 other, body: The bins\nare late.'],
    ],
    [
      'in a table beside the letter',
      mixed('\nOne', 'Content-Type: text/csv; name=a.csv\n\n1,2'),
      ['1 plain, body: One', '2 other, attached: 1,2', '2 file a.csv text/csv'],
    ],
    [
      'in a file of no type',
      mixed('\nOne', packed('application/octet-stream; name=notes.txt', 'Two')),
      ['1 plain, body: One', '2 other, attached: Two', '2 file notes.txt application/octet-stream'],
    ],
    [
      'in a page beside the letter',
      mixed(
        '\nOne',
        `${packed('text/html', '<p>Two')}`.replace('\n', '\nContent-Disposition: attachment; filename=a.html\n'),
      ),
      ['1 plain, body: One', '2 html, attached: Two', '2 file a.html text/html'],
    ],
    [
      'in no file that only looks like one',
      mixed('\nOne', packed('application/octet-stream; name=notes.txt', Buffer.from([1, 0, 2]))),
      ['1 plain, body: One', '2 file notes.txt application/octet-stream'],
    ],
    [
      'in a card',
      mixed('\nOne', 'Content-Type: text/vcard\n\nFN:Jane'),
      ['1 plain, body: One', '2 other, attached: FN:Jane', '2 file - text/vcard'],
    ],
    [
      'in a piece of a letter',
      'Content-Type: message/partial; id="a"; number=1; total=2\n\nOne',
      ['1 other, attached: One', '1 file - message/partial', '! mime-partial part 1'],
    ],
    [
      'that is to be fetched from elsewhere',
      'Content-Type: message/external-body; access-type=URL; URL="http://x.example/"\n\nContent-Type: text/plain\n\n',
      ['1 other, attached: Content-Type: text/plain', '1 file - message/external-body', '! mime-external-body part 1'],
    ],
    [
      'in a multipart that was packed as a whole',
      'Content-Type: multipart/mixed; boundary=B\nContent-Transfer-Encoding: base64\n\nLS1CDQoNClBheSB0aGUgZmlybS4NCi0tQi0t',
      [
        '1:1 plain, body: Pay the firm.',
        'before plain, loose: LS1CDQoNClBheSB0aGUgZmlybS4NCi0tQi0t',
        '! mime-multipart-encoded letter',
        '! mime-no-parts letter',
      ],
    ],
    [
      'in lines longer than mail allows',
      `Subject: x\n\n${'a'.repeat(999)}\n`,
      [`1 plain, body: ${'a'.repeat(999)}`, '! mime-long-line letter'],
    ],
    ['in lines just as long as mail allows', `Subject: x\n\n${'a'.repeat(998)}`, [`1 plain, body: ${'a'.repeat(998)}`]],
  ];
  it.each(table)('%s is read', async (_, text, expected) => {
    expect(await seen(text)).toEqual(expected);
  });

  it('said to be base64 and none is told, since some programs show it as it stands', async () => {
    const { anomalies } = await read('Content-Transfer-Encoding: base64\n\nPay the firm.');
    expect(anomalies).toEqual([{ kind: 'mime-base64', where: 'part 1' }]);
  });

  it('longer than HTML is read is told, and read as far as that', async () => {
    const { body, anomalies } = await read(`Content-Type: text/html\n\n${'<p>All work</p>\n'.repeat(150_000)}`);
    expect(anomalies).toEqual([{ kind: 'mime-html-long', where: 'part 1' }]);
    expect(body).toMatchObject({ kind: 'read' });
  });

  it('with a picture written into it is no long text', async () => {
    const picture = `<img src="data:image/png;base64,${'iVBORw0KGgo'.repeat(250_000)}">`;
    const { body, anomalies } = await read(`Content-Type: text/html\n\n<p>One</p>${picture}<p>Two</p>`);
    expect(anomalies.map(({ kind }) => kind)).toEqual(['mime-long-line']);
    expect(body.kind === 'read' && body.texts[0]?.text.replace(/\s+/g, ' ')).toMatch(/^One .*Two$/);
  });
});

describe('two versions of a letter', () => {
  const versions = (plain: string, html: string) =>
    `Content-Type: multipart/alternative; boundary=B\n\n--B\n\n${plain}\n--B\nContent-Type: text/html\n\n${html}\n--B--\n`;
  const words = 'The bins in Tabley Road were not emptied on Monday and residents ask when the lorry will come again';

  it('that say the same in other dress are one letter', async () => {
    const html = `<p><b>The bins</b> in <a href="http://x.example/a">Tabley&nbsp;Road</a> ${words.slice(24)}</p><img alt="logo">`;
    const { anomalies } = await read(
      versions(`*The bins* in Tabley Road <http://x.example/a> ${words.slice(24)}`, html),
    );
    expect(anomalies).toEqual([]);
  });

  it('that say different things are both read, and told', async () => {
    const other = 'Please pay the contractor Smith and Sons eleven thousand pounds before Friday noon from the reserve';
    expect(await seen(versions(words, `<p>${other}</p>`))).toEqual([
      `1 plain, body: ${words}`,
      `2 html, body: ${other}`,
      '! mime-alternatives-differ letter',
    ]);
  });
});

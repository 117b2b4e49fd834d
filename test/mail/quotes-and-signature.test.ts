import { describe, expect, it } from 'vitest';
import { seenInHtml } from '../../src/mail/text/html-text.ts';
import { speakersIn } from '../../src/mail/text/stretches.ts';

const htmlText = (html: string) => seenInHtml(html).text;
const signatureOf = (text: string) => speakersIn({ text, hidden: [], regions: [] }).signature;
const readOf = (text: string) =>
  speakersIn({ text, hidden: [], regions: [] }, { names: ['Jane Marsh'], subject: 'Fwd: Bins' });
const quotesInText = (text: string) => speakersIn({ text, hidden: [], regions: [] }).quotations.length > 0;
const quotesInHtml = (html: string) => speakersIn(seenInHtml(html)).quotations.length > 0;

describe('earlier correspondence', () => {
  it.each([
    ['> Thank you for the update.'],
    ['-----Original Message-----\nFrom: Jane'],
    ['---------- Forwarded message ---------'],
    ['Begin forwarded message:'],
    ['On Mon, 23 Nov 2026 at 10:15, Jane Marsh <jane@x.example> wrote:'],
    ['On Mon, 23 Nov 2026 at 10:15, Jane Marsh\n<jane@x.example> wrote:'],
    ['From: Jane Marsh\nSent: 23 November 2026 10:15\nTo: Town Clerk\nSubject: Bins'],
    ['*From:* Jane Marsh\n*Date:* Monday\n*Subject:* Bins'],
  ])('is seen in a text: %s', (text) => {
    expect(quotesInText(`My own words.\n\n${text}\n`)).toBe(true);
  });

  it.each([
    ['From: the Town Hall\nit is a short walk.'],
    ['On Monday I wrote: nothing.'],
    ['5 > 3'],
    ['To: everybody'],
    [''],
  ])('is not seen in %s', (text) => {
    expect(quotesInText(text)).toBe(false);
  });

  it.each([
    [
      'Yahoo, all on one line',
      '----- Forwarded message ----- From: "Ruth Amory" <ruth@x.example>To: Tom Hale <tom@x.example>Sent: Monday, 23 November 2026 at 09:15:00 GMTSubject: Bins\nWhen?',
      { kind: 'forwarded', recipients: [{ name: 'Tom Hale', address: 'tom@x.example' }], subject: 'Bins' },
    ],
    [
      'Notes, with a paragraph between name and date',
      'Ruth Amory/COUNCIL\n\n23/11/2026 09:15\n\nTo\nTom Hale/COUNCIL@COUNCIL\ncc\nSubject\tBins\n\nWhen?',
      { date: '23/11/2026 09:15', subject: 'Bins' },
    ],
  ])('is told by its head: %s', (_, text, expected) => {
    const [quotation] = readOf(`See below.\n\n${text}\n`).quotations;
    expect(quotation).toMatchObject(expected);
    expect(quotation?.author?.name).toMatch(/^Ruth Amory/);
  });

  it('is seen in HTML', () => {
    expect(quotesInHtml('<div class="gmail_quote">The bins</div>')).toBe(true);
    expect(quotesInHtml('<BLOCKQUOTE type="cite">The bins')).toBe(true);
    expect(quotesInHtml('<div id="divRplyFwdMsg">From: Jane</div>The bins')).toBe(true);
    expect(quotesInHtml('<p>The bins</p>')).toBe(false);
    expect(quotesInHtml('<blockquote style="margin-top:0;margin-bottom:0">The bins')).toBe(false);
    expect(quotesInHtml('<blockquote style="margin:0">The bins')).toBe(true);
  });
});

describe('the lines that close the author’s own words', () => {
  it.each([
    [
      'Thanks, Moira.\n\nRuth Amory\nTown Councillor for Castle Ward\n',
      ['Ruth Amory', 'Town Councillor for Castle Ward'],
    ],
    ['The bins are late.\n-- \nTom Hale\n01632 960100\n', ['Tom Hale', '01632 960100']],
    ['The bins are late.\nKind regards,\n\nTom\n\nSent from my iPhone', ['Tom']],
    [
      'The bins are late.\n\nTom Hale\n\nThis e-mail and any attachments may contain confidential information and are for the addressee.',
      ['Tom Hale'],
    ],
    [
      'The bins are late.\n\nTom Hale\n\n****************\nThis email has been scanned for viruses. The Town Council processes personal\ndata in line with its notice.\n****************',
      ['Tom Hale'],
    ],
    ...[
      'PRIVATE AND CONFIDENTIAL - this email is intended only for the person to whom it is addressed.',
      'This email has been classified as: OFFICIAL',
      '_______________________________________________\nPlanning mailing list\nplanning@lists.x.example\nhttps://lists.x.example/mailman/listinfo/planning',
    ].map((footer): [string, string[]] => [`The bins are late.\n\nTom Hale\n\n${footer}`, ['Tom Hale']]),
    ['Fine.\n\nMoira\n\n> Ruth Amory\n> Mayor', ['Moira']],
    [
      'Fine.\n\nMoira\n\n________________________________\nFrom: Ruth Amory\nSent: Monday\nTo: Moira\nSubject: Bins\n\nRuth Amory',
      ['Moira'],
    ],
    ['The bins are late.', []],
    ['', []],
  ])('%#', (text, expected) => {
    expect(signatureOf(text)).toEqual(expected);
  });
});

describe('HTML as its reader sees it', () => {
  it.each([
    ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
    ['conf<b></b>idential', 'confidential'],
    ['<style>p {}</style><script>x<y</script><title>t</title>Text<!-- no > yes -->', 'Text'],
    ['<a title="a > b" href=\'x>y\'>Text</a>', 'Text'],
    ['a &lt; b &amp;amp; &pound;5 &#163;5 &#xA3;5&nbsp;&unknown;', 'a < b &amp; £5 £5 £5 &unknown;'],
    ['5 < 6 and <b>7', '5 < 6 and 7'],
    ['<head>Text', 'Text'],
    ['<table><tr><td>One</td><td>Two</td></tr></table>', 'One\tTwo'],
    ['Text<style>swallowed', 'Text'],
    ['Text<!-- swallowed', 'Text'],
    ['Text<b', 'Text'],
  ])('%s', (html, expected) => {
    expect(htmlText(html)).toBe(expected);
  });
});

it.each([
  ['<', htmlText],
  ['<a "', htmlText],
  ['<script>', htmlText],
  ['<!--', htmlText],
  ['&#', htmlText],
  ['<div>', htmlText],
  [' \n', htmlText],
  ...[
    '> \n',
    '>',
    '> ',
    '\n',
    'a\n',
    'a ',
    'a',
    '>a\nb\n',
    '>a\n>>b\n',
    'On a wrote\n',
    'On 23 Nov 2026, at 10:15, a wrote:\n',
    'On 23 Nov 2026, at 10:15, a wrote:\n\n    b\n',
    'Jane wrote:\n"',
    'From: \n',
    'From: a@b\nSent: 10:15\nTo: c@d\nSubject: e\n\nf\n',
    'To: a@b;',
    '-----Original Message-----\n',
    '________________________________\n',
    '23 ',
    '23 Nov 2026 at ',
    'You wrote: "',
    '<<a',
    'Jane\n',
    'Kind regards\nJane Marsh\nCouncillor\n\n',
    'Sent from my iPhone\n',
    'CAUTION: external\n\n',
    'This is confidential, and so on, and so on, and so on, and so on.\n\n',
    'This email is intended only for the addressee. ',
    '-- \n',
    'a@b-',
  ].map((bit): [string, (text: string) => unknown] => [bit, readOf]),
])('a hostile megabyte of %j takes time in proportion to its length', (bit, read) => {
  const started = performance.now();
  read(bit.repeat(Math.ceil(1_000_000 / bit.length)));
  expect(performance.now() - started).toBeLessThan(10_000);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnsLetters } from '../../src/mail/text/direction.ts';
import { seenInHtml } from '../../src/mail/text/html-text.ts';

const textOf = (html: string) => seenInHtml(html).text;

/** `quote`: and the text in it. */
function regionsOf(html: string) {
  const { text, regions } = seenInHtml(html);
  return regions.map(({ kind, from, to }) => (kind === 'rule' ? 'rule' : `${kind}: ${text.slice(from, to)}`));
}

describe('HTML in lines', () => {
  it.each([
    ['paragraphs apart', '<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
    ['blocks on their lines', '<div>One</div><div>Two<div>three</div></div>four', 'One\nTwo\nthree\nfour'],
    ['an empty line of Outlook or Gmail', '<div>One</div><div><br></div><div>Two</div>', 'One\n\nTwo'],
    [
      'an empty paragraph of Outlook',
      '<p class=MsoNormal>One</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Two</p>',
      'One\n\nTwo',
    ],
    ['paragraphs that a style sets close', '<style>p.a{margin:0cm}</style><p class=a>One<p class=a>Two', 'One\nTwo'],
    [
      'cells apart and rows on lines',
      '<table><tr><td>One</td><td>Two</td></tr><tr><td>3<td>4</table>',
      'One\tTwo\n3\t4',
    ],
    [
      'lists with their signs',
      '<ul><li>One</li><li>Two</li></ul><ol><li>Three<li>Four</ol>',
      '• One\n• Two\n\n1. Three\n2. Four',
    ],
    ['a list without signs', '<ul style="list-style:none"><li>One<li>Two</ul>', 'One\nTwo'],
    ['preformatted lines as they stand', '<pre>\na  b\n\n  c</pre>', 'a  b\n\n  c'],
    ['preformatted by style', '<div style="white-space:pre-wrap">a\n  b</div>', 'a\n  b'],
    ['white space folded', ' a \n\t b <b> c</b> &nbsp; d ', 'a b c d'],
    ['words split by tags whole', 'conf<b></b>id<i>ent</i>ial', 'confidential'],
    ['pictures by their words', 'See <img alt="the plan" src=x> here', 'See the plan here'],
    ['drawn faces in the line', 'Good<img alt="🙂">!', 'Good🙂!'],
    ['specks not at all', 'conf<img alt="x" width=1 height=1>idential', 'confidential'],
    ['fields by what stands in them', '<input value="Yes"><input type=hidden value=no><button>Go</button>', 'Yes Go'],
    ['links by their text', '<a href="http://x.example/pay">here</a>', 'here'],
    ['nothing of a page without text', '<html><body></body></html>', ''],
  ])('shows %s', (_, html, expected) => {
    expect(textOf(html)).toBe(expected);
  });
});

describe('markup that nobody checked', () => {
  it.each([
    ['comments that are whole at once', 'a<!-->b<!--->c', 'abc'],
    ['a comment that ends in another way', 'a<!-- x --!>b', 'ab'],
    ['a comment that nothing ends', 'Text<!-- swallowed', 'Text'],
    ['a script in a comment in a script', '<script><!--<script>x</script>y--></script>z', 'z'],
    ['signs that are no tags', 'a < b <3 c> & d', 'a < b <3 c> & d'],
    ['a > in a quoted value', '<a title="a > b" x=\'>\'>Text</a>', 'Text'],
    ['quotes that begin no value', '<i ="x">Text</i> <b a"=">">more</b>', 'Text more'],
    ['a tag that nothing ends', 'Text<b title="x>y', 'Text'],
    ['an element in capitals', '<DIV STYLE="DISPLAY:NONE">x</DIV>Text', 'Text'],
    ['references without their semicolon', '&pound5 &ltb&gt &notit;', '£5 <b> ¬it;'],
    ['NUL', 'con\0fid<\0b>ential', 'confid<b>ential'],
    ['text that a table throws out before it', 'conf<table><tr><td>x</td></tr>idential</table>', 'confidential\nx'],
    ['a link in a hidden link', '<a style="display:none">x<a>Text', 'Text'],
    ['a paragraph after one that is hidden', '<p style="display:none">x<p>Text', 'Text'],
    ['a hidden tag that does not end itself', '<div style="display:none"/>x</div>Text', 'Text'],
    ['forms in forms', '<form><form hidden>Text', 'Text'],
    ['noscript, for mail runs no scripts', '<noscript>Text</noscript>', 'Text'],
    ['a text field as text', '<textarea>\n<b>x</textarea>', '<b>x'],
    ['CDATA outside a drawing', '<![CDATA[x]]>Text', 'Text'],
    ['CDATA in a drawing', '<svg><text><![CDATA[x]]></text></svg>', 'x'],
    ['everything behind plaintext', '<plaintext><b>x</plaintext>', '<b>x</plaintext>'],
    ['parts of a table where there is none', 'conf<td>id</td><tr>ential', 'confidential'],
  ])('is read as browsers read it: %s', (_, html, expected) => {
    expect(textOf(html)).toBe(expected);
  });
});

describe('what no reader sees', () => {
  it.each([
    ['display', '<span style="display:none">x</span>'],
    ['display, escaped', '<span style="disp\\6c ay:/**/none">x</span>'],
    ['visibility', '<span style="visibility:hidden">x</span>'],
    ['opacity', '<span style="opacity: 0.0">x</span>'],
    ['no size', '<span style="font-size:0">x</span>'],
    ['no size in the shorthand', '<span style="font:0/0 a">x</span>'],
    ['the size of a dot', '<span style="font-size:1px"><em style="font-size:1em">x</em></span>'],
    ['an attribute', '<span hidden>x</span>'],
    ['white on white', '<span style="color:#fff">x</span>'],
    ['all but white on white', '<span style="color:rgb(254, 254, 253)">x</span>'],
    ['white by an old tag', '<font color=white>x</font>'],
    ['clear letters', '<span style="color:transparent">x</span>'],
    ['a closed box', '<span style="display:inline-block;max-height:0;overflow:hidden">x</span>'],
    ['what is placed off the screen', '<span style="position:absolute;left:-9999px">x</span>'],
    ['what is clipped', '<span style="position:absolute;clip:rect(0 0 0 0)">x</span>'],
    ['a class', '<style>.h{display:none}</style><span class=h>x</span>'],
    ['a class in a class', '<style>.a .h, i{display:none}</style><b class=a><span class=h>x</span></b>'],
    ['an id', '<style>#h{color:white}</style><span id=h>x</span>'],
    ['a comment', '<!-- x -->'],
    ['a template', '<template>x</template>'],
  ])('is told apart, and breaks up no word: %s', (_, hiding) => {
    expect(seenInHtml(`conf${hiding}idential`)).toMatchObject({ text: 'confidential', hidden: ['x'] });
  });

  it('is white on the black of any ancestor’s white', () => {
    expect(textOf('<body bgcolor=black text=white>One<p style="background:#fff">two')).toBe('One');
  });

  it('is kept run by run', () => {
    expect(seenInHtml('a<i hidden>one <b>two</b></i>b<!-- three -->c<i hidden>&zwnj;&nbsp;</i>').hidden).toEqual([
      'one two',
      'three',
    ]);
  });

  it('is what a tag without end swallows', () => {
    expect(seenInHtml('Text <a title="and more').hidden).toEqual(['<a title="and more']);
  });
});

describe('what some reader sees', () => {
  it.each([
    ['white on a dark cell', '<table><tr><td bgcolor="#003366"><font color=white>Text</font></table>'],
    ['white on a picture', '<div style="background:url(x.png)"><p style="color:white">Text</div>'],
    [
      'white on what a style sheet may paint',
      '<style>.a:hover{background:red}</style><p class=a style="color:white">Text',
    ],
    ['white with a shadow', '<p style="color:white;text-shadow:0 0 1px #000">Text'],
    [
      'what telephones show',
      '<style>.m{display:none} @media (max-width:600px){.m{display:block}}</style><p class=m>Text',
    ],
    ['what only print hides', '<style>@media print{p{display:none}}</style><p>Text'],
    ['what Outlook alone hides', '<p style="mso-hide:all">Text'],
    ['what a hidden ancestor’s child shows', '<div style="visibility:hidden"><p style="visibility:visible">Text</div>'],
    ['small in nothing, with a size of its own', '<td style="font-size:0"><span style="font-size:14px">Text</span>'],
    ['height without overflow', '<div style="height:0">Text</div>'],
    ['an inline closed box, which is none', '<span style="height:0;overflow:hidden">Text</span>'],
    ['what readers’ programs are told not to read out', '<p aria-hidden=true>Text'],
    ['a body that hides all', '<body style="display:none">Text'],
    ['a link in the colour of links', '<font color=white><a href=x>Text</a></font>'],
    ['a colour that we do not know', '<p style="color:lab(100% 0 0)">Text'],
  ])('is seen: %s', (_, html) => {
    expect(textOf(html)).toBe('Text');
  });

  it('is seen where a long line comes back on the screen', () => {
    const { text, hidden } = seenInHtml(`<p style="text-indent:-999px">${'long '.repeat(100)}<b>Text</b>`);
    expect([text, hidden.length]).toEqual(['Text', 1]);
  });

  it('is what Outlook alone shows, on a line of its own', () => {
    expect(textOf('<p>conf<!--[if mso]>and <b>more</b><![endif]-->idential</p><p>Text</p>')).toBe(
      'confidential\nand more\n\nText',
    );
  });

  it('is what everybody but Outlook shows', () => {
    expect(seenInHtml('<!--[if !mso]><!-->Text<!--<![endif]--><![if !mso]> too<![endif]>')).toMatchObject({
      text: 'Text too',
      hidden: [],
    });
  });

  it('is nothing of Outlook’s data and tables', () => {
    const office =
      '<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><!--[if mso]><table><tr><td><![endif]-->';
    expect(seenInHtml(`${office}Text`)).toMatchObject({ text: 'Text', hidden: [] });
  });

  it('is told where its letters are turned round', () => {
    expect(turnsLetters(textOf('<bdo dir=rtl>laitnedifnoc</bdo>'))).toBe(true);
    expect(turnsLetters(textOf('<p style="unicode-bidi:bidi-override;direction:rtl">laitnedifnoc'))).toBe(true);
    expect(turnsLetters(textOf('<p dir=rtl>שלום</p>'))).toBe(false);
  });
});

describe('who speaks, by the marks of', () => {
  it.each([
    [
      'Gmail',
      '<div>Mine</div><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Monday Tom wrote:<br></div><blockquote class="gmail_quote">His</blockquote></div>',
      ['introduction: On Monday Tom wrote:', 'quote: His'],
    ],
    [
      'Gmail, answered in between',
      '<div class="gmail_quote"><div class="gmail_attr">On Monday Tom wrote:</div><blockquote class="gmail_quote">His</blockquote><div>Mine</div><blockquote class="gmail_quote">More</blockquote></div>',
      ['introduction: On Monday Tom wrote:', 'quote: His', 'quote: More'],
    ],
    [
      'Gmail, forwarded',
      '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Tom</div>His<blockquote>Hers</blockquote></div>',
      [
        'quote: ---------- Forwarded message ---------\nFrom: Tom\nHis\n\nHers',
        'introduction: ---------- Forwarded message ---------\nFrom: Tom',
        'quote: Hers',
      ],
    ],
    [
      'Outlook on the web',
      '<div>Mine</div><div id="Signature">Jane</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Tom<br><b>Sent:</b> Monday</div><div>His</div>',
      ['signature: Jane', 'quote: From: Tom\nSent: Monday\nHis', 'introduction: From: Tom\nSent: Monday', 'rule'],
    ],
    [
      'Outlook for Windows',
      '<div class=WordSection1><p class=MsoNormal>Mine</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>Von:</b> Tom<br><b>Gesendet:</b> Montag</p></div></div><p class=MsoNormal>His</p></div>',
      ['quote: Von: Tom\nGesendet: Montag\nHis', 'introduction: Von: Tom\nGesendet: Montag', 'rule'],
    ],
    [
      'Outlook for Windows, two letters deep',
      '<p class=MsoNormal>Mine</p><div style="border-top:solid #B5C4DF 1.0pt"><p class=MsoNormal>From: Tom<br>Sent: Monday</p></div><p class=MsoNormal>His</p><div style="border-top:solid #B5C4DF 1.0pt"><p class=MsoNormal>From: Ann<br>Sent: Sunday</p></div><p class=MsoNormal>Hers</p>',
      [
        'quote: From: Tom\nSent: Monday\nHis\nFrom: Ann\nSent: Sunday\nHers',
        'introduction: From: Tom\nSent: Monday',
        'rule',
        'quote: From: Ann\nSent: Sunday\nHers',
        'introduction: From: Ann\nSent: Sunday',
        'rule',
      ],
    ],
    ['Outlook, of a letter it quotes again', '<div class="x_gmail_signature">Jane</div>', ['signature: Jane']],
    [
      'Outlook for telephones',
      'Mine<div class="ms-outlook-mobile-signature">Get Outlook</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message"><div id="divRplyFwdMsg">From: Tom</div>His</div></div>',
      ['signature: Get Outlook', 'quote: From: Tom\nHis', 'introduction: From: Tom'],
    ],
    [
      'Thunderbird',
      'Mine<pre class="moz-signature">-- \nJane</pre><div class="moz-cite-prefix">On Monday Tom wrote:<br></div><blockquote type="cite" cite="mid:1@x">His<blockquote type=cite>Hers</blockquote></blockquote>',
      ['signature: -- \nJane', 'introduction: On Monday Tom wrote:', 'quote: His\n\nHers', 'quote: Hers'],
    ],
    [
      'Thunderbird, forwarded',
      '<div class="moz-forward-container">-------- Forwarded Message --------<table class="moz-email-headers-table"><tr><th>From: </th><td>Tom</td></tr></table>His</div>',
      ['quote: -------- Forwarded Message --------\nFrom:\tTom\nHis', 'introduction: From:\tTom'],
    ],
    [
      'Apple Mail',
      'Mine<div id="AppleMailSignature">Sent from my iPhone</div><div><blockquote type="cite">On Monday, Tom wrote:<br><br></blockquote></div><blockquote type="cite"><div>His</div></blockquote>',
      ['signature: Sent from my iPhone', 'quote: On Monday, Tom wrote:', 'quote: His'],
    ],
    [
      'Yahoo',
      'Mine<div id="ydp1a2b3c4dyahoo_quoted_123" class="ydp1a2b3c4dyahoo_quoted"><div>On Monday Tom wrote:</div>His</div>',
      ['quote: On Monday Tom wrote:\nHis'],
    ],
    [
      'Proton',
      '<div class="protonmail_signature_block">Jane</div><div class="protonmail_quote">On Monday Tom wrote:<br><blockquote class="protonmail_quote" type="cite">His</blockquote></div>',
      ['signature: Jane', 'introduction: On Monday Tom wrote:', 'quote: His'],
    ],
    [
      'Zimbra',
      'Mine<div data-marker="__SIG_PRE__">Jane</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>Tom</div><div data-marker="__QUOTED_TEXT__">His</div>',
      ['signature: Jane', 'introduction: From: Tom', 'rule', 'quote: His'],
    ],
    [
      'GMX',
      'Mine<div name="quote" style="border-left:2px solid #C3D9E5"><div><b>Gesendet:</b> Montag</div><div name="quoted-content">His</div></div>',
      ['introduction: Gesendet: Montag', 'quote: His'],
    ],
    [
      'nobody: an indent of the author’s own',
      '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Mine</blockquote>',
      [],
    ],
    [
      'nobody: a line above an ordinary text',
      '<div style="border-top:solid #E1E1E1 1.0pt">Mine, and no fields</div>',
      ['rule'],
    ],
    ['nobody: a newsletter’s class', '<p class="quote">Mine</p>', []],
    ['nobody: what is hidden', '<div style="display:none"><blockquote>x</blockquote></div>Mine', []],
  ])('%s', (_, html, expected) => {
    expect(regionsOf(html)).toEqual(expected);
  });
});

const TAGS = [
  'div',
  'p',
  'b',
  'a',
  'table',
  'td',
  'tr',
  'li',
  'blockquote',
  'svg',
  'form',
  'select',
  'template',
  'h1',
  'pre',
];
const piece = fc.oneof(
  fc.constantFrom(...TAGS).map((name) => `<${name}>`),
  fc.constantFrom(...TAGS).map((name) => `</${name}>`),
  fc
    .constantFrom(' id=divRplyFwdMsg', ' class=gmail_quote', ' style="border-top:solid #E1E1E1 1.0pt"', ' hidden')
    .map((attribute) => `<div${attribute}>`),
  fc.constantFrom(
    'word',
    ' ',
    '\n',
    'From: a<br>To: b',
    '<hr>',
    '<!--',
    '-->',
    '<',
    '"',
    '&nbsp;',
    '<br>',
    '<div id=appendonsend></div>',
  ),
);

describe('any HTML', () => {
  it('gives regions within its text, that nest and never cross', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { text, regions } = seenInHtml(pieces.join(''));
        for (const { kind, from, to } of regions) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(kind === 'rule' ? from === to : from < to).toBe(true);
        }
        const crossing = regions.filter((one) =>
          regions.some(({ from, to }) => one.from < from && from < one.to && one.to < to),
        );
        expect(crossing).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  const times = (bit: string, count: number) => () => bit.repeat(count);
  it.each([
    ['200,000 nested elements', times('<div>', 200_000)],
    ['200,000 nested elements of many kinds', times('<b><i><div><table><tr><td>', 33_000)],
    ['an endless tag', () => `<a ${'x'.repeat(1_000_000)}`],
    ['a tag of 200,000 attributes', () => `<a ${Array.from({ length: 200_000 }, (_, n) => `a${n}`).join(' ')}>`],
    ['a million <', times('<', 1_000_000)],
    ['quotes that nothing closes', times('<a b="', 170_000)],
    ['comments that nothing closes', times('<!--', 250_000)],
    ['end tags of what is not open', () => `${'<i>'.repeat(500)}<table>${'</i>'.repeat(250_000)}`],
    ['formatting that has to go on', () => `${'<font><b><u>'.repeat(20)}${'<p>x'.repeat(250_000)}`],
    ['quotations', times('<blockquote>x', 80_000)],
    ['Outlook’s heads', times('<div id=divRplyFwdMsg>x</div>', 35_000)],
    ['style rules', () => `<style>${'.a .b .c{color:red}'.repeat(4_000)}</style>${'<p class="b c">x'.repeat(60_000)}`],
    ['one style', () => `<p style="${'color:red;'.repeat(100_000)}">x`],
    ['what Outlook shows', times('<!--[if mso]>a<![endif]-->', 40_000)],
    ['text between cells', () => `<table>${'x<b>'.repeat(250_000)}`],
    ['references', times('&amp', 250_000)],
  ])('of a hostile megabyte takes time in proportion to its length: %s', (_, made) => {
    const html = made();
    const started = performance.now();
    seenInHtml(html);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

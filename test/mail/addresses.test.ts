import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAuthors } from '../../src/mail/author.ts';
import { mailboxesOf, readAddressList } from '../../src/mail/header/addresses.ts';
import { scanHeader } from '../../src/mail/header/headers.ts';

/** `name|address` of each mailbox, then the faults. */
function read(value: string): readonly string[] {
  const { mailboxes, faults } = readAddressList(value);
  return [...mailboxes.map(({ name, address }) => `${name}|${address}`), ...faults.map((fault) => `! ${fault}`)];
}

describe('an address field', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['a bare address', 'jane@x.example', ['|jane@x.example']],
    ['a name and an address', 'Jane Marsh <Jane.Marsh@X.Example>', ['Jane Marsh|jane.marsh@x.example']],
    [
      'a quoted name with a comma',
      '"Marsh, Jane" <jane@x.example>, b@x.example',
      ['Marsh, Jane|jane@x.example', '|b@x.example'],
    ],
    ['a name with dots, never quoted', 'Cllr. J. Marsh <jane@x.example>', ['Cllr. J. Marsh|jane@x.example']],
    ['a name in the old style', 'jane@x.example (Jane Marsh)', ['Jane Marsh|jane@x.example']],
    ['comments that nest', 'Jane (of (the) Ward) <jane(x)@(y)x.example>', ['Jane|jane@x.example']],
    ['an escaped bracket in a comment', 'jane@x.example (a \\) <b@x.example>)', ['a ) <b@x.example>|jane@x.example']],
    ['words with spaces between (RFC 5322 §4.4)', 'jane . marsh @ x . example', ['|jane.marsh@x.example']],
    [
      'a route (RFC 5322 §4.4)',
      'Jane <@relay.example,@b.example:jane@x.example>, b@x.example',
      ['Jane|jane@x.example', '|b@x.example'],
    ],
    [
      'a group, flattened',
      'Members: jane@x.example, Tom <tom@x.example>;, c@x.example',
      ['|jane@x.example', 'Tom|tom@x.example', '|c@x.example'],
    ],
    ['a group of nobody', 'undisclosed-recipients:;', []],
    ['empty members', ', ,jane@x.example,,', ['|jane@x.example']],
    ['an encoded name', '=?utf-8?q?Ren=C3=A9e?= =?utf-8?b?IE1hcnNo?= <r@x.example>', ['Renée Marsh|r@x.example']],
    ['a quoted local part that needs none', '"jane.marsh"@x.example', ['|jane.marsh@x.example']],
    ['a quoted local part that needs it', '"o\\"brien b"@x.example', ['|"o\\"brien b"@x.example']],
    ['a quoted local part with an @', '"jane@x.example"@evil.example', ['|"jane@x.example"@evil.example']],
    ['an address literal', 'jane@[192.0.2.1]', ['|jane@[192.0.2.1]']],
    ['an internationalised domain', 'jane@bücher.example', ['|jane@xn--bcher-kva.example']],
    [
      'another address as the name',
      '"clerk@council.example" <evil@x.example>',
      ['clerk@council.example|evil@x.example'],
    ],
    [
      'another address as an unquoted name',
      'clerk@council.example <evil@x.example>',
      ['clerk@council.example|evil@x.example', '! address-unclear'],
    ],
    ['its own address as an unquoted name', 'a@x.example <a@x.example>', ['a@x.example|a@x.example']],
    [
      'another address within the encoded name',
      '=?utf-8?q?=22Clerk=22_=3Cclerk=40council.example=3E?= <evil@x.example>',
      ['"Clerk" <clerk@council.example>|evil@x.example'],
    ],
    ['an address that is nothing but an encoded word', '=?utf-8?q?clerk=40council.example?=', ['! address-unclear']],
    ['an encoded address', '<=?utf-8?q?clerk=40council.example?=>', ['! address-unclear']],
    ['an encoded local part', '<=?utf-8?q?clerk?=@council.example>', ['! address-unclear']],
    [
      'two addresses in one entry',
      'Jane <a@x.example> <b@x.example>',
      ['Jane|a@x.example', 'Jane|b@x.example', '! address-unclear'],
    ],
    ['something after the address', 'Jane <a@x.example> b@x.example', ['Jane|a@x.example', '! address-unclear']],
    ['an address nodemailer reads as b@x.example', 'a b@x.example', ['! address-unclear']],
    ['an address never closed', 'Jane <a@x.example', ['Jane|a@x.example', '! address-unclosed']],
    [
      'an address cut by a comma',
      'Jane <a@x.example, b@x.example>',
      ['Jane|a@x.example', '! address-unclear', '! address-unclosed'],
    ],
    ['a string never closed', '"Jane <a@x.example>, b@x.example', ['! address-unclosed', '! address-unclear']],
    ['semicolons between', 'a@x.example; b@x.example', ['|a@x.example', '|b@x.example', '! address-semicolon']],
    [
      'an address as a group’s name',
      'clerk@council.example: evil@x.example;',
      ['|evil@x.example', '! address-in-group-name'],
    ],
    ['two @', 'a@b@x.example', ['! address-unclear']],
    ['a name alone', 'Undisclosed Recipients', []],
    ['a name with an empty address', 'Town Clerk <>', []],
    ['a name with no @ in its address', 'Moderator <moderator>', []],
    ['nothing', '', []],
  ];
  it.each(table)('with %s', (_, value, expected) => {
    expect([...read(value)].sort()).toEqual([...expected].sort());
  });

  it('is read in every instance', () => {
    const header = scanHeader(Buffer.from('To: a@x.example\r\nCc: c@x.example\r\nTo : b@x.example\r\n\r\n'));
    expect(mailboxesOf(header, 'to').mailboxes.map((mailbox) => mailbox.address)).toEqual([
      'a@x.example',
      'b@x.example',
    ]);
  });

  it('is read or refused, never thrown at, whatever it holds', () => {
    const bit = fc.constantFrom(
      '<',
      '>',
      '@',
      ',',
      ';',
      ':',
      '.',
      '"',
      '\\',
      '(',
      ')',
      '[',
      ']',
      ' ',
      'a',
      'x.example',
      '=?utf-8?q?=40?=',
    );
    fc.assert(
      fc.property(fc.array(bit), (bits) => {
        for (const { address } of readAddressList(bits.join('')).mailboxes) expect(address).toMatch(/^.+@[^@]+$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['<', '<@,', '(', '"', '\\', 'a@x,', '<a@x', ':;', '<@a:', '=?a?q?', '@', '.', ' '])(
    'takes time in proportion to its length: %s',
    (bit) => {
      const started = performance.now();
      readAddressList(bit.repeat(Math.ceil(262_144 / bit.length)));
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});

describe('the author, from the first bytes', () => {
  const authors = (text: string) => readAuthors(Buffer.from(text));
  it('is every mailbox of every From field', () => {
    expect(authors('From: a@x.example, B <b@x.example>\r\nFROM : c@x.example\r\nSender: d@x.example\r\n\r\n')).toEqual({
      from: [
        { name: '', address: 'a@x.example' },
        { name: 'B', address: 'b@x.example' },
        { name: '', address: 'c@x.example' },
      ],
      sender: [{ name: '', address: 'd@x.example' }],
      doubts: [{ kind: 'header-repeated', where: 'from' }],
    });
  });

  it('is nobody where no From field has an address', () => {
    expect(authors('Subject: Bins\r\n\r\n').from).toEqual([]);
    expect(authors('From: Town Clerk\r\n\r\n').from).toEqual([]);
  });
});

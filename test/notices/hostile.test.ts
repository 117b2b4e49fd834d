/** Whatever subjects, names, words and replies hold, a notice stays a message, stays ours, and leaks nothing. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorNotice } from '../../src/notices/author-notice.ts';
import { deliveryReport } from '../../src/notices/delivery-report.ts';
import { at, clause121, copy, finding, heldForAuthor, heldForClerk, notice } from './letters.ts';
import { partOf, readMessage } from './read-message.ts';
import { report, reported, reports } from './reports.ts';
import { variants } from './variants.ts';

const NASTY = [
  'x\r\nBcc: everybody@evil.example\r\n\r\n<script>alert(1)</script>',
  '\u202egpj.exe\u202c \u2066hidden\u2069 \u200b\ufeff',
  '<img src=x onerror=alert(1)> "\'&amp;{names}{subject}',
  '\u0000\u0001\u001b[31mred\u007f\u0085\u2028',
  '\ud800 lone, \u05e9\u05dc\u05d5\u05dd, \u{1f3f4}\u{e0067}',
  '=?utf-8?Q?=0D=0AX:_y?= =3D\r\n.\r\n',
  'a'.repeat(5000),
  '\u6f22\u5b57'.repeat(800),
  'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307'.repeat(40),
  '',
];
const words = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 300 }));

const hostileNotice = fc
  .record({ subject: words, name: words, said: words, reason: words, clause: words })
  .map((from) => {
    const george = copy('george.ellery@ashcombe-tc.example', { ...heldForClerk, name: from.name });
    const outside = copy('gwen.attwell@postbox.example', { ...heldForAuthor, name: from.name });
    const base = notice({});
    return notice({
      to: { name: from.name, address: base.to.address },
      letterhead: { ...base.letterhead, councilName: from.name },
      letter: { ...base.letter, subject: from.subject, messageId: from.said, references: [from.reason] },
      protocol: { ...base.protocol, title: from.name },
      occasion: {
        kind: 'acted',
        act: 'return',
        by: { name: from.name, post: from.said },
        at: 0,
        reason: from.reason,
        copies: [george.to],
      },
      copies: [copy('clerk@ashcombe-tc.example'), george, outside],
      findings: [
        finding({
          clauses: [{ ...clause121, paraphrase: from.clause, number: from.clause as typeof clause121.number }],
          evidence: [{ words: from.said, part: '1', offset: 0 }],
          effects: [{ kind: 'hold', copy: george.to, for: 'review' }],
          facts: { why: from.reason },
        }),
      ],
    });
  });

const hostileReport = fc
  .record({ subject: words, reply: words, envid: words, orcpt: words, bytes: words })
  .map((from) =>
    report([reported({ orcpt: from.orcpt, fate: { kind: 'refused', reply: `550 5.1.1 ${from.reply}` } })], {
      subject: from.subject,
      envid: from.envid,
      ret: 'FULL',
      bytes: Buffer.from(from.bytes),
    }),
  );

const NOTICE_FIELDS = new Set([
  'from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'auto-submitted',
  'x-auto-response-suppress', 'x-postroom-notice', 'content-language', 'mime-version', 'content-type',
]); // biome-ignore format: a list

function expectSound(bytes: Buffer): void {
  const lines = bytes.toString('latin1').split('\r\n');
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(998);
    expect(line).toMatch(/^[\x09\x20-\x7e]*$/);
  }
  const fields = [...readMessage(bytes).header.keys()];
  for (const field of fields) expect(NOTICE_FIELDS).toContain(field);
  expect(new Set(fields).size).toBe(fields.length);
}

describe('a notice about a hostile letter', () => {
  it('is a sound message of ours', async () => {
    await fc.assert(fc.asyncProperty(hostileNotice, async (input) => expectSound(await authorNotice(input))));
  });

  it('shows no markup and turns no reading direction', async () => {
    await fc.assert(
      fc.asyncProperty(hostileNotice, async (input) => {
        const message = readMessage(await authorNotice(input));
        const html = partOf(message, 'text/html');
        const text = partOf(message, 'text/plain');
        expect(html).not.toMatch(
          /<(?!\/?(?:html|head|meta|title|style|body|div|h1|h2|p|blockquote|ul|li|table|thead|tbody|tr|th|td)\b|!DOCTYPE)/,
        );
        expect(html + text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
        for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(76);
      }),
    );
  });

  it('reports it soundly too', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport, async (input) => {
        const bytes = await deliveryReport(input);
        expectSound(bytes);
        expect(readMessage(bytes).parts).toHaveLength(3);
      }),
    );
  });
});

describe('blind copies', () => {
  it('are named in a notice to nobody but their author: no header of it carries one', async () => {
    for (const variant of Object.values(variants)) {
      const { header } = readMessage(await authorNotice(variant));
      for (const { to } of variant.copies.filter(({ blind }) => blind)) {
        expect([...header.values()].join('\n')).not.toContain(to);
      }
    }
  });
});

describe('a second parser', () => {
  const python = spawnSync('python3', ['--version']).status === 0;
  const all = [
    ...Object.values(variants).map((variant) => authorNotice(variant)),
    ...Object.values(reports).map((variant) => deliveryReport(variant)),
    authorNotice(
      notice({
        to: { name: 'Zo\u00eb "Z", M\u00fcller', address: at('z@x.example') },
        letter: { ...notice({}).letter, subject: `${'\u00fc'.repeat(200)} \u05e9\u05dc` },
      }),
    ),
  ];

  it.skipIf(!python)('finds no defect in any of them', async () => {
    const letters = (await Promise.all(all)).map((bytes) => bytes.toString('base64'));
    const read = spawnSync('python3', ['-c', PYTHON], { input: JSON.stringify(letters), encoding: 'utf8' });
    expect(read.stderr).toBe('');
    expect(JSON.parse(read.stdout)).toEqual(
      letters.map(() => ({ defects: [], from: 'Postroom for Ashcombe Town Council' })),
    );
  });
});

const PYTHON = `
import sys, json, base64, email, email.policy

def read(letter):
    m = email.message_from_bytes(base64.b64decode(letter), policy=email.policy.default)
    defects = [str(d) for p in m.walk() for d in p.defects]
    defects += [k + ': ' + str(d) for p in m.walk() for k, v in p.items() for d in getattr(v, 'defects', [])]
    for p in m.walk():
        if p.get_content_type() in ('text/plain', 'text/html'): p.get_content()
    if m.get_content_type() == 'multipart/report':
        blocks = m.get_payload(1).get_payload()
        if 'Reporting-MTA' not in blocks[0]: defects.append('no Reporting-MTA')
        defects += ['no ' + f for b in blocks[1:] for f in ('Final-Recipient', 'Action', 'Status') if f not in b]
    return {'defects': defects, 'from': m['from'].addresses[0].display_name}

print(json.dumps([read(letter) for letter in json.load(sys.stdin)]))
`;

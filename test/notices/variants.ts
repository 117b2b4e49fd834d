/** One author's notice for each thing that can become of a letter. */
import type { AuthorNotice } from '../../src/notices/account.ts';
import { at, clause51, clerk, copy, finding, heldForAuthor, heldForClerk, notice, standard } from './letters.ts';

const resident = 'gwen.attwell@postbox.example';
const george = 'george.ellery@ashcombe-tc.example';
const whenDecided = Date.UTC(2026, 10, 24, 9, 5);

const officersBlindMember = {
  to: { name: 'Devan Rao', address: at('devan.rao@ashcombe-tc.example') },
  protocol: standard,
  findings: [
    finding({
      clauses: [clause51],
      effects: [
        { kind: 'hold', copy: at(george), for: 'review' },
        { kind: 'open-copy', copy: at(george), mailbox: { name: 'George Ellery', address: at(george) } },
      ],
    }),
  ],
} as const;

function acted(act: 'release' | 'return', reason: string): AuthorNotice['occasion'] {
  return { kind: 'acted', act, by: clerk, at: whenDecided, reason, copies: [at(george)] };
}

export const variants: Readonly<Record<string, AuthorNotice>> = {
  'open-copies': notice({
    copies: [copy('devan.rao@ashcombe-tc.example'), copy(george, { blind: true, opened: true })],
    findings: [
      finding({
        effects: [{ kind: 'open-copy', copy: at(george), mailbox: { name: 'George Ellery', address: at(george) } }],
        facts: { opened: george },
      }),
    ],
  }),
  'held-for-author': notice({
    copies: [copy('clerk@ashcombe-tc.example'), copy(resident, heldForAuthor)],
    findings: [
      finding({ effects: [{ kind: 'hold', copy: at(resident), for: 'author' }], facts: { outside: resident } }),
    ],
  }),
  'held-for-review': notice({
    ...officersBlindMember,
    copies: [copy('jane.marsh@ashcombe-tc.example'), copy(george, heldForClerk)],
  }),
  'signed-copy-held': notice({
    copies: [copy('devan.rao@ashcombe-tc.example'), copy(george, heldForAuthor)],
    findings: [
      finding({
        effects: [{ kind: 'hold', copy: at(george), for: 'author' }, { kind: 'advise' }],
        facts: { opened: george, signed: 'yes' },
      }),
    ],
  }),
  'asked-first': notice({
    copies: [copy('devan.rao@ashcombe-tc.example'), copy(george, heldForAuthor)],
    findings: [
      finding({
        effects: [
          { kind: 'hold', copy: at(george), for: 'author' },
          { kind: 'open-copy', copy: at(george), mailbox: { name: 'George Ellery', address: at(george) } },
        ],
        facts: { asked: george },
      }),
    ],
  }),
  'advise-only': notice({
    copies: [copy('devan.rao@ashcombe-tc.example'), copy(george, { blind: true })],
    findings: [
      finding({
        mode: 'advise',
        effects: [{ kind: 'open-copy', copy: at(george), mailbox: { name: 'George Ellery', address: at(george) } }],
      }),
    ],
  }),
  unreadable: notice({
    copies: [copy('devan.rao@ashcombe-tc.example', { ...heldForAuthor, blind: false })],
    findings: [
      finding({
        rule: 'unreadable',
        clauses: [],
        effects: [{ kind: 'hold', copy: at('devan.rao@ashcombe-tc.example'), for: 'author' }],
        facts: { why: 'it says that it has parts, and none can be found' },
      }),
    ],
  }),
  'check-failed': notice({
    copies: [copy('devan.rao@ashcombe-tc.example', { ...heldForAuthor, blind: false })],
    findings: [
      finding({
        rule: 'check-failed',
        clauses: [],
        effects: [{ kind: 'hold', copy: at('devan.rao@ashcombe-tc.example'), for: 'author' }],
        facts: { rule: 'blind-copies', why: "TypeError: Cannot read properties of undefined (reading 'x')" },
      }),
    ],
  }),
  'many-copies': notice({
    copies: [
      copy('clerk@ashcombe-tc.example'),
      copy('devan.rao@ashcombe-tc.example'),
      copy('owen.pryce@ashcombe-tc.example'),
      copy(george, { blind: true, opened: true }),
      copy(resident, heldForAuthor),
      copy('v.munro@postbox.example', heldForAuthor),
    ],
    findings: [
      finding({
        effects: [
          { kind: 'open-copy', copy: at(george), mailbox: { name: 'George Ellery', address: at(george) } },
          { kind: 'hold', copy: at(resident), for: 'author' },
          { kind: 'hold', copy: at('v.munro@postbox.example'), for: 'author' },
        ],
      }),
    ],
  }),
  forwarded: notice({
    copies: [copy('owen.pryce@ashcombe-tc.example', { became: { kind: 'forwarded', to: clerk } })],
    findings: [
      finding({
        rule: 'instructions-to-officers',
        effects: [{ kind: 'forward', copy: at('owen.pryce@ashcombe-tc.example'), to: 'moira.lang' as never }],
        evidence: [{ words: 'you must have it done by Friday', part: '1', offset: 40 }],
        clauses: [
          {
            ...clause51,
            number: '7.3' as never,
            source: 'wonderland' as never,
            paraphrase: 'Members do not otherwise instruct officers.',
          },
        ],
      }),
    ],
  }),
  released: notice({
    ...officersBlindMember,
    occasion: acted('release', 'George chairs the working group that this is about.'),
    copies: [copy('jane.marsh@ashcombe-tc.example'), copy(george, { blind: true, opened: true })],
  }),
  'released-at-authors-wish': notice({
    occasion: {
      kind: 'acted',
      act: 'release',
      by: clerk,
      at: whenDecided,
      reason: 'Tom asked for it on the telephone.',
      copies: [at(resident)],
    },
    copies: [copy('clerk@ashcombe-tc.example'), copy(resident, { blind: true })],
    findings: [finding({ effects: [{ kind: 'hold', copy: at(resident), for: 'author' }] })],
  }),
  returned: notice({
    ...officersBlindMember,
    occasion: acted('return', 'Please ask Jane first. If she agrees, send it again with George under Cc.'),
    copies: [copy('jane.marsh@ashcombe-tc.example'), copy(george, { blind: true, became: { kind: 'returned' } })],
  }),
  'passed-on': notice({
    ...officersBlindMember,
    occasion: {
      kind: 'acted',
      act: 'forward',
      to: { name: 'Lewis Hart', post: 'Responsible Finance Officer', address: at('finance@ashcombe-tc.example') },
      by: clerk,
      at: whenDecided,
      reason: 'This is a matter for the finance officer.',
      copies: [at(george)],
    },
    copies: [
      copy('jane.marsh@ashcombe-tc.example'),
      copy(george, {
        blind: true,
        became: {
          kind: 'forwarded',
          to: { name: 'Lewis Hart', post: 'Responsible Finance Officer', address: at('finance@ashcombe-tc.example') },
        },
      }),
    ],
  }),
};

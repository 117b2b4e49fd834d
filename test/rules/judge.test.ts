/** The order of judgement, the four modes, and what a fault in a rule does. */
import { describe, expect, test } from 'vitest';
import { NO_HISTORY } from '../../rules/history.ts';
import { judgeBy } from '../../rules/judge.ts';
import type { Effect } from '../../rules/judgement.ts';
import type { RuleId } from '../../rules/protocol.ts';
import type { Found, Rule } from '../../rules/rule.ts';
import { aLetter, NOON, type Written } from './a-letter.ts';
import { ashcombe, at, type Changes, id } from './ashcombe.ts';
import { judged, verdict } from './verdict.ts';

const TO_CLERK: Written = { from: 'tom', to: ['clerk'], blind: ['jane'] };

describe('from outside', () => {
  test('is delivered although it cannot be read, and that is recorded', () => {
    const judgement = judged({ from: 'sue@x.example', to: ['clerk'], unproven: true, unreadable: true }, ashcombe());
    expect(verdict(judgement)).toBe('deliver');
    expect(judgement.findings.map(({ rule, mode }) => [rule, mode])).toEqual([['unreadable', 'monitor']]);
  });

  test('is delivered although a rule throws', () => {
    const broken = rule('inform-members', () => fail(), 'everything');
    const judgement = by([broken], { from: 'sue@x.example', to: ['clerk'], unproven: true });
    expect(verdict(judgement)).toBe('deliver');
    expect(judgement.findings.map(({ rule, mode }) => [rule, mode])).toEqual([['check-failed', 'monitor']]);
  });

  test('is delivered whatever a rule asks for', () => {
    const strict = rule(
      'inform-members',
      () => [found({ kind: 'return', copy: at('moira') }, { kind: 'advise' })],
      'everything',
    );
    const judgement = by([strict], { from: 'sue@x.example', to: ['moira'], unproven: true });
    expect(verdict(judgement)).toBe('deliver');
    expect(judgement.notices).toEqual([]);
  });

  test('is delivered without an author', () => {
    const nobody = { from: [], envelope: { from: null, to: [at('clerk')] } };
    expect(verdict(judged({ letter: nobody }, ashcombe()))).toBe('deliver');
  });

  test('goes nowhere but into the council; its author, whom nothing proves, is not written to', () => {
    const to = ['clerk', 'scanner', 'jane@home.example', 'sam@y.example'];
    const judgement = judged({ from: 'sue@x.example', to, unproven: true }, ashcombe());
    expect(verdict(judgement)).toBe('return; sam@y.example: return');
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['unproven']);
    expect(judgement.notices).toEqual([]);
  });

  test('counts as unproven even where the connection vouches for a stranger', () => {
    expect(verdict(judged({ from: 'sue@x.example', to: ['sam@y.example'] }, ashcombe()))).toBe(
      'return; sam@y.example: return',
    );
  });

  test('a council mailbox that nobody listed, but proven, may write out', () => {
    expect(verdict(judged({ from: 'payroll', to: ['sam@y.example'] }, ashcombe()))).toBe('deliver');
  });
});

describe('an unproven author', () => {
  test('who claims to be of the council is recorded as such', () => {
    const judgement = judged({ from: 'tom', to: ['clerk'], unproven: true }, ashcombe());
    expect(judgement.findings.map(({ rule, mode }) => [rule, mode])).toEqual([['unproven', 'monitor']]);
  });

  test('is refused for anywhere else', () => {
    const judgement = judged({ from: 'tom', to: ['clerk', 'sam@y.example'], unproven: true }, ashcombe());
    expect(verdict(judgement)).toBe('return; sam@y.example: return');
  });
});

test('a null-sender report passes, to anybody', () => {
  const to = [at('jane'), at('sam@y.example')];
  const report = { report: true, envelope: { from: null, to } };
  for (const from of ['devan', 'mailer-daemon@mx.example']) {
    expect(verdict(judged({ from, letter: report, unproven: true, unreadable: true }, ashcombe()))).toBe('deliver');
  }
});

describe('from an author inside', () => {
  test('what cannot be read is held for the author, every copy of it', () => {
    const judgement = judged({ from: 'tom', to: ['clerk', 'sue@x.example'], unreadable: true }, ashcombe());
    expect(verdict(judgement)).toBe('hold; clerk: held for the author; sue@x.example: held for the author');
    expect(judgement.findings.map(({ rule, facts }) => [rule, facts.why])).toEqual([
      ['unreadable', 'no part of it can be read'],
    ]);
    expect(judgement.notices).toEqual([{ kind: 'author', to: 'tom@ashcombe.example', advise: false }]);
  });

  test('what a rule fails on is held for the author, every copy of it', () => {
    const judgement = by([rule('danger-less' as RuleId, () => fail()), rule('canvassing', () => fail())], TO_CLERK);
    expect(verdict(judgement)).toBe('hold; clerk: held for the author; jane: held for the author');
    expect(judgement.findings.map(({ rule, facts }) => [rule, facts])).toEqual([
      ['check-failed', { rule: 'canvassing', why: 'a fault of ours' }],
    ]);
  });

  test('with several authors, each of the council is told', () => {
    const from = ['tom', 'devan', 'sue@x.example'].map((each) => ({ name: '', address: at(each) }));
    const judgement = judged({ from: 'tom', to: ['clerk'], blind: ['jane'], letter: { from } }, ashcombe());
    expect(judgement.notices.map(({ to }) => to)).toEqual(['tom@ashcombe.example', 'devan@ashcombe.example']);
  });

  test('who signed for a shared mailbox is told where nobody else reads it', () => {
    const letter: Written = { from: 'info', to: ['jane'], blind: ['devan'], signed_off: ['Nadia Forbes'] };
    expect(judged(letter, ashcombe()).notices.map(({ to }) => to)).toEqual(['nadia@ashcombe.example']);
  });

  test('a protected recipient is in no copy, finding or notice', () => {
    const judgement = judged({ ...TO_CLERK, cc: ['auditor@audit.example'], bcc: ['a@ombudsman.example'] }, ashcombe());
    expect(JSON.stringify(judgement)).not.toMatch(/audit|ombudsman/);
    expect(judgement.copies.map(({ to }) => to)).toEqual(['clerk@ashcombe.example', 'jane@ashcombe.example']);
  });

  test('to protected recipients alone there is nothing to judge', () => {
    const letter: Written = { from: 'tom', to: ['auditor@audit.example'], bcc: ['clerk'], unreadable: true };
    expect(judged(letter, ashcombe())).toMatchObject({
      outcome: 'deliver',
      copies: [],
      findings: [],
      notices: [],
      tried: [],
    });
  });
});

describe('a rule', () => {
  const AUTHOR = 'tom@ashcombe.example';
  test.each<readonly [Changes['mode'], string, readonly string[], readonly unknown[]]>([
    ['off', 'deliver', [], []],
    ['monitor', 'deliver', ['blind-copies'], []],
    ['advise', 'deliver', ['blind-copies'], [{ kind: 'author', to: AUTHOR, advise: true }]],
    ['enforce', 'rewrite; Cc jane', ['blind-copies'], [{ kind: 'author', to: AUTHOR, advise: false }]],
  ])('in mode %s', (mode = 'off', expected, rules, notices) => {
    const judgement = judged(TO_CLERK, ashcombe({ mode }));
    expect(verdict(judgement)).toBe(expected);
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(rules);
    expect(judgement.notices).toEqual(notices);
    expect(judgement.tried.includes('blind-copies')).toBe(mode !== 'off');
  });

  test('that only monitors stops nothing when it fails either', () => {
    const judgement = by([rule('canvassing', () => fail())], TO_CLERK, { mode: 'monitor' });
    expect(verdict(judgement)).toBe('deliver');
    expect(judgement.findings.map(({ rule, mode }) => [rule, mode])).toEqual([['check-failed', 'monitor']]);
  });
});

describe('where several rules act on one copy', () => {
  const hold = (who: 'author' | 'review'): Effect => ({ kind: 'hold', copy: at('jane'), for: who });
  const forward: Effect = { kind: 'forward', copy: at('jane'), to: id('moira') };

  test.each<readonly [string, readonly Effect[], string]>([
    [
      'returning is stronger than holding',
      [hold('author'), { kind: 'return', copy: at('jane') }],
      'return; jane: return',
    ],
    ['holding is stronger than forwarding', [forward, hold('review')], 'hold; jane: held for review by moira'],
    [
      'what one rule holds for the author nobody else reads',
      [hold('review'), hold('author')],
      'hold; jane: held for the author',
    ],
    ['forwarding is stronger than opening', [open('jane'), forward], 'forward; jane: to moira instead'],
    ['what is held is not opened', [open('jane'), hold('review')], 'hold; jane: held for review by moira'],
  ])('%s', (_says, effects, expected) => {
    const rules = effects.map((effect, n) => rule(n === 0 ? 'canvassing' : 'need-to-know', () => [found(effect)]));
    expect(verdict(by(rules, { from: 'tom', to: ['clerk'], blind: ['jane'] }))).toBe(expected);
  });

  test('the reviewer is nobody whom any of them concerns', () => {
    const about = (person: string): Found => ({ ...found(hold('review')), concerned: [id(person)] });
    const rules = [rule('canvassing', () => [about('devan')]), rule('need-to-know', () => [about('tom')])];
    const absences = [{ person: id('moira'), from: null, to: null }];
    const judgement = by(rules, { from: 'nadia', to: ['jane'] }, { council: { absences } });
    expect(verdict(judgement)).toBe('hold; jane: held for review by lewis');
  });

  test('a copy names the rules that decided on it', () => {
    const rules = [rule('canvassing', () => [found(forward)]), rule('need-to-know', () => [found(hold('author'))])];
    const [copy] = by(rules, { from: 'nadia', to: ['jane'] }).copies;
    expect(copy?.rules).toEqual(['need-to-know']);
  });
});

test('what is held of a member’s casework is held for the member', () => {
  const review = rule('canvassing', () => [found({ kind: 'hold', copy: at('sue@x.example'), for: 'review' })]);
  const to = ['sue@x.example'];
  expect(verdict(by([review], { from: 'tom', to }))).toBe('hold; sue@x.example: held for review by moira');
  for (const casework of [{ letter: { subject: 'Damp [Casework]' } }, { from: 'jane@home.example' }]) {
    const council = { council: { casework: [at('jane@home.example')] } };
    const judgement = by([review], { from: 'tom', to, ...casework }, council);
    expect(verdict(judgement)).toBe('hold; sue@x.example: held for the author');
  }
});

function by(rules: readonly Rule[], letter: Written, changes: Changes = {}) {
  return judgeBy(rules, { letter: aLetter(letter), council: ashcombe(changes), history: NO_HISTORY, now: NOON });
}

function rule(name: RuleId, acts: Rule['acts'], looksAt: Rule['looksAt'] = 'inside'): Rule {
  return { id: name, looksAt, acts };
}

function found(...effects: readonly Effect[]): Found {
  return { evidence: [], effects, facts: {} };
}

function open(who: string): Effect {
  return { kind: 'open-copy', copy: at(who), mailbox: { name: '', address: at(who) } };
}

function fail(): never {
  throw new Error('a fault of ours');
}

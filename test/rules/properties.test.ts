/** What holds for every letter under every set of rules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blindCopies } from '../../rules/correspondence/blind-copies.ts';
import { NO_HISTORY } from '../../rules/history.ts';
import { judgeBy } from '../../rules/judge.ts';
import type { CopyOutcome, Effect, Judgement } from '../../rules/judgement.ts';
import { RULE_IDS, type RuleId } from '../../rules/protocol.ts';
import type { Rule } from '../../rules/rule.ts';
import { aLetter, NOON, type Written } from './a-letter.ts';
import { ashcombe, at, type Changes, id } from './ashcombe.ts';

const PROTECTED = 'a@ombudsman.example';
const EVERYBODY = [
  'ruth',
  'jane',
  'jane@home.example',
  'tom',
  'clerk',
  'devan',
  'nadia',
  'councillors',
  'staff',
  'info',
];
const OUTSIDE = ['sue@x.example', 'sam@y.example', 'records', PROTECTED];
const STRENGTH: readonly CopyOutcome['kind'][] = ['deliver', 'forward', 'hold', 'return'];

const address = fc.constantFrom(...EVERYBODY, ...OUTSIDE);
const some = fc.uniqueArray(address, { maxLength: 5 });
const inside = fc.constantFrom('ruth', 'jane', 'tom', 'clerk', 'devan', 'info');
const written = (from: fc.Arbitrary<string>): fc.Arbitrary<Written> =>
  fc.record({ from, to: some, cc: some, bcc: some, blind: some, quotes: fc.boolean(), unreadable: fc.boolean() });
const changes: fc.Arbitrary<Changes> = fc.record({
  protocol: fc.constantFrom('wonderland', 'knutsford', 'standard'),
  askFirst: fc.boolean(),
});

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({ kind: fc.constant('hold' as const), copy: address.map(at), for: fc.constantFrom('author', 'review') }),
  fc.record({
    kind: fc.constant('forward' as const),
    copy: address.map(at),
    to: fc.constantFrom(id('moira'), id('ruth')),
  }),
  fc.record({ kind: fc.constant('return' as const), copy: address.map(at) }),
  address.map((who): Effect => ({ kind: 'open-copy', copy: at(who), mailbox: { name: who, address: at(who) } })),
  fc.constant<Effect>({ kind: 'advise' }),
);
const OTHERS = RULE_IDS.filter((name) => name !== 'protected-channels' && name !== 'blind-copies');
const invented: fc.Arbitrary<Rule> = fc
  .tuple(fc.constantFrom(...OTHERS), fc.array(effect, { maxLength: 4 }))
  .map(([name, effects]) => ruleOf(name, () => (effects.length === 0 ? [] : [{ evidence: [], effects, facts: {} }])));
const rules = fc
  .uniqueArray(invented, { maxLength: 5, selector: ({ id }) => id })
  .map((others): readonly Rule[] => [blindCopies, ...others]);

describe('for any letter from inside', () => {
  test('one more rule weakens no copy’s outcome', () => {
    fc.assert(
      fc.property(written(inside), changes, rules, invented, (letter, council, known, more) => {
        const before = by(
          known.filter((rule) => rule.id !== more.id),
          letter,
          council,
        );
        const after = by([...known.filter((rule) => rule.id !== more.id), more], letter, council);
        before.copies.forEach((copy, n) => {
          expect(strength(after.copies[n]?.outcome)).toBeGreaterThanOrEqual(strength(copy.outcome));
        });
      }),
    );
  });

  test('the order of the rules changes nothing', () => {
    const shuffled = rules.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray([...known], { minLength: known.length })),
    );
    fc.assert(
      fc.property(written(inside), changes, shuffled, (letter, council, [known, otherwise]) => {
        expect(by(otherwise, letter, council)).toEqual(by(known, letter, council));
      }),
    );
  });

  test('a rule that throws delivers nothing', () => {
    fc.assert(
      fc.property(written(inside), changes, rules, fc.constantFrom(...OTHERS), (letter, council, known, broken) => {
        const failing = ruleOf(broken, () => {
          throw new Error('a fault of ours');
        });
        const judgement = by([...known.filter((rule) => rule.id !== broken), failing], letter, council);
        expect(judgement.copies.every(({ outcome }) => outcome.kind === 'hold' || outcome.kind === 'return')).toBe(
          true,
        );
      }),
    );
  });

  test('every copy but the protected ones is accounted for, and those are nowhere', () => {
    fc.assert(
      fc.property(written(inside), changes, rules, (letter, council, known) => {
        const judgement = by(known, letter, council);
        const expected = aLetter(letter).envelope.to.filter((to) => to !== PROTECTED);
        expect(judgement.copies.map(({ to }) => to)).toEqual(expected);
        expect(JSON.stringify(judgement.copies)).not.toContain(PROTECTED);
      }),
    );
  });

  test('whatever stops or changes a copy is told to the author', () => {
    fc.assert(
      fc.property(written(inside), changes, rules, (letter, council, known) => {
        const judgement = by(known, letter, council);
        if (judgement.outcome !== 'deliver') expect(judgement.notices.length).toBeGreaterThan(0);
      }),
    );
  });
});

test('anything from outside to the council is delivered as it is', () => {
  const broken = ruleOf(
    'inform-members',
    () => {
      throw new Error('a fault of ours');
    },
    'everything',
  );
  const letters = fc.tuple(written(inside), fc.uniqueArray(fc.constantFrom(...EVERYBODY), { maxLength: 6 }));
  fc.assert(
    fc.property(letters, changes, rules, ([letter, envelope], council, known) => {
      const judgement = by(
        [...known.map((rule) => ({ ...rule, looksAt: 'everything' as const })), broken],
        { ...letter, envelope, unproven: true },
        council,
      );
      expect(
        judgement.copies.every(({ outcome, rewrites }) => outcome.kind === 'deliver' && rewrites.length === 0),
      ).toBe(true);
      expect(judgement.notices).toEqual([]);
    }),
  );
});

test('a blind copy leaves only where everybody can see it, or where the letter is no individual correspondence', () => {
  fc.assert(
    fc.property(written(inside), changes, (letter, council) => {
      const judgement = by([blindCopies], { ...letter, unreadable: false }, council);
      for (const effect of judgement.findings.flatMap(({ effects }) => effects)) {
        if (effect.kind !== 'open-copy') continue;
        const copy = judgement.copies.find(({ to }) => to === effect.copy);
        const shown = copy?.rewrites.flatMap((rewrite) =>
          'add' in rewrite ? rewrite.add.map(({ address }) => address) : [],
        ) ?? [effect.mailbox.address];
        expect(shown).toContain(effect.mailbox.address);
      }
    }),
  );
});

function by(known: readonly Rule[], letter: Written, council: Changes): Judgement {
  return judgeBy(known, { letter: aLetter(letter), council: ashcombe(council), history: NO_HISTORY, now: NOON });
}

function ruleOf(name: RuleId, acts: Rule['acts'], looksAt: Rule['looksAt'] = 'inside'): Rule {
  return { id: name, looksAt, acts };
}

function strength(outcome: CopyOutcome | undefined): number {
  return STRENGTH.indexOf(outcome?.kind ?? 'deliver');
}

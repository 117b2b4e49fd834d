/** What is changed in a letter: whoever is added gets or waits for a copy, and what must not be altered is not. */
import { describe, expect, it } from 'vitest';
import { NO_HISTORY } from '../../rules/history.ts';
import { judgeBy } from '../../rules/judge.ts';
import type { Effect, Judgement, Rewrite } from '../../rules/judgement.ts';
import type { RuleId } from '../../rules/protocol.ts';
import type { Rule } from '../../rules/rule.ts';
import { aLetter, NOON, type Written } from './a-letter.ts';
import { ashcombe, at } from './ashcombe.ts';

const clerk: Rewrite = { kind: 'copy-clerk', add: [{ name: '', address: at('clerk') }] };
const statement: Rewrite = { kind: 'capacity-statement', statement: 'I speak for myself.' };
const label: Rewrite = {
  kind: 'confidential-label',
  tag: '[C]',
  sensitivity: 'Private',
  banner: 'Not to be passed on.',
};

function judged(written: Written, effects: Readonly<Partial<Record<RuleId, readonly Effect[]>>>): Judgement {
  const rules = Object.entries(effects).map(
    ([id, asked]): Rule => ({
      id: id as RuleId,
      looksAt: 'inside',
      acts: () => [{ evidence: [], effects: asked, facts: {} }],
    }),
  );
  return judgeBy(rules, { letter: aLetter(written), council: ashcombe(), history: NO_HISTORY, now: NOON });
}

function change(of: Rewrite): Effect {
  if (of.kind === 'open-copies') throw new TypeError('a copy is opened by an effect of its own');
  return { kind: 'change', change: of };
}

describe('somebody whom a rule adds', () => {
  const to: Written = { from: 'tom', to: ['sue@x.example'], cc: ['bob@x.example'] };

  it('gets a copy of their own, with the same changes as all others', () => {
    const { copies, added, rewrites } = judged(to, { 'media-contact': [change(clerk), change(statement)] });
    expect(rewrites).toEqual(['capacity-statement', 'copy-clerk']);
    expect(added).toEqual([
      { to: at('clerk'), outcome: { kind: 'deliver' }, rewrites: [clerk, statement], rules: ['media-contact'] },
    ]);
    for (const copy of copies) expect(copy.rewrites).toEqual([clerk, statement]);
  });

  it('gets none beside the one that the author sent them', () => {
    const { added } = judged({ ...to, cc: ['clerk'] }, { 'media-contact': [change(clerk)] });
    expect(added).toEqual([]);
  });

  it('waits with a letter that waits whole, for whomever it waits', () => {
    const hold = (who: string, on: 'author' | 'review'): Effect => ({ kind: 'hold', copy: at(who), for: on });
    const review = judged(to, {
      'media-contact': [change(clerk), hold('sue@x.example', 'review'), hold('bob@x.example', 'review')],
    });
    expect(review.added.map(({ outcome }) => outcome)).toEqual([review.copies[0]?.outcome]);
    expect(review.copies[0]?.outcome).toMatchObject({ kind: 'hold', for: 'review' });
    const author = judged(to, {
      'media-contact': [change(clerk), hold('sue@x.example', 'review'), hold('bob@x.example', 'author')],
    });
    expect(author.added.map(({ outcome }) => outcome)).toEqual([{ kind: 'hold', for: 'author' }]);
  });

  it('gets nothing of a letter that goes back', () => {
    const back = (who: string): Effect => ({ kind: 'return', copy: at(who) });
    const { added, rewrites } = judged(to, {
      'media-contact': [change(clerk), back('sue@x.example'), back('bob@x.example')],
    });
    expect([added, rewrites]).toEqual([[], []]);
  });
});

describe('a letter that must not be altered', () => {
  const effects = { 'capacity-statement': [change(statement)], 'confidential-marking': [change(label)] } as const;

  it('leaves as it was signed, with every rule named and the author advised', () => {
    const judgement = judged({ from: 'tom', to: ['sue@x.example'], letter: { signed: true } }, effects);
    expect(judgement.outcome).toBe('deliver');
    expect(judgement.copies[0]?.rewrites).toEqual([]);
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['capacity-statement', 'confidential-marking']);
    expect(judgement.notices).toEqual([{ kind: 'author', to: at('tom'), advise: true }]);
  });

  it('keeps its text where no words can be added to it, is marked in its header, and the author told why', () => {
    const judgement = judged({ from: 'tom', to: ['sue@x.example'], letter: { fixedText: 'it is encrypted' } }, effects);
    expect(judgement.outcome).toBe('rewrite');
    expect(judgement.copies[0]?.rewrites).toEqual([{ ...label, banner: '' }]);
    expect(judgement.findings.map(({ facts }) => facts.fixedText)).toEqual(['it is encrypted', 'it is encrypted']);
    expect(judgement.notices).toEqual([{ kind: 'author', to: at('tom'), advise: true }]);
  });

  it('is only delivered where nothing but its text would have changed', () => {
    const judgement = judged(
      { from: 'tom', to: ['sue@x.example'], letter: { fixedText: 'it is encrypted' } },
      { 'capacity-statement': [change(statement)] },
    );
    expect(judgement.outcome).toBe('deliver');
    expect(judgement.notices).toEqual([{ kind: 'author', to: at('tom'), advise: true }]);
  });
});

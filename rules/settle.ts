/**
 * From findings to what each copy gets: the strongest outcome that any rule asks for it, whatever order they came in;
 * rewrites add up. Only findings in force count: those of a rule that monitors or advises change nothing.
 */
import type { EmailAddress } from './address.ts';
import type { PersonId } from './council.ts';
import { expand } from './directory.ts';
import type { CopyJudgement, CopyOutcome, Effect, Finding, Judgement } from './judgement.ts';
import { reviewerFor } from './reviewer.ts';
import { rewritingBy } from './rewrites.ts';
import type { Matter } from './rule.ts';

type Settled = Pick<Judgement, 'outcome' | 'copies' | 'added' | 'rewrites'>;
/** What one finding wants of one copy. */
type Asking = { readonly effect: Effect; readonly finding: Finding };

const STRENGTH = ['return', 'hold', 'forward', 'rewrite', 'deliver'] as const;

export function settle(matter: Matter, findings: readonly Finding[]): Settled {
  const inForce = findings.filter(({ mode }) => mode === 'enforce');
  const asked = askedOfCopies(inForce);
  const askedOf = (copy: EmailAddress) => asked.get(copy) ?? [];
  const outcomes = new Map(matter.letter.envelope.to.map((copy) => [copy, outcomeOf(askedOf(copy), matter)]));
  const rewriting = rewritingBy(inForce, outcomes);
  const copies = [...outcomes].map(([to, outcome]): CopyJudgement => {
    const { rewrites, rules } = rewriting.of(to, outcome);
    return { to, outcome, rules: [...new Set([...rulesBehind(askedOf(to), outcome), ...rules])], rewrites };
  });
  return { outcome: strongest(copies), copies, added: rewriting.added, rewrites: rewriting.now };
}

function askedOfCopies(inForce: readonly Finding[]): ReadonlyMap<EmailAddress, readonly Asking[]> {
  const asked = new Map<EmailAddress, Asking[]>();
  for (const finding of inForce) {
    for (const effect of finding.effects) {
      if (!('copy' in effect)) continue;
      const of = asked.get(effect.copy) ?? [];
      of.push({ effect, finding });
      asked.set(effect.copy, of);
    }
  }
  return asked;
}

/** Whether the author is told although nothing was stopped or changed. */
export function advises(findings: readonly Finding[]): boolean {
  return findings.some(
    ({ mode, effects }) => mode === 'advise' || (mode === 'enforce' && effects.some(({ kind }) => kind === 'advise')),
  );
}

/** Held for the author wins over held for review: nobody else reads it until every rule lets them. */
function outcomeOf(asked: readonly Asking[], matter: Matter): CopyOutcome {
  const effects = asked.map(({ effect }) => effect);
  if (effects.some(({ kind }) => kind === 'return')) return { kind: 'return' };
  const holds = effects.filter((effect) => effect.kind === 'hold');
  if (holds.length > 0) return holds.every((hold) => hold.for === 'review') ? review(asked, matter) : FOR_AUTHOR;
  const forward = effects.find((effect) => effect.kind === 'forward');
  return forward === undefined ? { kind: 'deliver' } : { kind: 'forward', to: forward.to };
}

const FOR_AUTHOR: CopyOutcome = { kind: 'hold', for: 'author' };

function review(asked: readonly Asking[], matter: Matter): CopyOutcome {
  const holding = [...new Set(asked.filter(({ effect }) => effect.kind === 'hold').map(({ finding }) => finding))];
  const barred = new Set([...writersOf(matter), ...holding.flatMap((finding) => keptFrom(finding, matter))]);
  const concerned = new Set(holding.flatMap((finding) => finding.concerned ?? []));
  const reviewer = reviewerFor(matter.council, matter.now, { barred, concerned });
  return reviewer === null ? FOR_AUTHOR : { kind: 'hold', for: 'review', reviewer };
}

function writersOf({ authors, signatory }: Matter): readonly PersonId[] {
  const people = authors.flatMap((author) => (author.kind === 'person' ? [author.person.id] : []));
  return signatory === null ? people : [...people, signatory.id];
}

/** Whoever's copy the same finding keeps from them. */
function keptFrom(finding: Finding, { council }: Matter): readonly PersonId[] {
  const kept = finding.effects.flatMap((effect) =>
    effect.kind === 'hold' || effect.kind === 'forward' || effect.kind === 'return' ? [effect.copy] : [],
  );
  return kept.flatMap((copy) => expand(council, copy).map(({ id }) => id));
}

function rulesBehind(asked: readonly Asking[], outcome: CopyOutcome): readonly Finding['rule'][] {
  return asked.filter(({ effect }) => effect.kind === outcome.kind).map(({ finding }) => finding.rule);
}

function strongest(copies: readonly CopyJudgement[]): Settled['outcome'] {
  const got = new Set(
    copies.map(({ outcome, rewrites }) => (isRewritten(outcome, rewrites) ? 'rewrite' : outcome.kind)),
  );
  return STRENGTH.find((outcome) => got.has(outcome)) ?? 'deliver';
}

function isRewritten(outcome: CopyOutcome, rewrites: CopyJudgement['rewrites']): boolean {
  return outcome.kind === 'deliver' && rewrites.length > 0;
}

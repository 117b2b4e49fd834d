/**
 * From findings to what each copy gets: the strongest outcome that any rule asks for it, whatever order they came in;
 * rewrites add up. Only findings in force count: those of a rule that monitors or advises change nothing.
 */
import type { EmailAddress } from './address.ts';
import type { PersonId } from './council.ts';
import { expand } from './directory.ts';
import type { CopyJudgement, CopyOutcome, Effect, Finding, Judgement, RewriteKind } from './judgement.ts';
import type { Mailbox } from './letter.ts';
import { reviewerFor } from './reviewer.ts';
import type { Matter } from './rule.ts';

type Settled = Pick<Judgement, 'outcome' | 'copies' | 'rewrites'>;
type Opening = { readonly copy: EmailAddress; readonly mailbox: Mailbox; readonly rule: Finding['rule'] };

const STRENGTH = ['return', 'hold', 'forward', 'rewrite', 'deliver'] as const;

export function settle(matter: Matter, findings: readonly Finding[]): Settled {
  const inForce = findings.filter(({ mode }) => mode === 'enforce');
  const outcomes = new Map(matter.letter.envelope.to.map((copy) => [copy, outcomeOf(copy, matter, inForce)]));
  const openings = inForce.flatMap(openingsOf);
  const open = openings.filter(({ copy }) => (outcomes.get(copy)?.kind ?? 'deliver') === 'deliver');
  const copies = [...outcomes].map(([to, outcome]): CopyJudgement => {
    const later = outcome.kind === 'hold' ? openings.filter(({ copy }) => copy === to) : [];
    const applied = outcome.kind === 'return' ? [] : [...open, ...later];
    const rules = new Set([...rulesBehind(to, outcome, inForce), ...applied.map(({ rule }) => rule)]);
    return { to, outcome, rules: [...rules], rewrites: rewritesOf(applied) };
  });
  const rewrites: readonly RewriteKind[] = open.length > 0 ? ['open-copies'] : [];
  return { outcome: strongest(copies), copies, rewrites };
}

/** Whether the author is told although nothing was stopped or changed. */
export function advises(findings: readonly Finding[]): boolean {
  return findings.some(
    ({ mode, effects }) => mode === 'advise' || (mode === 'enforce' && effects.some(({ kind }) => kind === 'advise')),
  );
}

/** Held for the author wins over held for review: nobody else reads it until every rule lets them. */
function outcomeOf(copy: EmailAddress, matter: Matter, inForce: readonly Finding[]): CopyOutcome {
  const effects = inForce.flatMap((finding) => finding.effects.filter((effect) => concerns(effect, copy)));
  if (effects.some(({ kind }) => kind === 'return')) return { kind: 'return' };
  const holds = effects.filter((effect) => effect.kind === 'hold');
  if (holds.length > 0)
    return holds.every((hold) => hold.for === 'review') ? review(copy, matter, inForce) : FOR_AUTHOR;
  const forward = effects.find((effect) => effect.kind === 'forward');
  return forward === undefined ? { kind: 'deliver' } : { kind: 'forward', to: forward.to };
}

const FOR_AUTHOR: CopyOutcome = { kind: 'hold', for: 'author' };

function review(copy: EmailAddress, matter: Matter, inForce: readonly Finding[]): CopyOutcome {
  const asking = inForce.filter(({ effects }) => effects.some((each) => each.kind === 'hold' && each.copy === copy));
  const barred = new Set([...writersOf(matter), ...asking.flatMap((finding) => partiesTo(finding, matter))]);
  const reviewer = reviewerFor(matter.council, matter.now, barred);
  return reviewer === null ? FOR_AUTHOR : { kind: 'hold', for: 'review', reviewer };
}

function writersOf({ authors, signatory }: Matter): readonly PersonId[] {
  const people = authors.flatMap((author) => (author.kind === 'person' ? [author.person.id] : []));
  return signatory === null ? people : [...people, signatory.id];
}

/** Whom it concerns, and whoever's copy the same finding keeps from them. */
function partiesTo(finding: Finding, { council }: Matter): readonly PersonId[] {
  const kept = finding.effects.flatMap((effect) =>
    effect.kind === 'hold' || effect.kind === 'forward' || effect.kind === 'return' ? [effect.copy] : [],
  );
  return [...(finding.concerned ?? []), ...kept.flatMap((copy) => expand(council, copy).map(({ id }) => id))];
}

function openingsOf({ effects, rule }: Finding): readonly Opening[] {
  return effects.flatMap((effect) =>
    effect.kind === 'open-copy' ? [{ copy: effect.copy, mailbox: effect.mailbox, rule }] : [],
  );
}

function rewritesOf(openings: readonly Opening[]): CopyJudgement['rewrites'] {
  const add = new Map(openings.map(({ mailbox }) => [mailbox.address, mailbox]));
  return add.size === 0 ? [] : [{ kind: 'open-copies', add: [...add.values()] }];
}

function rulesBehind(
  copy: EmailAddress,
  outcome: CopyOutcome,
  inForce: readonly Finding[],
): readonly Finding['rule'][] {
  return inForce
    .filter(({ effects }) => effects.some((effect) => concerns(effect, copy) && effect.kind === outcome.kind))
    .map(({ rule }) => rule);
}

function concerns(effect: Effect, copy: EmailAddress): boolean {
  return 'copy' in effect && effect.copy === copy;
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

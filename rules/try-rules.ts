/**
 * Runs the rules that the council has switched on, each in its mode. A rule that throws becomes a finding that holds
 * the whole letter for its author ("this check could not be completed"), so that a fault of ours lets nothing out.
 */
import type { Council } from './council.ts';
import type { Finding } from './judgement.ts';
import { RULE_IDS, type RuleId } from './protocol.ts';
import type { Found, Matter, Rule } from './rule.ts';

/** Those that are not off, in the order of rules of correspondence, whatever order they are given in. */
export function inOrder(rules: readonly Rule[], council: Council): readonly Rule[] {
  return rules
    .filter(({ id }) => modeOf(council, id) !== 'off')
    .sort((a, b) => RULE_IDS.indexOf(a.id) - RULE_IDS.indexOf(b.id));
}

export function tryRules(rules: readonly Rule[], matter: Matter): readonly Finding[] {
  return rules.flatMap((rule) => tryRule(rule, matter));
}

function tryRule(rule: Rule, matter: Matter): readonly Finding[] {
  const mode = modeOf(matter.council, rule.id);
  if (mode === 'off') return [];
  try {
    return rule.acts(matter).map((found) => findingOf(rule.id, mode, found, matter.council));
  } catch (error) {
    return [failed(rule.id, mode, error, matter)];
  }
}

function modeOf(council: Council, rule: RuleId) {
  return council.rules.get(rule)?.mode ?? 'off';
}

function findingOf(rule: RuleId, mode: Finding['mode'], found: Found, council: Council): Finding {
  return { rule, clauses: council.protocol.clauses.filter((clause) => clause.rules.includes(rule)), mode, ...found };
}

/** Takes the rule's mode: what only monitors or advises stops nothing when it fails either. */
function failed(rule: RuleId, mode: Finding['mode'], error: unknown, { letter }: Matter): Finding {
  return {
    rule: 'check-failed',
    clauses: [],
    mode,
    evidence: [],
    effects: letter.envelope.to.map((copy) => ({ kind: 'hold', copy, for: 'author' })),
    facts: { rule, why: error instanceof Error ? error.message : String(error) },
  };
}

/** A judgement in the words of a labelled case, to be compared with what the case expects. */
import type { EmailAddress } from '../../rules/address.ts';
import type { Judgement, RewriteKind } from '../../rules/judgement.ts';
import { RULE_IDS, type RuleId } from '../../rules/protocol.ts';

type Stopped = 'forward' | 'hold' | 'return';

export type Actual = {
  readonly outcome: Judgement['outcome'];
  readonly rules: readonly RuleId[];
  /** Those not named are delivered. */
  readonly recipients: Readonly<Record<EmailAddress, Stopped>>;
  readonly rewrites: readonly RewriteKind[];
  /** The author's own notice goes without saying; `advise` stands where a rule says so. */
  readonly notices: { readonly advise?: true };
};

/** What is no rule (an unreadable letter, an unproven author) is in the outcome, not among the rules. */
export function actualOf(judgement: Judgement): Actual {
  const fired = new Set<string>(judgement.findings.map(({ rule }) => rule));
  const stopped = judgement.copies.flatMap(({ to, outcome }) =>
    outcome.kind === 'deliver' ? [] : [[to, outcome.kind]],
  );
  return {
    outcome: judgement.outcome,
    rules: RULE_IDS.filter((rule) => fired.has(rule)),
    recipients: Object.fromEntries(stopped),
    rewrites: judgement.rewrites,
    notices: judgement.notices.some((notice) => notice.kind === 'author' && notice.advise) ? { advise: true } : {},
  };
}

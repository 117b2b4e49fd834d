/**
 * What the rules make of a letter: findings with their evidence, one outcome for every copy, what is rewritten,
 * and who is told. A judgement always carries what determined it and what went wrong on the way.
 */
import type { EmailAddress } from './address.ts';
import type { PersonId, RuleMode } from './council.ts';
import type { Mailbox } from './letter.ts';
import type { Clause, RuleId } from './protocol.ts';

/**
 * Where the words stand that a finding rests on. `offset` counts UTF-16 units in that part's text. Where a rule rests
 * on who is written to, `part` is `envelope` or `header` and the words are an address.
 */
export type Evidence = { readonly words: string; readonly part: string; readonly offset: number };

/** What a finding asks for; `judge` settles what each copy gets. */
export type Effect =
  | { readonly kind: 'hold'; readonly copy: EmailAddress; readonly for: 'author' | 'review' }
  | { readonly kind: 'forward'; readonly copy: EmailAddress; readonly to: PersonId }
  | { readonly kind: 'return'; readonly copy: EmailAddress }
  /** Show `copy` to everybody by adding `mailbox` to `Cc`. */
  | { readonly kind: 'open-copy'; readonly copy: EmailAddress; readonly mailbox: Mailbox }
  /** The letter leaves with a change, whichever copy. */
  | { readonly kind: 'change'; readonly change: Exclude<Rewrite, { readonly kind: 'open-copies' }> }
  | { readonly kind: 'tell'; readonly notice: Exclude<NoticeIntent, { readonly kind: 'author' }> }
  | { readonly kind: 'advise' };

export type Finding = {
  readonly rule: RuleId | 'unreadable' | 'check-failed' | 'unproven';
  readonly clauses: readonly Clause[];
  readonly mode: Exclude<RuleMode, 'off'>;
  readonly evidence: readonly Evidence[];
  readonly effects: readonly Effect[];
  /** Whom the finding concerns and what was found, for the notice: `copies`, `why` … */
  readonly facts: Readonly<Record<string, string>>;
  /** Whoever is insulted, complained of or party to it, and so reviews nothing of it. */
  readonly concerned?: readonly PersonId[];
};

export type CopyOutcome =
  | { readonly kind: 'deliver' }
  | { readonly kind: 'forward'; readonly to: PersonId }
  | { readonly kind: 'hold'; readonly for: 'author' }
  | { readonly kind: 'hold'; readonly for: 'review'; readonly reviewer: PersonId }
  | { readonly kind: 'return' };

export type Rewrite =
  | { readonly kind: 'open-copies'; readonly add: readonly Mailbox[] }
  /** Appended below the writer's words in every text part. */
  | { readonly kind: 'capacity-statement'; readonly statement: string }
  /** One subject tag, one `Sensitivity` header, one banner that says who may see it. */
  | { readonly kind: 'confidential-label'; readonly tag: string; readonly sensitivity: string; readonly banner: string }
  /** Whoever is added gets a copy of their own, and everybody can see it under `Cc`. */
  | { readonly kind: 'copy-clerk' | 'copy-principal-councillors'; readonly add: readonly Mailbox[] };
export type RewriteKind = Rewrite['kind'];

export type CopyJudgement = {
  readonly to: EmailAddress;
  readonly outcome: CopyOutcome;
  /** The rules that determined the outcome or a rewrite of this copy. */
  readonly rules: readonly Finding['rule'][];
  /** Applied when this copy leaves, now or after release. */
  readonly rewrites: readonly Rewrite[];
};

export type NoticeIntent =
  /** To whoever wrote it: always where anything but plain delivery happened, or a rule advises. */
  | { readonly kind: 'author'; readonly to: EmailAddress; readonly advise: boolean }
  /** Minimum data: no person's name, house number or text of the letter. */
  | {
      readonly kind: 'ward-members';
      readonly to: readonly EmailAddress[];
      readonly ward: string;
      /** `road closure`, `public consultation`: in plain words. */
      readonly matter: string;
      readonly place: string | null;
      /** As the letter says it, where it is a meeting. */
      readonly meeting: string | null;
      readonly ask: PersonId;
    }
  | { readonly kind: 'clerk'; readonly to: EmailAddress; readonly about: string }
  | { readonly kind: 'members'; readonly to: readonly EmailAddress[]; readonly about: string }
  /** Whether their words may go to `reader`, whose copy waits. */
  | { readonly kind: 'consent'; readonly to: EmailAddress; readonly reader: EmailAddress };

export type Judgement = {
  /** The strongest that any copy gets: return > hold > forward > rewrite > deliver. */
  readonly outcome: 'return' | 'hold' | 'forward' | 'rewrite' | 'deliver';
  readonly copies: readonly CopyJudgement[];
  /** Whoever gets a copy although the author did not write to them; never one whom the author did. */
  readonly added: readonly CopyJudgement[];
  /** Findings of rules that fired, in the catalogue's order; those in monitor mode had no effect. */
  readonly findings: readonly Finding[];
  readonly rewrites: readonly RewriteKind[];
  readonly notices: readonly NoticeIntent[];
  readonly tried: readonly RuleId[];
};

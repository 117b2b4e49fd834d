/**
 * What a rule is: one function from the matter before it to what it found. A rule decides nothing; `judge.ts` settles
 * what each copy gets. Each rule has its own file, which opens with what it asks, in the council's terms, what it
 * leaves alone, and what it is *blind to*.
 */
import type { Author } from './author.ts';
import type { Council, Person, PersonId } from './council.ts';
import type { History } from './history.ts';
import type { Effect, Evidence } from './judgement.ts';
import type { Letter } from './letter.ts';
import type { RuleId } from './protocol.ts';
import type { BlindRecipient, Visible } from './recipients.ts';

/** The letter before the rules, with what all of them ask about it. Protected recipients are not in it. */
export type Matter = {
  readonly letter: Letter;
  readonly council: Council;
  readonly history: History;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly authors: readonly Author[];
  /** Who signed it, where that is somebody else than an author. */
  readonly signatory: Person | null;
  readonly visible: Visible;
  readonly blind: readonly BlindRecipient[];
};

export type Found = {
  /** The words it rests on; none where it rests on the envelope alone. */
  readonly evidence: readonly Evidence[];
  readonly effects: readonly Effect[];
  /** Whom it concerns and what was found, for the notice. */
  readonly facts: Readonly<Record<string, string>>;
  /** Whoever is insulted, complained of or party to it, and so reviews nothing of it. */
  readonly concerned?: readonly PersonId[];
};

export type Rule = {
  readonly id: RuleId;
  /** Nearly every rule looks only at what an inside author sends; effects on outside mail but notices are dropped. */
  readonly looksAt: 'inside' | 'everything';
  /** Empty where it has nothing to do: then it has not fired. */
  readonly acts: (matter: Matter) => readonly Found[];
};

/** What stands beside the rule in council.yaml, else what the pack sets for it, else `undefined`. */
export function parameter(council: Council, rule: RuleId, name: string): unknown {
  return council.rules.get(rule)?.parameters[name] ?? council.protocol.parameters[rule]?.[name];
}

/**
 * What is changed in the copies of a letter. Opening a copy shows one recipient to all; the other changes are the
 * letter's, the same in every copy that leaves, now or on release. A copy that goes back is not changed.
 */
import type { EmailAddress } from './address.ts';
import type { CopyJudgement, CopyOutcome, Finding, Rewrite, RewriteKind } from './judgement.ts';
import type { Mailbox } from './letter.ts';

type Change = { readonly change: Rewrite; readonly rule: Finding['rule'] };
type Opening = { readonly copy: EmailAddress; readonly mailbox: Mailbox; readonly rule: Finding['rule'] };

export type Rewriting = {
  /** What this copy leaves with, and the rules behind it. */
  readonly of: (copy: EmailAddress, outcome: CopyOutcome) => Pick<CopyJudgement, 'rewrites' | 'rules'>;
  /** What is changed now, in the order of the rules of correspondence. */
  readonly now: readonly RewriteKind[];
  /** Who gets a copy of their own besides those written to. */
  readonly added: readonly CopyJudgement[];
};

const ORDER: readonly RewriteKind[] = [
  'open-copies',
  'capacity-statement',
  'confidential-label',
  'copy-principal-councillors',
  'copy-clerk',
];

/** `outcomes` of the copies that were written to; `inForce` the findings that count. */
export function rewritingBy(inForce: readonly Finding[], outcomes: ReadonlyMap<EmailAddress, CopyOutcome>): Rewriting {
  const openings = inForce.flatMap(openingsOf);
  const open = openings.filter(({ copy }) => (outcomes.get(copy)?.kind ?? 'deliver') === 'deliver');
  const changes = unique(inForce.flatMap(changesOf));
  const fates = [...outcomes.values()].map(({ kind }) => kind);
  // What waits is changed too, when it leaves; whoever is added waits with it.
  const remains = fates.some((kind) => kind !== 'return');
  const leaves = fates.some((kind) => kind === 'deliver' || kind === 'forward');
  const kinds = new Set([...(open.length > 0 ? ['open-copies'] : []), ...(remains ? changes.map(kindOf) : [])]);
  const of: Rewriting['of'] = (copy, outcome) => {
    if (outcome.kind === 'return') return { rewrites: [], rules: [] };
    const later = outcome.kind === 'hold' ? openings.filter((opening) => opening.copy === copy) : [];
    const opened = [...open, ...later];
    return {
      rewrites: [...rewritesOf(opened), ...changes.map(({ change }) => change)],
      rules: [...opened, ...changes].map(({ rule }) => rule),
    };
  };
  const to = remains ? added(changes, outcomes) : [];
  const own = leaves ? DELIVER : (waiting(outcomes) ?? DELIVER);
  return {
    of,
    now: ORDER.filter((kind) => kinds.has(kind)),
    added: to.map(({ address, rule }) => ({ to: address, outcome: own, ...of(address, own), rules: [rule] })),
  };
}

const DELIVER: CopyOutcome = { kind: 'deliver' };

/** As nobody but the author reads what one of its holds keeps for them. */
function waiting(outcomes: ReadonlyMap<EmailAddress, CopyOutcome>): CopyOutcome | undefined {
  const holds = [...outcomes.values()].filter((outcome) => outcome.kind === 'hold');
  return holds.find((hold) => hold.for === 'author') ?? holds[0];
}

/** What a change writes into the text itself, and where; `null` where the header alone is changed. */
export function wordsIn(change: Rewrite): { readonly at: 'top' | 'end'; readonly words: string } | null {
  switch (change.kind) {
    case 'capacity-statement':
      return { at: 'end', words: change.statement };
    case 'confidential-label':
      return change.banner === '' ? null : { at: 'top', words: change.banner };
    case 'open-copies':
    case 'copy-clerk':
    case 'copy-principal-councillors':
      return null;
  }
}

function openingsOf({ effects, rule }: Finding): readonly Opening[] {
  return effects.flatMap((effect) =>
    effect.kind === 'open-copy' ? [{ copy: effect.copy, mailbox: effect.mailbox, rule }] : [],
  );
}

function changesOf({ effects, rule }: Finding): readonly Change[] {
  return effects.flatMap((effect) => (effect.kind === 'change' ? [{ change: effect.change, rule }] : []));
}

/** Two rules that want the same change make it once. */
function unique(changes: readonly Change[]): readonly Change[] {
  const found = new Map(changes.map((each) => [JSON.stringify(each.change), each]));
  return [...found.values()];
}

function kindOf({ change }: Change): RewriteKind {
  return change.kind;
}

function rewritesOf(openings: readonly Opening[]): readonly Rewrite[] {
  const add = new Map(openings.map(({ mailbox }) => [mailbox.address, mailbox]));
  return add.size === 0 ? [] : [{ kind: 'open-copies', add: [...add.values()] }];
}

function added(changes: readonly Change[], outcomes: ReadonlyMap<EmailAddress, CopyOutcome>) {
  const to = new Map<EmailAddress, Finding['rule']>();
  for (const { change, rule } of changes) {
    if (!('add' in change)) continue;
    for (const { address } of change.add) if (!outcomes.has(address)) to.set(address, rule);
  }
  return [...to].map(([address, rule]) => ({ address, rule }));
}

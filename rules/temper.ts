/**
 * What every finding on an inside author's letter is subject to, whichever rule made it: it acts on copies of this
 * letter alone, so that nobody who is protected can be named; signed mail is not altered, nor a text that words cannot
 * be added to; and what is held of a member's casework is held for the member alone.
 */
import type { EmailAddress } from './address.ts';
import { isCasework } from './casework.ts';
import type { Effect, Finding } from './judgement.ts';
import { wordsIn } from './rewrites.ts';
import type { Matter } from './rule.ts';

export function adapted(finding: Finding, matter: Matter): Finding {
  const own = aboutThisLetter(finding, matter);
  const kept = matter.letter.signed ? unaltered(own, matter) : worded(own, matter);
  return isCasework(matter) ? heldForAuthor(kept) : kept;
}

function aboutThisLetter(finding: Finding, { letter, blind }: Matter): Finding {
  const named = new Set([...letter.envelope.to, ...[...letter.bcc, ...blind].map(({ address }) => address)]);
  return { ...finding, effects: finding.effects.filter((effect) => !('copy' in effect) || named.has(effect.copy)) };
}

/** It leaves as it was signed and the author is advised; a blind copy of it is held, since it cannot be opened. */
function unaltered(finding: Finding, { letter }: Matter): Finding {
  const stopped = new Set(finding.effects.flatMap((effect) => (effect.kind === 'hold' ? [effect.copy] : [])));
  const opened = new Set(finding.effects.flatMap((effect) => (effect.kind === 'open-copy' ? [effect.copy] : [])));
  if (!finding.effects.some(alters)) return finding;
  const blind = [...opened].filter((copy) => letter.envelope.to.includes(copy) && !stopped.has(copy));
  const others = finding.effects.filter((effect) => !alters(effect) && effect.kind !== 'advise');
  const effects: readonly Effect[] = [...others, ...blind.map(holdForAuthor), { kind: 'advise' }];
  return { ...finding, effects, facts: { ...finding.facts, signed: 'yes' } };
}

/** Where no words can be added safely, the header still carries a marking, and the author is advised of the rest. */
function worded(finding: Finding, { letter: { fixedText } }: Matter): Finding {
  if (fixedText === undefined || !finding.effects.some(addsWords)) return finding;
  const effects = finding.effects.flatMap((effect) => (addsWords(effect) ? withoutWords(effect) : [effect]));
  const advised: readonly Effect[] = [...effects.filter(({ kind }) => kind !== 'advise'), { kind: 'advise' }];
  return { ...finding, effects: advised, facts: { ...finding.facts, fixedText } };
}

function addsWords(effect: Effect): effect is Extract<Effect, { readonly kind: 'change' }> {
  return effect.kind === 'change' && wordsIn(effect.change) !== null;
}

function withoutWords({ change }: Extract<Effect, { readonly kind: 'change' }>): readonly Effect[] {
  return change.kind === 'confidential-label' ? [{ kind: 'change', change: { ...change, banner: '' } }] : [];
}

function alters({ kind }: Effect): boolean {
  return kind === 'open-copy' || kind === 'change';
}

function heldForAuthor(finding: Finding): Finding {
  const effects = finding.effects.map((effect) => (effect.kind === 'hold' ? holdForAuthor(effect.copy) : effect));
  return { ...finding, effects };
}

function holdForAuthor(copy: EmailAddress): Effect {
  return { kind: 'hold', copy, for: 'author' };
}

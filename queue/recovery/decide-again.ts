/**
 * A letter that is judged a second time, because the register has forgotten the first: what its outcomes tell stands
 * against the new judgement. Copies are known by their place in the envelope, or by their address where they took
 * another's; group numbers mean nothing across two judgements.
 */
import type { DecidedCopy, DecidedEffect, Decision } from '../register/records.ts';
import { timeOf } from '../spool/letter-id.ts';
import { actsIn, type Fate, fatesIn, reportsIn } from './fates.ts';
import type { Acted, OutcomeLine } from './outcome-records.ts';

/** `doubted`: copies of which no line tells may have been sent all the same. */
export type Known = { readonly lines: readonly OutcomeLine[]; readonly doubted: boolean };

export function decideAgain(decision: Decision, { lines, doubted }: Known): Decision {
  const acts = actsIn(lines);
  const acted = acts.reduce(actedOn, decision);
  const fated = fatesIn(lines).reduce(fatedBy, acted);
  return {
    ...fated,
    copies: doubted ? fated.copies.map(doubtedCopy) : fated.copies,
    effects: effectsAgain(fated, acts, lines),
  };
}

const AFTER = { release: 'ready', return: 'returned', forward: 'forwarded' } as const;

function actedOn(decision: Decision, { act }: Acted): Decision {
  const copies = decision.copies.map((copy): DecidedCopy => {
    const isMeant = act.copies.includes(copy.n) && (copy.state === 'held' || copy.state === 'ready');
    return isMeant ? { ...copy, ...unheld, state: AFTER[act.kind] } : copy;
  });
  return act.to === undefined ? { ...decision, copies } : passedOn({ ...decision, copies }, act.to, act.copies);
}

const unheld = { heldFor: null, reviewer: null } as const;

/** Whoever it was forwarded to gets one copy, and none where they have it anyway. */
function passedOn(decision: Decision, to: NonNullable<Acted['act']['to']>, instead: readonly number[]): Decision {
  if (decision.copies.some((copy) => copy.address === to.address && copy.state === 'ready')) return decision;
  const copy: DecidedCopy = {
    ...blank(decision),
    address: to.address,
    state: 'ready',
    rendering: decision.renderings.length,
    inPlaceOf: instead[0] ?? null,
    transaction: to.terms,
  };
  return { ...decision, renderings: [...decision.renderings, to.rendering], copies: [...decision.copies, copy] };
}

function blank({ copies }: Decision) {
  return { n: Math.max(-1, ...copies.map(({ n }) => n)) + 1, rules: [], heldFor: null, reviewer: null };
}

/** What was sent was sent, whatever the new judgement says of it; what is in doubt goes as that says. */
function fatedBy(decision: Decision, fate: Fate): Decision {
  const { to } = fate;
  const isIts = (copy: DecidedCopy) => (to === undefined ? copy.n === fate.n : copy.address === to);
  if (decision.copies.some(isIts)) {
    return { ...decision, copies: decision.copies.map((copy) => (isIts(copy) ? copyAfter(copy, fate) : copy)) };
  }
  const [like] = decision.copies;
  const state = stateAfter(fate);
  if (like === undefined || to === undefined || state === null) return decision;
  // The new judgement sends nothing there; that it was sent is on record all the same.
  const copy: DecidedCopy = { ...like, ...blank(decision), address: to, state, inPlaceOf: null };
  return { ...decision, copies: [...decision.copies, copy] };
}

function copyAfter(copy: DecidedCopy, fate: Fate): DecidedCopy {
  const state = stateAfter(fate);
  if (state !== null) return { ...copy, ...unheld, state };
  return fate.doubtful ? doubtedCopy(copy) : copy;
}

/** Null where it has not ended. */
function stateAfter({ result }: Fate): DecidedCopy['state'] | null {
  if (result?.kind === 'delivered') return 'delivered';
  if (result?.kind === 'failed') return result.report ? 'failed' : 'failed-silent';
  return null;
}

function doubtedCopy(copy: DecidedCopy): DecidedCopy {
  return copy.state === 'ready' ? { ...copy, state: 'uncertain' } : copy;
}

/** Each under the time that its child was named by, so that it is not made again. */
function effectsAgain({ effects }: Decision, acts: readonly Acted[], lines: readonly OutcomeLine[]): DecidedEffect[] {
  const made = new Map(lines.flatMap((line) => ('effect' in line ? [[line.effect, timeOf(line.child)] as const] : [])));
  const all = [
    ...effects,
    ...acts.flatMap(({ act, at }) => act.effects.map((effect) => ({ ...effect, at }))),
    ...reportsIn(lines),
  ];
  const byKey = new Map<string, DecidedEffect>();
  for (const effect of all) {
    const at = made.get(effect.key) ?? effect.at;
    if (!byKey.has(effect.key)) byKey.set(effect.key, at === undefined ? effect : { ...effect, at });
  }
  return [...byKey.values()];
}

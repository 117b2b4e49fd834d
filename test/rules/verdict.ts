/** A judgement in one line, for tables: `hold; tom: hold for review by moira; Cc siobhan`. */
import type { Council } from '../../rules/council.ts';
import { NO_HISTORY } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { CopyOutcome, Judgement } from '../../rules/judgement.ts';
import { aLetter, NOON, type Written } from './a-letter.ts';

export function judged(written: Written, council: Council, now = NOON): Judgement {
  return judge(aLetter(written), council, NO_HISTORY, now);
}

/** Who does not get it plainly, and who is added to whose Cc. */
export function verdict({ copies, outcome }: Judgement): string {
  const stopped = copies.filter((copy) => copy.outcome.kind !== 'deliver');
  const opened = new Set(
    copies
      .filter((copy) => copy.outcome.kind === 'deliver')
      .flatMap((copy) =>
        copy.rewrites.flatMap((rewrite) => ('add' in rewrite ? rewrite.add : []).map(({ address }) => local(address))),
      ),
  );
  return [
    outcome,
    ...stopped.map(({ to, outcome }) => `${local(to)}: ${inWords(outcome)}`),
    ...(opened.size > 0 ? [`Cc ${[...opened].join(', ')}`] : []),
  ].join('; ');
}

function inWords(outcome: CopyOutcome): string {
  if (outcome.kind === 'forward') return `to ${outcome.to} instead`;
  if (outcome.kind !== 'hold') return outcome.kind;
  return outcome.for === 'author' ? 'held for the author' : `held for review by ${outcome.reviewer}`;
}

function local(address: string): string {
  return address.replace(/@ashcombe\.example$/, '');
}

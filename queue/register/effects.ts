/** Effects: the notices and reports that must exist because of a decision, a result or an act. Each becomes a letter of its own. */
import type { LetterId } from '../../rules/letter.ts';
import type { Kind } from './group-commit.ts';
import { indexable } from './indexable.ts';

export type SpooledEffect = {
  readonly letter: LetterId;
  readonly key: string;
  readonly child: LetterId;
  readonly now: number;
};

const SPOOLED = {
  name: 'effects-spooled',
  text: `
with done as (
  update effects e set child = i.child
  from unnest($1::text[], $2::text[], $3::text[]) as i (letter, key, child)
  where e.letter = i.letter and e.key = i.key and e.child is null returning e.letter
), less as (select letter, count(*)::integer as k from done group by letter)
update letters l set unended = l.unended - less.k,
  state = case when l.unended = less.k then 'settled' else l.state end,
  settled_at = case when l.unended = less.k then $4::bigint else l.settled_at end
from less where l.id = less.letter`,
};

/** Asked twice, it changes nothing. */
export const SPOOLED_EFFECTS: Kind<SpooledEffect, undefined> = {
  key: ({ letter, key }) => `${letter} ${indexable(key)}`,
  statement: SPOOLED,
  values: (entries) => [
    entries.map((entry) => entry.letter),
    entries.map((entry) => indexable(entry.key)),
    entries.map((entry) => entry.child),
    Math.max(...entries.map((entry) => entry.now)),
  ],
  answers: (_rows, entries) => entries.map(() => undefined),
};

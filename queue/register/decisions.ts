/**
 * What was decided of a letter, written before anything is done about it (I5): the letter, its renderings, copies,
 * groups, effects, and what later letters may need to know, in one transaction. A decision stands once made: a second
 * one for the same letter changes nothing.
 */
import type { Kind } from './group-commit.ts';
import { type Groups, groupsOf } from './groups.ts';
import { indexable } from './indexable.ts';
import type { Attempt, Decision } from './records.ts';
import { onceOf, SIBLING_STATEMENTS, siblingRows, toldRows } from './siblings.ts';
import { hasEnded } from './states.ts';
import { storable } from './storable.ts';

export type Recorded = {
  readonly kind: 'recorded' | 'present';
  /** Groups that are due and that nobody has claimed. */
  readonly groups: readonly number[];
  /** Groups that were claimed for the recorder in the same transaction. */
  readonly attempts: readonly Attempt[];
};

/** `owner` claims the groups that it makes; null leaves them to whoever comes. */
export type DecisionEntry = { readonly decision: Decision; readonly owner: string | null; readonly now: number };

const STATEMENT = {
  name: 'record-decisions',
  text: `
with made as (
  insert into letters (id, council, state, origin, protected, policy_version, received_at, decided_at, settled_at, size,
    sha256, envelope_from, author, subject, message_id, visible, judgement, unended, keep)
  select id, council, case when unended = 0 then 'settled' else 'active' end, origin, protected, policy_version,
    received_at, decided_at, case when unended = 0 then decided_at end, size, sha256, envelope_from, author, subject,
    message_id, visible, judgement, unended, keep
  from jsonb_to_recordset($1::jsonb) as x (id text, council text, origin text, protected boolean,
    policy_version integer, received_at bigint, decided_at bigint, size bigint, sha256 text, envelope_from text,
    author text, subject text, message_id text, visible jsonb, judgement jsonb, unended integer, keep boolean)
  order by id
  on conflict (id) do nothing returning id, council, protected
), new_renderings as (
  insert into renderings (letter, n, council, sha256, size, pieces)
  select letter, n, council, sha256, size, pieces
  from jsonb_to_recordset($2::jsonb) as x (letter text, n integer, sha256 text, size bigint, pieces jsonb)
  join made on made.id = letter
), new_copies as (
  insert into copies (letter, n, council, address, state, rules, held_for, reviewer, rendering, in_place_of, grp, terms, uncertain)
  select letter, n, council, address, state, rules, held_for, reviewer, rendering, in_place_of, grp, terms, uncertain
  from jsonb_to_recordset($3::jsonb) as x (letter text, n integer, address text, state text, rules jsonb, held_for text,
    reviewer text, rendering integer, in_place_of integer, grp integer, terms jsonb, uncertain integer)
  join made on made.id = letter
), new_groups as (
  insert into groups (letter, grp, council, rendering, terms, open, attempt, owner, opened_at, next_at)
  select letter, grp, council, rendering, terms, true, attempt, owner, opened_at, next_at
  from jsonb_to_recordset($4::jsonb) as x (letter text, grp integer, rendering integer, terms jsonb, attempt integer,
    owner text, opened_at bigint, next_at bigint)
  join made on made.id = letter
), new_effects as (
  insert into effects (letter, key, council, kind, payload, at, once)
  select letter, key, council, kind, payload, at, once
  from jsonb_to_recordset($5::jsonb) as x (letter text, key text, kind text, payload jsonb, at bigint, once text)
  join made on made.id = letter
), new_carried as (
  insert into carried (council, message_id, letter, author, visible, at)
  select council, message_id, letter, author, visible, at
  from jsonb_to_recordset($6::jsonb) as x (letter text, message_id text, author text, visible jsonb, at bigint)
  join made on made.id = letter
), new_events as (
  insert into events (letter, council, at, actor, kind, payload)
  select letter, council, at, 'postroom', 'decided', payload
  from jsonb_to_recordset($7::jsonb) as x (letter text, at bigint, payload jsonb)
  join made on made.id = letter
), ${SIBLING_STATEMENTS}
select id from made`,
};

/** Null where a decision stands already. */
export const DECISIONS: Kind<DecisionEntry, Recorded | null, { id: string }> = {
  key: ({ decision }) => decision.id,
  statement: STATEMENT,
  values: (entries) => {
    const rows = entries.map(rowsOf);
    return TABLES.map((table) => storable(rows.flatMap((row): readonly object[] => row[table])));
  },
  answers: (made, entries) => {
    const recorded = new Set(made.map((row) => row.id));
    return entries.map((entry) => (recorded.has(entry.decision.id) ? recordedOf(entry) : null));
  },
};

/** In the order of the statement's parameters. */
const TABLES = [
  'letters',
  'renderings',
  'copies',
  'groups',
  'effects',
  'carried',
  'events',
  'siblings',
  'told',
] as const;

function recordedOf({ decision, owner }: DecisionEntry): Recorded {
  const { groups, groupOf } = decidedGroups(decision);
  if (owner === null) return { kind: 'recorded', groups: groups.map((group) => group.grp), attempts: [] };
  const { id: letter, council, receivedAt } = decision;
  const attempts = groups.flatMap(({ grp: group, rendering, terms }): Attempt[] => {
    const bytes = decision.renderings[rendering];
    if (bytes === undefined) return [];
    const copies = decision.copies
      .filter((copy) => groupOf.get(copy.n) === group)
      .map(({ n, address }) => ({ n, address }));
    const shown = decision.protected ? null : terms;
    return [
      {
        letter,
        council,
        group,
        attempt: 1,
        rendering: bytes,
        terms: shown,
        copies,
        protected: decision.protected,
        receivedAt,
        tries: 0,
      },
    ];
  });
  return { kind: 'recorded', groups: [], attempts };
}

/** Those that are ready to leave. */
export function decidedGroups(decision: Decision) {
  return groupsOf(
    decision.copies.filter((copy) => copy.state === 'ready' || copy.state === 'uncertain'),
    1,
  );
}

function rowsOf({ decision, owner, now }: DecisionEntry) {
  const letter = decision.id;
  const { groups, groupOf } = decidedGroups(decision);
  const claim = owner === null ? { attempt: 0 } : { attempt: 1, owner, opened_at: now };
  return {
    letters: [letterRow(decision, now)],
    renderings: decision.renderings.map((rendering, n) => ({ letter, n, ...rendering })),
    copies: decision.copies.map((copy) => copyRow(decision, copy, groupOf.get(copy.n) ?? null)),
    groups: groups.map((group) => ({ letter, ...groupRow(group, decision.protected), ...claim, next_at: now })),
    effects: decision.effects.map((effect) => ({
      letter,
      at: now,
      ...effect,
      key: indexable(effect.key),
      once: onceOf(effect),
    })),
    carried: carriedRows(decision),
    events: [{ letter, at: now, payload: decision.protected ? {} : decidedPayload(decision) }],
    siblings: siblingRows(decision, now),
    told: toldRows(decision, now),
  };
}

/** Of a protected letter nothing that says who or what, whatever the decision holds: its hash is that of its open sibling. */
function letterRow(decision: Decision, now: number) {
  const named = !decision.protected;
  const running = decision.copies.filter((copy) => !hasEnded(copy.state)).length;
  return {
    id: decision.id,
    council: decision.council,
    origin: decision.origin,
    protected: decision.protected,
    policy_version: decision.policyVersion,
    received_at: decision.receivedAt,
    decided_at: now,
    size: decision.size,
    sha256: named ? decision.sha256 : '',
    envelope_from: named ? decision.envelopeFrom : null,
    author: named ? decision.author : null,
    subject: named ? decision.subject : null,
    message_id: named ? decision.messageId : null,
    visible: named ? decision.visible : [],
    judgement: named ? decision.judgement : null,
    unended: running + decision.effects.length,
    keep: named && decision.copies.some(({ state }) => !['ready', 'uncertain', 'delivered'].includes(state)),
  };
}

function copyRow(decision: Decision, copy: Decision['copies'][number], grp: number | null) {
  return {
    letter: decision.id,
    n: copy.n,
    address: copy.address,
    state: copy.state,
    rules: copy.rules,
    held_for: copy.heldFor,
    reviewer: copy.reviewer,
    rendering: copy.rendering,
    in_place_of: copy.inPlaceOf,
    grp,
    terms: copy.state === 'held' ? copy.transaction : null,
    uncertain: copy.state === 'uncertain' ? 1 : 0,
  };
}

function groupRow(group: Groups[number], isProtected: boolean) {
  return { grp: group.grp, rendering: group.rendering, terms: isProtected ? null : group.terms };
}

function carriedRows({ id, messageId, origin, author, visible, receivedAt, ...decision }: Decision) {
  if (messageId === null || origin === 'own' || decision.protected) return [];
  return [{ letter: id, message_id: indexable(messageId), author, visible, at: receivedAt }];
}

function decidedPayload({ judgement, policyVersion, copies }: Decision) {
  const states: Record<string, number> = {};
  for (const copy of copies) states[copy.state] = (states[copy.state] ?? 0) + 1;
  return { outcome: judgement?.outcome ?? null, policyVersion, copies: states };
}

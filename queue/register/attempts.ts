/**
 * Attempts at a group's delivery. A claim (owner and attempt number together) is committed before MAIL FROM, and
 * `dot may go` before the body may end; only whoever holds the claim gets either (fencing, I4).
 */
import type { CouncilId } from '../../rules/council.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Kind } from './group-commit.ts';
import type { Attempt, Piece, TransactionTerms } from './records.ts';
import { SQL_WAITING } from './states.ts';

export type Claim = { readonly letter: LetterId; readonly group: number; readonly owner: string; readonly now: number };
/** An attempt as its owner names it. */
export type OwnAttempt = Claim & { readonly attempt: number };

/** BullMQ's clock and ours may differ by this much; a group is not refused for it. */
const EARLY_MS = 1_000;

const CLAIM = {
  name: 'claim-attempts',
  text: `
with claimed as (
  update groups g set owner = i.owner, attempt = g.attempt + 1, opened_at = i.now, dot_at = null
  from unnest($1::text[], $2::integer[], $3::text[], $4::bigint[]) as i (letter, grp, owner, now)
  where g.letter = i.letter and g.grp = i.grp and g.open and g.owner is null and g.waits is null
    and g.next_at <= i.now + ${EARLY_MS}
  returning g.letter, g.grp, g.council, g.attempt, g.tries, g.rendering, g.terms
)
select c.letter, c.grp, c.council, c.attempt, c.tries, c.terms, r.pieces, r.sha256, r.size, l.protected, l.received_at,
  (select jsonb_agg(jsonb_build_array(p.n, p.address) order by p.n) from copies p
    where p.letter = c.letter and p.grp = c.grp and p.state in ${SQL_WAITING}) as copies
from claimed c
join letters l on l.id = c.letter
join renderings r on r.letter = c.letter and r.n = c.rendering`,
};

type ClaimedRow = {
  readonly letter: LetterId;
  readonly grp: number;
  readonly council: CouncilId;
  readonly attempt: number;
  readonly tries: number;
  readonly terms: TransactionTerms | null;
  readonly pieces: readonly Piece[];
  readonly sha256: string;
  readonly size: number;
  readonly protected: boolean;
  readonly received_at: number;
  readonly copies: readonly (readonly [number, string])[] | null;
};

/** Null where the group is not due, has ended, or is somebody's. */
export const CLAIMS: Kind<Claim, Attempt | null, ClaimedRow> = {
  key: keyOf,
  statement: CLAIM,
  values: columns,
  answers: (rows, claims) => {
    const attempts = new Map(rows.map((row) => [keyOf({ letter: row.letter, group: row.grp }), attemptOf(row)]));
    return claims.map((claim) => attempts.get(keyOf(claim)) ?? null);
  },
};

function attemptOf(row: ClaimedRow): Attempt {
  return {
    letter: row.letter,
    council: row.council,
    group: row.grp,
    attempt: row.attempt,
    rendering: { pieces: row.pieces, sha256: row.sha256, size: row.size },
    terms: row.terms,
    copies: (row.copies ?? []).map(([n, address]) => ({ n, address })),
    protected: row.protected,
    receivedAt: row.received_at,
    tries: row.tries,
  };
}

const DOT = {
  name: 'dot-may-go',
  text: `
update groups g set dot_at = i.now
from unnest($1::text[], $2::integer[], $3::text[], $4::bigint[], $5::integer[]) as i (letter, grp, owner, now, attempt)
where g.letter = i.letter and g.grp = i.grp and g.open and g.owner = i.owner and g.attempt = i.attempt
returning g.letter, g.grp`,
};

/** False where the claim is lost: the body must not end. */
export const DOTS: Kind<OwnAttempt, boolean, { letter: LetterId; grp: number }> = {
  key: keyOf,
  statement: DOT,
  values: (attempts) => [...columns(attempts), attempts.map((one) => one.attempt)],
  answers: (rows, attempts) => {
    const allowed = new Set(rows.map((row) => keyOf({ letter: row.letter, group: row.grp })));
    return attempts.map((one) => allowed.has(keyOf(one)));
  },
};

const FREE = {
  name: 'free-claims',
  text: `update groups g set owner = null, opened_at = null, next_at = greatest(g.next_at, i.now) from unnest($1::text[], $2::integer[], $3::text[], $4::bigint[]) as i (letter, grp, owner, now)
where g.letter = i.letter and g.grp = i.grp and g.owner = i.owner and g.dot_at is null`,
};

/** For claims whose commit was cut off, so that their own worker never knew it had them. Due now, so that the sweep sees them. */
export const FREED_CLAIMS: Kind<Claim, undefined> = {
  key: keyOf,
  statement: FREE,
  values: columns,
  answers: (_rows, claims) => claims.map(() => undefined),
};

const YIELD = {
  name: 'yield-claims',
  text: `
update groups g set owner = null, next_at = i.next_at
from unnest($1::text[], $2::integer[], $3::text[], $4::bigint[], $5::integer[], $6::bigint[])
  as i (letter, grp, owner, now, attempt, next_at)
where g.letter = i.letter and g.grp = i.grp and g.owner = i.owner and g.attempt = i.attempt and g.dot_at is null`,
};

export type Yielded = OwnAttempt & { readonly nextAt: number };

/** Given back before anything was sent; it counts as no try. */
export const YIELDED: Kind<Yielded, undefined> = {
  key: keyOf,
  statement: YIELD,
  values: (all) => [...columns(all), all.map((one) => one.attempt), all.map((one) => one.nextAt)],
  answers: (_rows, all) => all.map(() => undefined),
};

function columns(claims: readonly Claim[]): unknown[] {
  return [
    claims.map((claim) => claim.letter),
    claims.map((claim) => claim.group),
    claims.map((claim) => claim.owner),
    claims.map((claim) => claim.now),
  ];
}

function keyOf({ letter, group }: { readonly letter: LetterId; readonly group: number }): string {
  return `${letter} ${group}`;
}

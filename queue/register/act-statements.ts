/** The statements of `acts.ts`, in the order in which an act needs them. */
import type { Statement } from './database.ts';

export const LOCK_LETTER: Statement = {
  name: 'act-lock-letter',
  text: 'select council, state from letters where id = $1 and not protected for update',
};

export const READ_COPIES: Statement = {
  name: 'act-read-copies',
  text: 'select n, address, state, grp, rendering, terms from copies where letter = $1 order by n',
};

export const RELEASE_COPIES: Statement = {
  name: 'act-release-copies',
  text: `
update copies c set state = 'ready', grp = x.grp, terms = null
from unnest($2::integer[], $3::integer[]) as x (n, grp)
where c.letter = $1 and c.n = x.n and c.state = 'held'`,
};

export const END_COPIES: Statement = {
  name: 'act-end-copies',
  text: `update copies set state = $3, terms = null where letter = $1 and n = any ($2::integer[]) and state = 'held'`,
};

/** The number of the rendering, which may be there already. */
export const ADD_RENDERING: Statement = {
  name: 'act-add-rendering',
  text: `
with same as (select n from renderings where letter = $1 and sha256 = $3 and pieces = $5::jsonb limit 1), added as (
  insert into renderings (letter, n, council, sha256, size, pieces)
  select $1, coalesce((select max(n) + 1 from renderings where letter = $1), 0), $2, $3, $4, $5::jsonb
  where not exists (select 1 from same) returning n
)
select n from same union all select n from added`,
};

export const ADD_COPY: Statement = {
  name: 'act-add-copy',
  text: `
insert into copies (letter, n, council, address, state, rules, rendering, in_place_of, grp)
values ($1, $3, $2, $4, 'ready', '[]', $5, $6, $7)`,
};

export const ADD_GROUPS: Statement = {
  name: 'act-add-groups',
  text: `
insert into groups (letter, grp, council, rendering, terms, open, next_at)
select $1, grp, $2, rendering, terms, true, $4
from jsonb_to_recordset($3::jsonb) as x (grp integer, rendering integer, terms jsonb)`,
};

export const ADD_EFFECTS: Statement = {
  name: 'act-add-effects',
  text: `
insert into effects (letter, key, council, kind, payload, at)
select $1, key, $2, kind, payload, at
from jsonb_to_recordset($3::jsonb) as x (key text, kind text, payload jsonb, at bigint)
on conflict do nothing returning key`,
};

export const ADD_EVENT: Statement = {
  name: 'act-add-event',
  text: 'insert into events (letter, council, at, actor, kind, payload) values ($1, $2, $3, $4, $5, $6::jsonb)',
};

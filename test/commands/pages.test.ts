/** `show` and `held` as a person reads them: what a stranger wrote stays where it was put. */
import { expect, it } from 'vitest';
import { heldPage } from '../../src/commands/held.ts';
import { type Page, pageText } from '../../src/commands/show-page.ts';

/** Clears the screen, climbs a line, begins one that looks like ours, and turns the direction of reading. */
const NASTY = '\u001b[2J\u009b1A\r\nState: released\u202e\u2028';

const page: Page = {
  id: '01KAJC8000000000000000TEST',
  at: '2026-11-21T23:00:59.012Z',
  state: 'held',
  from: `x${NASTY}@homemail.example`,
  author: null,
  subject: NASTY,
  policyVersion: 1,
  outcome: null,
  copies: [
    {
      n: 1,
      to: `y${NASTY}@ashcombe-tc.example`,
      state: 'deferred',
      rules: [],
      heldFor: null,
      reviewer: null,
      inPlaceOf: null,
      lastReply: `451 ${NASTY}`,
      nextAt: null,
      uncertain: 0,
      sha256: 'ab',
      size: 2,
    },
  ],
  findings: [{ rule: 'canvassing', mode: 'hold', clauses: ['3'], words: [NASTY], facts: {} }],
  events: [{ at: '2026-11-21T23:01:00.000Z', actor: 'moira', kind: 'held', payload: { reason: NASTY } }],
  text: `Dear all,\n\tgood ${NASTY}`,
};

const acts = /[^\n\t\P{C}]|[\u2028\u2029]/u;

it('a letter shown moves no cursor, and a field is one line', () => {
  const text = pageText(page);
  expect(text).not.toMatch(acts);
  const aboveTheText = text.slice(0, text.indexOf('The letter as its readers'));
  expect(aboveTheText).not.toMatch(/^State: released/m);
  expect(aboveTheText.trimEnd().split('\n')).toHaveLength(9);
  expect(text).toContain('Dear all,\n\tgood ');
});

it('a letter whose text is lost says so', () => {
  const said = 'its text is missing from the spool: nothing more of it can leave until that is back';
  expect(pageText({ ...page, state: 'bytes-missing' })).toContain(said);
  expect(pageText(page)).not.toContain(said);
});

it('what is held moves no cursor either', () => {
  const entry = {
    id: page.id,
    at: page.at,
    from: page.from,
    subject: NASTY,
    copies: [{ to: page.from, rules: ['canvassing'] }],
    for: 'review' as const,
    reviewer: 'moira.lang',
  };
  const text = heldPage([entry]);
  expect(text).not.toMatch(acts);
  expect(text.trimEnd().split('\n')).toHaveLength(3);
});

import { expect, it } from 'vitest';
import { classify } from '../../src/deliver/classify.ts';
import { timetable } from '../../src/deliver/timetable.ts';
import type { Reply } from '../../src/deliver/transaction.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const RECEIVED = Date.UTC(2026, 10, 21);

type Wish = {
  tries?: number;
  now?: number;
  laterMs?: number;
  mailFrom?: string;
  notify?: ('NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY')[];
};
function fates(
  replies: readonly (readonly [number, string])[] | string,
  { tries = 0, now = RECEIVED, mailFrom = 'jane@a.example', notify, laterMs }: Wish = {},
) {
  const count = typeof replies === 'string' ? 1 : replies.length;
  const copies = Array.from({ length: count }, (_, n) => ({ n: n + 4, address: `keyed-hash-${n}` }));
  const recipients = copies.map(({ n }) => ({ address: `${n}@a.example`, ...(notify && { notify }) }));
  const answered = (words: readonly (readonly [number, string])[]): Reply[] =>
    words.map(([code, text], n) => ({ address: recipients[n]?.address ?? '', code, text }));
  const result =
    typeof replies === 'string'
      ? ({ kind: 'unreached', why: replies, ...(laterMs !== undefined && { laterMs }) } as const)
      : ({ kind: 'answered', dsnOffered: true, replies: answered(replies) } as const);
  const attempt = { copies, receivedAt: RECEIVED, tries };
  return classify(result, attempt, { transaction: { mailFrom, recipients }, now, expireMs: 5 * DAY, random: () => 0 });
}

it('delivers, defers and fails each copy by its own reply', () => {
  expect(
    fates([
      [250, '2.0.0 ok'],
      [451, '4.7.1 greylisted'],
      [550, '5.1.1 nobody'],
      [503, '5.5.1 what?'],
    ]),
  ).toEqual([
    { n: 4, kind: 'delivered', reply: '250 2.0.0 ok' },
    { n: 5, kind: 'deferred', reply: '451 4.7.1 greylisted', nextAt: RECEIVED + MINUTE },
    { n: 6, kind: 'failed', reply: '550 5.1.1 nobody', report: true },
    { n: 7, kind: 'deferred', reply: '503 5.5.1 what?', nextAt: RECEIVED + MINUTE },
  ]);
});

it('tries a hop that was not reached again, by the timetable', () => {
  expect(fates('connection refused', { tries: 2 })).toEqual([
    { n: 4, kind: 'deferred', reply: '4.4.1 connection refused', nextAt: RECEIVED + 5 * MINUTE },
  ]);
});

it('sends the rest at once where the hop only took its fill of recipients', () => {
  expect(
    fates([
      [250, 'ok'],
      [452, '4.5.3 too many'],
    ])[1],
  ).toMatchObject({ kind: 'deferred', nextAt: RECEIVED });
  expect(fates([[452, '4.3.1 disk full']])[0]).toMatchObject({ nextAt: RECEIVED + MINUTE });
});

it('comes back soon with a letter that was not even tried, and expires it only if it was tried before', () => {
  const full = { laterMs: 150, now: RECEIVED + 6 * DAY };
  expect(fates('busy', full)[0]).toMatchObject({ kind: 'deferred', nextAt: RECEIVED + 6 * DAY + 150 });
  expect(fates('busy', { ...full, tries: 1 })[0]).toMatchObject({ kind: 'failed' });
});

it('expires after five days, and has a last try just then', () => {
  const late = RECEIVED + 5 * DAY - MINUTE;
  expect(fates('away', { tries: 40, now: late })[0]).toMatchObject({ kind: 'deferred', nextAt: RECEIVED + 5 * DAY });
  expect(fates([[451, '4.2.0 busy']], { tries: 41, now: RECEIVED + 5 * DAY })).toEqual([
    {
      n: 4,
      kind: 'failed',
      report: true,
      reply: '5.4.7 expired, not delivered within 5 days; last heard: 451 4.2.0 busy',
    },
  ]);
});

it('tells nobody of a failure where the sender is null or asked not to be told', () => {
  const failure = [[550, '5.1.1 nobody']] as const;
  expect(fates(failure, { mailFrom: '' })[0]).toMatchObject({ report: false });
  expect(fates(failure, { notify: ['NEVER'] })[0]).toMatchObject({ report: false });
  expect(fates(failure, { notify: ['SUCCESS'] })[0]).toMatchObject({ report: false });
  expect(fates(failure, { notify: ['DELAY', 'FAILURE'] })[0]).toMatchObject({ report: true });
});

it('waits longer each time, up to two hours and a fifth', () => {
  const waits = Array.from({ length: 12 }, (_, tries) => timetable(tries + 1, () => 0) / MINUTE);
  expect(waits).toEqual([1, 2, 5, 10, 20, 30, 60, 120, 120, 120, 120, 120]);
  expect(timetable(100, () => 1)).toBe(144 * MINUTE);
});

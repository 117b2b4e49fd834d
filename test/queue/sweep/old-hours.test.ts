import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hourOf, newLetterId } from '../../../queue/spool/letter-id.ts';
import { removeOldHours } from '../../../queue/sweep/old-hours.ts';
import { anEnvelope, aSpool, bring, type SpoolInTest } from '../spool/a-spool.ts';

const DAY = 86_400_000;
let here: SpoolInTest;
beforeEach(async () => {
  here = await aSpool();
});
afterEach(() => here.clear());

/** An hour of so many days ago with an outcome, and with its letter or without. */
async function anHour(daysAgo: number, withLetter: boolean): Promise<string> {
  const id = newLetterId(Date.now() - daysAgo * DAY);
  await bring(here.spool, 'Subject: The bench\r\n\r\n', anEnvelope({ id }));
  await here.spool.appendOutcome(id, { dotMayGo: 1, group: 1, copies: [{ n: 0 }] });
  if (!withLetter) await here.spool.remove(id);
  expect(await here.spool.closeHour(hourOf(id), [id])).toBe(true);
  return hourOf(id);
}

const look = (everything = true) => removeOldHours({ spool: here.spool, scope: { everything, now: Date.now() } });

test('an hour’s outcomes are kept for a fortnight, and as long as a letter of it is', async () => {
  const [held, old, young] = [await anHour(400, true), await anHour(15, false), await anHour(13, false)];
  await look(false);
  expect(await here.spool.hours('all')).toEqual([held, old, young]);
  await look();
  expect(await here.spool.hours('all')).toEqual([held, young]);
  expect(existsSync(join(here.at, 'closed', old))).toBe(false);
  expect(await here.spool.outcomes(young)).toHaveLength(1);
  expect(await here.spool.outcomes(old)).toEqual([]);
});

test('an hour that is not closed stays, however old: something in it is not judged', async () => {
  const old = await anHour(15, false);
  await here.spool.reopenHours();
  await look();
  expect(await here.spool.hours('open')).toEqual([old]);
});

test('an hour that was removed is made again for a letter that belongs in it', async () => {
  const old = await anHour(15, false);
  await look();
  const id = newLetterId(Date.now() - 15 * DAY);
  await bring(here.spool, 'Subject: Late\r\n\r\n', anEnvelope({ id }));
  expect(await here.spool.hours('open')).toEqual([old]);
  expect(await here.spool.entries(old)).toEqual([id]);
});

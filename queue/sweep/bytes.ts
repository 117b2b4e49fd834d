/**
 * Letters that still need their bytes, and whether these are there. One whose bytes are gone is stopped and kept in
 * sight; it goes on when they come back (a disk that was not mounted). Its author is written to only when a later look
 * has not found them either, so that a disk that is mounted late makes nobody send a letter twice.
 */
import { existsSync } from 'node:fs';
import type { LetterId } from '../../rules/letter.ts';
import type { Unsettled } from '../register/bytes.ts';
import { hourOf } from '../spool/letter-id.ts';
import { PAGE, type Pass } from './scope.ts';

/** Only when everything is looked at: it lists every hour that has such a letter, closed ones too. */
export async function findMissingBytes(pass: Pass): Promise<number> {
  if (!pass.scope.everything) return 0;
  const listed = new Map<string, Promise<Set<LetterId>>>();
  let missing = 0;
  let from = '';
  for (;;) {
    const page = await pass.register.unsettled(from, '~', PAGE);
    for (const letter of page) {
      const there = (await entriesOf(hourOf(letter.id), listed, pass)).has(letter.id);
      if ((there === letter.missing || letter.untold) && (await settle(letter, pass))) missing++;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return missing;
    from = `${last.id}!`;
  }
}

/** The letters of one hour at a time are in memory: pages come in the order of their ids. */
function entriesOf(hour: string, listed: Map<string, Promise<Set<LetterId>>>, { spool }: Pass): Promise<Set<LetterId>> {
  const known = listed.get(hour);
  if (known !== undefined) return known;
  listed.clear();
  const whole = (id: LetterId) => existsSync(spool.messagePath(id));
  const entries = spool.entries(hour).then((ids) => new Set(ids.filter(whole)));
  listed.set(hour, entries);
  return entries;
}

/** Looked at once more by itself: it may have been settled and purged, or restored, since the listing. True if it is missing. */
async function settle({ id, missing }: Unsettled, pass: Pass): Promise<boolean> {
  const there = (await pass.spool.envelope(id)) !== null && existsSync(pass.spool.messagePath(id));
  if (missing && there) await found(id, pass);
  if (missing && !there) await attempted(id, 'tellOfLoss', pass);
  if (missing || there) return false;
  if (!(await pass.register.bytesMissing(id))) return false;
  pass.log.error({ letter: id }, 'the spool has no bytes for a letter that is not settled');
  await pass.bytesMissing?.(id);
  return true;
}

async function found(id: LetterId, pass: Pass): Promise<void> {
  if (await pass.register.bytesFound(id)) await attempted(id, 'bytesFound', pass);
}

/** What cannot be said of one letter now does not keep the others from being looked at: the next full look asks again. */
async function attempted(id: LetterId, what: 'tellOfLoss' | 'bytesFound', pass: Pass): Promise<void> {
  try {
    await pass[what]?.(id);
  } catch (err) {
    pass.log.error({ err, letter: id }, 'nobody could be told of a letter whose bytes were gone; it is tried again');
  }
}

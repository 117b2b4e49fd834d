/**
 * Letters that still need their bytes, and whether these are there. One whose bytes are gone is stopped and kept in
 * sight; it goes on when they come back (a disk that was not mounted).
 */
import type { LetterId } from '../../rules/letter.ts';
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
      if (there === letter.missing && (await settle(letter, pass))) missing++;
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
  const entries = spool.entries(hour).then((ids) => new Set(ids));
  listed.set(hour, entries);
  return entries;
}

/** Looked at once more by itself: it may have been settled and purged, or restored, since the listing. True if it is missing. */
async function settle(
  { id, missing }: { readonly id: LetterId; readonly missing: boolean },
  pass: Pass,
): Promise<boolean> {
  const there = (await pass.spool.envelope(id)) !== null;
  if (missing && there) await pass.register.bytesFound(id);
  if (missing || there) return false;
  if (!(await pass.register.bytesMissing(id))) return false;
  pass.log.error({ letter: id }, 'the spool has no bytes for a letter that is not settled');
  await pass.bytesMissing?.(id);
  return true;
}

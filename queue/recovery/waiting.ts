/** What waits for `postroom recover --confirm`, and why: letters with a row, and those that the register has forgotten. */
import type { LetterId } from '../../rules/letter.ts';
import type { Client } from '../register/database.ts';
import { lettersIn } from '../register/letters.ts';
import { effectsBefore, recoveries, type WaitingLetter, waitingLetters } from '../register/recoveries.ts';
import { remembered } from '../register/remembered.ts';
import type { SpoolEnvelope } from '../spool/envelope.ts';
import { timeOf } from '../spool/letter-id.ts';
import type { Spool } from '../spool/spool.ts';

const PAGE = 500;

const FORGOTTEN = 'the register that was put back does not have it, and it may have been sent';
const DOUBTFUL = 'the register that was put back does not have it; an attempt was made, and its end is unknown';

type Looked = { readonly client: Client; readonly spool: Pick<Spool, 'hours' | 'entries' | 'envelope'> };

/** Oldest first. */
export async function waiting({ client, spool }: Looked): Promise<WaitingLetter[]> {
  const all = await waitingLetters(client);
  for await (const { envelope, why } of waitingEntries({ client, spool })) {
    const { id, protected: hidden, receivedAt: at, mailFrom: from, recipients } = envelope;
    all.push({ id, protected: hidden, at, from, to: recipients.map(({ address }) => address), why });
  }
  return all.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Of those that wait, the ones that must be judged again. */
export async function unjudged(looked: Looked): Promise<LetterId[]> {
  const all: LetterId[] = [];
  for await (const { envelope } of waitingEntries(looked)) all.push(envelope.id);
  return all;
}

/** Whether a notice may still come that would wait, too. */
export async function mayWait({ client, spool }: Looked): Promise<boolean> {
  const before = await waitsBefore(client);
  if ((await waitingLetters(client)).length > 0 || (await effectsBefore(client, before)) > 0) return true;
  for await (const _ of waitingEntries({ client, spool })) return true;
  return false;
}

async function waitsBefore(client: Client): Promise<number> {
  const open = (await recoveries(client)).filter((each) => each.confirmedAt === null);
  return Math.max(0, ...open.map((each) => each.waitsBefore));
}

type Entry = { readonly envelope: SpoolEnvelope; readonly why: string };

/** Entries of the spool without a row that may not be judged yet. */
async function* waitingEntries({ client, spool }: Looked): AsyncGenerator<Entry> {
  if (!(await recoveries(client)).some((each) => each.confirmedAt === null)) return;
  const before = await waitsBefore(client);
  for (const hour of await spool.hours('open')) {
    const entries = await spool.entries(hour);
    for (let at = 0; at < entries.length; at += PAGE) {
      yield* waitingAmong(entries.slice(at, at + PAGE), before, { client, spool });
    }
  }
}

async function* waitingAmong(ids: readonly LetterId[], before: number, { client, spool }: Looked) {
  const decided = await lettersIn(client, ids);
  const unjudged = ids.filter((id) => !decided.has(id));
  const kept = await remembered(client, unjudged);
  for (const id of unjudged) {
    const { doubtful = false, ended = 0 } = kept.get(id) ?? {};
    if (!doubtful && timeOf(id) >= before) continue;
    const envelope = await spool.envelope(id);
    // What has ended, every copy of it, is judged for the record alone.
    if (envelope === null || ended >= envelope.recipients.length) continue;
    yield { envelope, why: doubtful ? DOUBTFUL : FORGOTTEN };
  }
}

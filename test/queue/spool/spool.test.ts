/** A letter is in the spool whole, under its name, or not at all. */
import { createHash } from 'node:crypto';
import { chown, mkdir, readdir, readFile, readlink, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childId, hourAt, hourOf, newLetterId, readLetterId, timeOf } from '../../../queue/spool/letter-id.ts';
import { openSpool } from '../../../queue/spool/spool.ts';
import { anEnvelope, aSpool, bring, type SpoolInTest } from './a-spool.ts';

let here: SpoolInTest;
beforeEach(async () => {
  here = await aSpool();
});
afterEach(() => here.clear());

const anHourAgo = (): number => Date.now() - 3_600_000;
const tmp = (): Promise<string[]> => readdir(join(here.at, 'tmp'));

describe('a letter that is brought in', () => {
  it('lies in its hour under its id, with the bytes and the envelope that were given', async () => {
    const text = 'Subject: playground\r\n\r\nThe gate is down.\r\n';
    const id = await bring(here.spool, text);
    expect(await readFile(here.spool.messagePath(id), 'utf8')).toBe(text);
    const envelope = await here.spool.envelope(id);
    expect(envelope).toMatchObject({ id, size: text.length, sha256: createHash('sha256').update(text).digest('hex') });
    expect(await here.spool.hours('open')).toEqual([hourOf(id)]);
    expect(await here.spool.entries(hourOf(id))).toEqual([id]);
    expect(await tmp()).toEqual([]);
  });

  it('keeps every byte, whatever the bytes and however they are cut', async () => {
    const cut = fc.tuple(fc.uint8Array({ maxLength: 300_000 }), fc.integer({ min: 1, max: 70_000 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([bytes, step]) => {
        const envelope = anEnvelope();
        const draft = await here.spool.draft();
        const whole = Buffer.from(bytes);
        for (let at = 0; at < whole.length; at += step) await draft.write(whole.subarray(at, at + step));
        await draft.commit([envelope]);
        expect((await readFile(here.spool.messagePath(envelope.id))).equals(whole)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('becomes several entries with one set of bytes where it has several envelopes', async () => {
    const [one, two] = [anEnvelope(), anEnvelope({ protected: true })];
    const draft = await here.spool.draft();
    await draft.write(Buffer.from('A: b\r\n\r\n'));
    await draft.commit([one, two]);
    const inodes = await Promise.all([one, two].map(async ({ id }) => (await stat(here.spool.messagePath(id))).ino));
    expect(inodes[0]).toBe(inodes[1]);
    expect((await here.spool.envelope(two.id))?.protected).toBe(true);
    await here.spool.remove(two.id);
    expect(await readFile(here.spool.messagePath(one.id), 'utf8')).toBe('A: b\r\n\r\n');
  });

  it('leaves nothing when it is discarded', async () => {
    const draft = await here.spool.draft();
    await draft.write(Buffer.from('half a let'));
    await draft.discard();
    expect(await tmp()).toEqual([]);
    expect(await here.spool.hours('all')).toEqual([]);
  });

  it('leaves nothing, of none of its entries, when one cannot be put in its place', async () => {
    const [one, two] = [anEnvelope(), anEnvelope()];
    await mkdir(join(here.at, hourOf(two.id), two.id, 'in the way'), { recursive: true });
    const draft = await here.spool.draft();
    await draft.write(Buffer.from('A: b\r\n\r\n'));
    await expect(draft.commit([one, two])).rejects.toMatchObject({ kind: 'fault' });
    expect(await here.spool.entries(hourOf(one.id))).toEqual([two.id]);
    expect(await tmp()).toEqual([]);
  });

  it('is refused, and taken back, when the disk takes longer than a client waits', async () => {
    const slow = await openSpool(here.at, { limit: 1, commitWithinMs: 0 });
    const draft = await slow.draft();
    await draft.write(Buffer.from('A: b\r\n\r\n'));
    await expect(draft.commit([anEnvelope()])).rejects.toMatchObject({ kind: 'fault' });
    await expect.poll(tmp).toEqual([]);
    await expect.poll(() => here.spool.entries(hourAt(Date.now()))).toEqual([]);
  });
});

describe('a letter of our own', () => {
  it('is made once, however often it is asked for', async () => {
    const parent = newLetterId(Date.now());
    const id = childId(parent, 'author-notice', anHourAgo());
    const make = () => here.spool.makeChild(anEnvelope({ id, origin: 'own' }), Buffer.from('Subject: held\r\n\r\n'));
    expect((await Promise.all([make(), make(), make()])).sort()).toEqual(['made', 'present', 'present']);
    expect(await make()).toBe('present');
    expect(await here.spool.entries(hourOf(id))).toEqual([id]);
    expect(await tmp()).toEqual([]);
  });

  it('has another name for another effect, another parent or another time', () => {
    const [one, two] = [newLetterId(1), newLetterId(1)];
    const names = [childId(one, 'a', 5), childId(one, 'b', 5), childId(two, 'a', 5), childId(one, 'a', 6)];
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toBe(childId(one, 'a', 5));
  });
});

describe('an hour', () => {
  it('is closed once it is over and all its entries are judged, and then listed no more', async () => {
    const id = await bring(here.spool, 'A: b\r\n\r\n', anEnvelope({ id: newLetterId(anHourAgo()) }));
    expect(await here.spool.closeHour(hourOf(id), [])).toBe(false);
    expect(await here.spool.isClosed(hourOf(id))).toBe(false);
    expect(await here.spool.closeHour(hourOf(id), [id])).toBe(true);
    expect(await here.spool.isClosed(hourOf(id))).toBe(true);
    expect(await here.spool.hours('open')).toEqual([]);
    expect(await here.spool.hours('all')).toEqual([hourOf(id)]);
  });

  it('is not closed while it lasts', async () => {
    expect(await here.spool.closeHour(hourAt(Date.now()), [])).toBe(false);
  });

  it('is opened again by a letter that comes late', async () => {
    const id = await bring(here.spool, 'A: b\r\n\r\n', anEnvelope({ id: newLetterId(anHourAgo()) }));
    await here.spool.closeHour(hourOf(id), [id]);
    const late = await bring(here.spool, 'A: b\r\n\r\n', anEnvelope({ id: newLetterId(timeOf(id)) }));
    expect(await here.spool.hours('open')).toEqual([hourOf(late)]);
  });

  it('is opened again by a letter, also where a clock that ran ahead had it closed before it was over', async () => {
    const now = hourAt(Date.now());
    await writeFile(join(here.at, 'closed', now), '');
    const id = await bring(here.spool, 'A: b\r\n\r\n');
    expect(await here.spool.hours('open')).toContain(hourOf(id));
  });
});

describe.runIf(process.getuid?.() === 0)('what root makes', () => {
  it('belongs to whom the spool belongs to', async () => {
    const clerk = 4_242;
    for (const folder of ['', 'tmp', 'closed']) await chown(join(here.at, folder), clerk, clerk);
    const id = await bring(here.spool, 'A: b\r\n\r\n', anEnvelope({ id: newLetterId(anHourAgo()) }));
    await here.spool.appendOutcome(id, { step: 1 });
    await here.spool.closeHour(hourOf(id), [id]);
    const hour = hourOf(id);
    const made = [hour, `${hour}/outcomes.log`, `${hour}/${id}`, `${hour}/${id}/message.eml`, `closed/${hour}`];
    for (const path of made) expect(await stat(join(here.at, path)), path).toMatchObject({ uid: clerk, gid: clerk });
    await openSpool(join(here.at, 'deep', 'er'), { limit: 1 });
    expect((await stat(join(here.at, 'deep', 'er', 'tmp'))).uid).toBe(clerk);
  });
});

describe('what a dead process left', () => {
  it('is swept, and the drafts of the living are left alone', async () => {
    const mine = await here.spool.draft();
    await mkdir(join(here.at, 'tmp', '01KAJ0000000000000000000AB-4194304-1'));
    expect(await here.spool.sweepDrafts(60_000)).toBe(0);
    expect(await here.spool.sweepDrafts(0)).toBe(1);
    expect(await tmp()).toHaveLength(1);
    await mine.discard();
  });

  it('is told from the living by when the process began, since a pid is used again', async () => {
    const folder = join(here.at, 'tmp', `01KAJ0000000000000000000AB-${process.pid}-1`);
    await mkdir(folder);
    await writeFile(join(folder, 'message.eml'), 'half');
    expect(await here.spool.sweepDrafts(60_000)).toBe(0);
    const then = new Date(anHourAgo());
    await utimes(join(folder, 'message.eml'), then, then);
    await utimes(folder, then, then);
    expect(await here.spool.sweepDrafts(60_000)).toBe(1);
  });
});

describe('the record of outcomes', () => {
  it('gives back what was appended, by several at once, in the order of each', async () => {
    const id = newLetterId(Date.now());
    const other = await openSpool(here.at, { limit: 1 });
    const steps = Array.from({ length: 50 }, (_, step) => step);
    await Promise.all(steps.flatMap((step) => [here.spool, other].map((spool) => spool.appendOutcome(id, { step }))));
    const read = await here.spool.outcomes(hourOf(id));
    expect(read).toHaveLength(100);
    expect(read.every(({ letter }) => letter === id)).toBe(true);
    const seen = read.map(({ record }) => JSON.stringify(record)).sort();
    expect(new Set(seen).size).toBe(50);
    await other.close();
  });

  it('passes over a line that a crash tore, and begins the next on a line of its own', async () => {
    const id = newLetterId(Date.now());
    await here.spool.appendOutcome(id, { step: 1 });
    await writeFile(join(here.at, hourOf(id), 'outcomes.log'), '1234abcd {"letter":"01K', { flag: 'a' });
    const restarted = await openSpool(here.at, { limit: 1 });
    await restarted.appendOutcome(id, { step: 2 });
    expect((await restarted.outcomes(hourOf(id))).map(({ record }) => record)).toEqual([{ step: 1 }, { step: 2 }]);
    await restarted.close();
  });

  const openLogs = async (): Promise<string[]> => {
    const files = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
    return (await Promise.all(files)).filter((file) => file.startsWith(here.at) && file.endsWith('outcomes.log'));
  };

  it('keeps few files open, whichever hours are written to in which order, and loses no line', async () => {
    const ids = Array.from({ length: 20 }, (_, hour) => newLetterId(Date.now() - hour * 3_600_000));
    const often = ids[0] ?? newLetterId(0);
    await Promise.all(ids.map((id) => here.spool.appendOutcome(id, { step: 1 })));
    for (const id of ids) await Promise.all([often, id].map((letter) => here.spool.appendOutcome(letter, { step: 2 })));
    expect(await here.spool.outcomes(hourOf(often))).toHaveLength(22);
    for (const id of ids.slice(1)) expect(await here.spool.outcomes(hourOf(id))).toHaveLength(2);
    await expect.poll(async () => (await openLogs()).length).toBeLessThanOrEqual(8);
    expect(await openLogs()).toContain(join(here.at, hourOf(often), 'outcomes.log'));
  });

  it('is closed after what is under way, and lets go of a file that was just being opened', async () => {
    const id = newLetterId(Date.now());
    const appended = [here.spool.appendOutcome(id, { step: 1 }), here.spool.appendOutcome(id, { step: 2 })];
    // The hour's folder is there: the file is being opened now.
    await expect.poll(() => here.spool.hours('all')).toHaveLength(1);
    const closed = here.spool.close();
    await Promise.all([...appended, closed]);
    await here.spool.close();
    expect(await openLogs()).toEqual([]);
    expect(await here.spool.outcomes(hourOf(id))).toHaveLength(2);
    await here.spool.appendOutcome(id, { step: 3 });
    expect(await here.spool.outcomes(hourOf(id))).toHaveLength(3);
    await here.spool.close();
    expect(await openLogs()).toEqual([]);
  });
});

describe('room', () => {
  it('is there below the limit and not above it', async () => {
    expect(await here.spool.room()).toBe(true);
    const full = await openSpool(here.at, { limit: 0.000001 });
    expect(await full.room()).toBe(false);
  });
});

describe('a name', () => {
  it('says its hour in UTC', () => {
    expect(hourOf(newLetterId(Date.UTC(2026, 10, 21, 23, 59)))).toBe('2026112123');
  });

  it('is read back from text, and nothing else is', () => {
    const id = newLetterId(Date.now());
    expect(readLetterId(id)).toBe(id);
    for (const text of ['', '../../etc/passwd', id.toLowerCase(), `${id}0`, 'outcomes.log'])
      expect(readLetterId(text)).toBeNull();
  });
});

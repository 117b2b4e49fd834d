/** A register that is older than the spool: what it is told, what waits, and what never seems older than it is. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRecovering } from '../../../queue/recovery/recover.ts';
import type { CopyResult } from '../../../queue/register/records.ts';
import type { WaitingLetter } from '../../../queue/register/recoveries.ts';
import type { Register } from '../../../queue/register/register.ts';
import { childId, hourOf } from '../../../queue/spool/letter-id.ts';
import type { Spool } from '../../../queue/spool/spool.ts';
import { sweepOnce } from '../../../queue/sweep/pass.ts';
import type { LetterId } from '../../../rules/letter.ts';
import { copy, decision, delivered, heldCopy, statesOf } from '../register/letters.ts';
import { everything, SHA256, spooled } from '../sweep/a-gateway.ts';
import { aPutBackRegister, type PutBack, type Running } from './a-put-back-register.ts';

let here: PutBack;
beforeAll(async () => {
  here = await aPutBackRegister();
});
afterAll(() => here.end());
beforeEach(() => {
  here.said.length = 0;
});

const HOUR = 3_600_000;
/** Something was said since this test began, or since it was last heard. */
async function heard(words: string): Promise<void> {
  const said = () => here.said.some((says) => says.includes(words));
  await expect.poll(said, { timeout: 20_000 }).toBe(true);
  here.said.splice(0, here.said.length, ...alarms());
}

const alarms = () => here.said.filter((says) => says.startsWith('ALARM'));

/** As a worker does it: each record in both places, in that order or at once. */
async function attempt({ register, spool }: Running, letter: LetterId, result: CopyResult[] | 'unknown', group = 1) {
  const claimed = await register.claimAttempt(letter, group, 'worker', Date.now());
  if (claimed === null) throw new Error(`group ${group} of ${letter} cannot be claimed`);
  const { attempt: number, copies } = claimed;
  await register.dotMayGo(letter, group, number, 'worker');
  await spool.appendOutcome(letter, { dotMayGo: number, group, copies: copies.map(({ n }) => ({ n })) });
  if (result === 'unknown') return;
  const ended = { letter, group, attempt: number, owner: 'worker', now: Date.now(), effects: [] };
  await register.recordResult({ ...ended, results: result });
  await spool.appendOutcome(letter, { result: number, group, at: ended.now, results: result, effects: [] });
}

async function release({ register, spool }: Running, letter: LetterId, n: number): Promise<number> {
  const act = { letter, copies: [n], kind: 'release', actor: 'jane', reason: 'fine', effects: [] } as const;
  const at = Date.now();
  const acted = await register.act(act, at);
  if (acted.kind === 'refused') throw new Error(acted.why);
  await spool.appendOutcome(letter, { act, at });
  return acted.groups[0] ?? 0;
}

async function decided(running: Running, copies = [copy(0)], id?: LetterId): Promise<LetterId> {
  const letter = id ?? (await spooled(running));
  await running.register.recordDecision(decision({ id: letter, sha256: SHA256, copies }));
  return letter;
}

/** What `postroom recover` lists. */
async function waiting(confirm = false, which = (_: WaitingLetter) => true) {
  return here.run(async ({ spool }) => {
    const log = { info: () => {}, error: () => {}, fatal: () => {} };
    const recovering = await openRecovering(here.postgres.url, { spool, run: 'recover', newSince: Date.now, log });
    try {
      const found = (await recovering.waiting()).filter(which).map(({ id }) => id);
      if (confirm) await recovering.confirm('operator');
      return found;
    } finally {
      await recovering.close();
    }
  });
}

async function eventsOf(register: Register, letter: LetterId): Promise<string[]> {
  return ((await register.letter(letter))?.events ?? []).map(({ kind }) => kind);
}

describe('a register that was put back', { timeout: 120_000 }, () => {
  it('learns what was delivered, released and refused since; what is unknown waits until it is confirmed', async () => {
    const before = await here.run(async (running) => {
      const letters = {
        delivered: await decided(running),
        deferred: await decided(running),
        released: await decided(running, [heldCopy(0), copy(1)]),
        held: await decided(running, [heldCopy(0)]),
        open: await decided(running),
        untouched: await decided(running),
      };
      return letters;
    });
    await here.backUp();
    const after = await here.run(async (running) => {
      await attempt(running, before.delivered, [delivered(0)]);
      const later = { n: 0, kind: 'deferred', reply: '451 later', nextAt: Date.now() + HOUR } as const;
      await attempt(running, before.deferred, [later]);
      await attempt(running, before.released, [delivered(1)]);
      await attempt(running, before.released, [delivered(0)], await release(running, before.released, 0));
      await attempt(running, before.open, 'unknown');
      const gone = await decided(running, [heldCopy(0)]);
      const ended = await decided(running);
      await attempt(running, ended, [delivered(0)]);
      return { gone, ended, unjudged: await spooled(running) };
    });
    await here.putBack();

    const fresh = await here.run(async (running) => {
      const { register, vouching } = running;
      expect(await statesOf(register, before.delivered)).toEqual({ letter: 'settled', copies: ['delivered'] });
      expect(await statesOf(register, before.released)).toEqual({
        letter: 'settled',
        copies: ['delivered', 'delivered'],
      });
      expect(await statesOf(register, before.held)).toEqual({ letter: 'active', copies: ['held'] });
      for (const id of [before.deferred, before.open, before.untouched]) {
        expect(await statesOf(register, id)).toEqual({ letter: 'active', copies: ['uncertain'] });
        expect(await register.claimAttempt(id, 1, 'worker', Date.now() + 2 * HOUR)).toBeNull();
      }
      expect(await eventsOf(register, before.open)).toEqual(['decided', 'replayed']);
      expect(await vouching.recall(after.gone, 1)).toEqual({ kind: 'waits' });
      expect(await vouching.recall(after.ended, 1)).toMatchObject({ kind: 'recalled' });
      expect(await vouching.recall(after.unjudged, 1)).toEqual({ kind: 'waits' });
      const letter = await spooled(running);
      expect(await vouching.recall(letter, 1)).toEqual({ kind: 'new' });
      await decided(running, [copy(0)], letter);
      await attempt(running, letter, [delivered(0)]);
      return letter;
    });
    expect(alarms()).toHaveLength(2);
    const listed = [before.deferred, before.open, before.untouched, after.gone, after.unjudged];
    expect(await waiting()).toEqual(listed.sort());
    expect(await waiting(true)).toEqual(listed.sort());
    expect(await waiting()).toEqual([]);

    await here.run(async (running) => {
      const { register, vouching } = running;
      for (const id of [before.deferred, before.open, before.untouched]) await attempt(running, id, [delivered(0)]);
      expect(await vouching.recall(after.gone, 1)).toMatchObject({ kind: 'recalled', doubted: true });
      expect(await vouching.recall(after.unjudged, 1)).toEqual({ kind: 'recalled', lines: [], doubted: true });
      expect((await register.letter(before.open))?.copies[0]).toMatchObject({ state: 'delivered', uncertain: 1 });
      expect(await statesOf(register, fresh)).toEqual({ letter: 'settled', copies: ['delivered'] });
    });
    expect(alarms()).toHaveLength(2);
  });

  it('is noticed by a single outcome that it does not know, within one epoch too', async () => {
    const letter = await here.run(async (running) => {
      const id = await decided(running);
      // Not moved on between this copy and the attempt: its number tells nothing.
      return id;
    });
    await here.backUp();
    const inOneEpoch = await here.run(async (running) => {
      await attempt(running, letter, [delivered(0)]);
      return running.spool.epoch();
    });
    await here.putBack();
    const client = { register: inOneEpoch?.register ?? '', number: (inOneEpoch?.number ?? 0) - 1 };
    await here.run(
      async ({ register }) => {
        expect(await statesOf(register, letter)).toEqual({ letter: 'settled', copies: ['delivered'] });
      },
      { spool: (spool) => ({ ...spool, epoch: async () => ({ ...client, run: 'x', at: Date.now() }) }) },
    );
    expect(alarms()[0]).toContain('put back');
  });

  it('settles a letter as delivered whose bytes are gone because it was', async () => {
    const letter = await here.run((running) => decided(running));
    await here.backUp();
    await here.run(async (running) => {
      await attempt(running, letter, [delivered(0)]);
      await running.spool.remove(letter);
    });
    await here.putBack();
    await here.run(async ({ register, spool }) => {
      expect(await statesOf(register, letter)).toEqual({ letter: 'settled', copies: ['delivered'] });
      const told: string[] = [];
      await sweepOnce(
        {
          spool,
          register,
          producer: { addNow: async () => true, generation: async () => 'x' },
          retention: { delivered: 0, ended: 0 },
          effects: async () => {},
          bytesMissing: async (id) => void told.push(id),
          log: { info: () => {}, error: () => {} },
        },
        everything(),
      );
      expect(told).not.toContain(letter);
      expect((await statesOf(register, letter)).letter).toBe('purged');
    });
    await waiting(true);
  });

  it('lists again the hours that were closed', async () => {
    const long = Date.now() - 5 * HOUR;
    await here.backUp();
    const id = await here.run(async (running) => {
      const letter = await spooled(running, long);
      await decided(running, [heldCopy(0)], letter);
      const inHour = await running.spool.entries(hourOf(letter));
      expect(await running.spool.closeHour(hourOf(letter), inHour)).toBe(true);
      return letter;
    });
    await here.putBack();
    await here.run(async ({ spool }) => {
      expect(await spool.hours('open')).toContain(hourOf(id));
    });
    expect(await waiting(true)).toContain(id);
  });

  it('is told the same however often the replay is cut short', async () => {
    const letters = await here.run(async (running) => {
      return [await decided(running), await decided(running), await decided(running, [heldCopy(0)])] as const;
    });
    await here.backUp();
    await here.run(async (running) => {
      await attempt(running, letters[0], [delivered(0)]);
      await attempt(running, letters[1], 'unknown');
      await attempt(running, letters[2], [delivered(0)], await release(running, letters[2], 0));
    });
    await here.putBack();
    for (const failing of ['outcomes', 'reopenHours', 'writeEpoch'] as const) {
      const broken = (spool: Spool): Spool => ({
        ...spool,
        [failing]: async () => {
          throw new Error('cut short');
        },
      });
      await here.run(
        async ({ register }) => {
          await heard('could not be held against the spool');
          await expect(register.held()).rejects.toThrow('nobody vouches');
        },
        { spool: broken, unvouched: true },
      );
    }
    await here.run(async ({ register }) => {
      expect(await statesOf(register, letters[0])).toEqual({ letter: 'settled', copies: ['delivered'] });
      expect(await statesOf(register, letters[2])).toEqual({ letter: 'settled', copies: ['delivered'] });
      const open = await register.letter(letters[1]);
      expect(open?.copies[0]).toMatchObject({ state: 'uncertain' });
      expect(await eventsOf(register, letters[1])).toEqual(['decided', 'replayed']);
    });
    expect(await waiting(true)).toContain(letters[1]);
  });

  it('under a gateway that goes on running: what the spool says nothing of was not sent, and does not wait', async () => {
    const letter = await here.run((running) => decided(running), { run: 'one' });
    await here.backUp();
    const { lost, doubtful } = await here.run(
      async (running) => {
        const [one, other] = [await decided(running), await decided(running)];
        await attempt(running, other, 'unknown');
        return { lost: one, doubtful: other };
      },
      { run: 'one' },
    );
    await here.putBack();
    await here.run(
      async ({ register, vouching }) => {
        expect(await vouching.recall(lost, 1)).toEqual({ kind: 'recalled', lines: [], doubted: false });
        expect(await vouching.recall(doubtful, 1)).toEqual({ kind: 'waits' });
        expect(await statesOf(register, letter)).toEqual({ letter: 'active', copies: ['ready'] });
      },
      { run: 'one' },
    );
    expect(await waiting(true)).toEqual([doubtful]);
  });

  it('does not make a notice again that was made, sent and cleared away since', async () => {
    const at = Date.now();
    const effect = { key: 'notice:author:jane', kind: 'notice', payload: {} } as const;
    const parent = await here.run(async (running) => {
      const id = await spooled(running);
      await running.register.recordDecision(decision({ id, sha256: SHA256, copies: [heldCopy(0)], effects: [effect] }));
      return id;
    });
    await here.backUp();
    const child = await here.run(async (running) => {
      const [due] = await running.register.effectsOf(parent);
      const made = childId(parent, effect.key, due?.at ?? at);
      await running.spool.appendOutcome(parent, { effect: effect.key, child: made });
      await decided(running, [copy(0)], made);
      await running.register.effectSpooled(parent, effect.key, made);
      await attempt(running, made, [delivered(0)]);
      return made;
    });
    await here.putBack();
    await here.run(async ({ register }) => {
      const [due] = await register.effectsOf(parent);
      expect(childId(parent, effect.key, due?.at ?? 0)).toBe(child);
      expect(await register.known([child])).toEqual(new Set([child]));
    });
    await waiting(true);
  });

  it('is noticed under a gateway that runs, when connections must be made anew', async () => {
    const letter = await here.run((running) => decided(running));
    await here.backUp();
    await here.run(async (running) => {
      await attempt(running, letter, [delivered(0)]);
      await here.putBack();
      const known = () => statesOf(running.register, letter).catch(() => null);
      await expect.poll(known, { timeout: 20_000 }).toEqual({ letter: 'settled', copies: ['delivered'] });
    });
    expect(alarms()[0]).toContain('put back');
  });

  it('learns of protected letters without a name, and lists of them only that they wait', async () => {
    const hidden = { protected: true, copies: [copy(0, { address: 'mark-of-somebody' })] };
    const decide = async (running: Running) => {
      const id = await spooled(running, Date.now(), true);
      await running.register.recordDecision(decision({ id, ...hidden }));
      return id;
    };
    const [gone, open] = await here.run(async (running) => [await decide(running), await decide(running)] as const);
    await here.backUp();
    const lost = await here.run(async (running) => {
      await attempt(running, gone, [{ n: 0, kind: 'delivered', reply: '250' }]);
      await running.spool.remove(gone);
      return decide(running);
    });
    await here.putBack();
    await here.run(async ({ register }) => {
      const states = await register.lettersIn([gone, open]);
      expect([states.get(gone), states.get(open)]).toEqual(['settled', 'active']);
      expect(await register.claimAttempt(open, 1, 'worker', Date.now() + HOUR)).toBeNull();
    });
    expect(await waiting(true, ({ protected: isHidden }) => isHidden)).toEqual([open, lost].sort());
  });

  it('may be an empty one', async () => {
    const { sent, held } = await here.run(async (running) => {
      const letter = await decided(running);
      await attempt(running, letter, [delivered(0)]);
      return { sent: letter, held: await decided(running, [heldCopy(0)]) };
    });
    await here.empty();
    await here.run(async ({ vouching }) => {
      expect(await vouching.recall(sent, 2)).toEqual({ kind: 'waits' });
      expect(await vouching.recall(sent, 1)).toMatchObject({ kind: 'recalled' });
      expect(await vouching.recall(held, 1)).toEqual({ kind: 'waits' });
    });
    expect(alarms()[0]).toContain('put back');
    expect(await waiting(true)).toEqual(expect.arrayContaining([held]));
  });
});

describe('what is no older register', { timeout: 120_000 }, () => {
  it('is one after any crash, also between its number and the spool’s', async () => {
    for (let crash = 0; crash < 20; crash++) {
      const dying = (spool: Spool): Spool => ({
        ...spool,
        writeEpoch: async () => {
          throw new Error('killed');
        },
      });
      await here.run(() => heard('could not be held'), { spool: dying, unvouched: true });
      await here.run(async (running) => {
        await running.vouching.advance();
        await attempt(running, await decided(running), crash % 3 === 0 ? 'unknown' : [delivered(0)]);
      });
    }
    expect(alarms()).toEqual([]);
  });

  it('is one whose server was killed, under a gateway that goes on', async () => {
    await here.run(async (running) => {
      const letter = await decided(running);
      await attempt(running, letter, 'unknown');
      await here.postgres.kill();
      await here.postgres.start();
      const { register } = running;
      await expect
        .poll(
          () =>
            register.ping().then(
              () => true,
              () => false,
            ),
          { timeout: 20_000 },
        )
        .toBe(true);
      expect((await statesOf(register, letter)).letter).toBe('active');
    });
    expect(alarms()).toEqual([]);
  });

  it('is one that is newer than a spool from a backup', async () => {
    await here.run(async ({ vouching }) => {
      for (let times = 0; times < 5; times++) await vouching.advance();
    });
    const old = { number: 1, run: 'old', at: Date.now() - HOUR };
    const older = (spool: Spool): Spool => ({
      ...spool,
      epoch: async () => {
        const now = await spool.epoch();
        return now === null ? null : { ...now, ...old };
      },
    });
    await here.run(async ({ register }) => register.ping(), { spool: older });
    expect(alarms()).toEqual([]);
  });
});

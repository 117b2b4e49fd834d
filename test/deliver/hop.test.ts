/** A next hop's slots and lines, without a network. */
import { expect, it } from 'vitest';
import type { Connection } from '../../src/deliver/connection.ts';
import { type Hop, openHop } from '../../src/deliver/hop.ts';

type Line = Connection & { end: () => void; cuts: number };

function line(): Line {
  let open = true;
  let told = () => {};
  return {
    offers: { extensions: new Set(), maxSize: 0 },
    secure: false,
    send: () => undefined,
    reset: async () => open,
    onEnd: (listener) => {
      told = listener;
    },
    isOpen: () => open,
    quit: () => undefined,
    end() {
      open = false;
      told();
    },
    cuts: 0,
    cut() {
      this.cuts += 1;
      this.end();
    },
  };
}

function hopOver(open: () => Promise<Line>): Hop & { pass: (ms: number) => void } {
  let now = 0;
  const hop = openHop({
    slots: 1,
    idleMs: 1_000,
    lettersPerLine: 100,
    open: async () => ({ kind: 'open', connection: await open() }),
    now: () => now,
    random: () => 0.5,
  });
  return {
    ...hop,
    pass: (ms) => {
      now += ms;
    },
  };
}

it.each(['gone', 'usable'] as const)('forgets a line that ended while it was out (%s)', async (state) => {
  const made = line();
  const hop = hopOver(async () => made);
  const lease = await hop.take();
  made.end();
  if (lease.kind === 'line') hop.give(lease.connection, state);
  const cuts = made.cuts;
  hop.close(true);
  expect(made.cuts).toBe(cuts);
});

it('loses no slot to an attempt that throws', async () => {
  const answers = [() => Promise.reject(new Error('a bad certificate')), async () => line()];
  const hop = hopOver(() => (answers.shift() ?? answers[0])?.() ?? Promise.reject());
  expect(await hop.take()).toEqual({ kind: 'down', why: 'a bad certificate' });
  hop.pass(2_000);
  expect((await hop.take()).kind).toBe('line');
});

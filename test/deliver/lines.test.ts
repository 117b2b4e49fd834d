/** Connections kept for the next letter, slots, and leaving a dead next hop alone. */
import { afterEach, expect, it } from 'vitest';
import type { DelivererTerms } from '../../src/deliver/deliverer.ts';
import { deadPort, openSink, type Script } from '../smtp-sink.ts';
import { deliverer, letterTo, smtp } from './letter.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function facing(script: Script = {}, terms: Partial<DelivererTerms> = {}) {
  const sink = await openSink(script);
  const desk = deliverer(terms);
  ends.push(desk.leave, sink.close);
  const route = smtp(sink.port);
  return { sink, desk, route, send: () => desk.send(letterTo(route)) };
}

const many = (count: number, send: () => Promise<{ kind: string }>) => Promise.all(Array.from({ length: count }, send));

it('sends letter after letter over one line, without RSET between them', async () => {
  const { sink, send } = await facing();
  for (let n = 0; n < 5; n += 1) expect((await send()).kind).toBe('answered');
  expect(sink.sessions).toHaveLength(1);
  expect(sink.sessions[0]?.commands).not.toContain('RSET');
  expect(sink.letters).toHaveLength(5);
});

it('never opens more lines than it has slots', async () => {
  const { sink, send } = await facing({}, { slots: 2 });
  expect((await many(30, send)).every((result) => result.kind === 'answered')).toBe(true);
  expect(sink.letters).toHaveLength(30);
  expect(sink.sessions.length).toBeLessThanOrEqual(2);
});

it('asks jobs to come back later while all slots are taken', async () => {
  let answer = (_: string) => {};
  const stuck = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const { desk, route, send } = await facing({ answer: (step) => (step === 'dot' ? stuck : undefined) }, { slots: 1 });
  expect(desk.waitMs(route)).toBe(0);
  const first = send();
  while (desk.waitMs(route) === 0) await new Promise((tick) => setImmediate(tick));
  expect(desk.waitMs(route)).toBeLessThan(1_000);
  const crowd = await Promise.all([send(), send()]);
  expect(crowd).toMatchObject([
    { kind: 'unreached', why: expect.stringContaining('busy'), laterMs: expect.any(Number) },
    { kind: 'unreached' },
  ]);
  answer('250 2.0.0 at last');
  await first;
  expect(desk.waitMs(route)).toBe(0);
});

it('takes leave of a line that idles, and of one that carried its share', async () => {
  const idle = await facing({}, { timeouts: { idleMs: 20 } });
  await idle.send();
  await idle.sink.lineClosed();
  expect(idle.sink.sessions[0]?.commands.at(-1)).toBe('QUIT');
  const busy = await facing({}, { lettersPerLine: 2 });
  for (let n = 0; n < 4; n += 1) await busy.send();
  expect(busy.sink.sessions.map((session) => session.letters)).toEqual([2, 2]);
});

it.each([
  ['was dropped unseen', 'drop'],
  ['is answered 421', '421 4.4.2 idle too long'],
])('uses another line where the kept one %s', async (_, reply) => {
  for (const offers of [['PIPELINING'], []]) {
    const { sink, send } = await facing({
      offers,
      answer: (step, __, session) => (step === 'MAIL' && session.letters > 0 ? reply : undefined),
    });
    await send();
    expect((await send()).kind).toBe('answered');
    expect(sink.sessions.map((session) => session.letters)).toEqual([1, 1]);
  }
});

it('uses another line where the hop closed the kept one', async () => {
  const { sink, send } = await facing();
  await send();
  sink.sessions[0]?.drop();
  expect((await send()).kind).toBe('answered');
  expect(sink.sessions).toHaveLength(2);
});

it('leaves a hop alone that cannot be reached, then lets one letter try', async () => {
  let now = 1_000_000;
  const route = smtp(await deadPort());
  const desk = deliverer({ now: () => now, random: () => 0.5 });
  ends.push(desk.leave);
  expect((await desk.send(letterTo(route))).kind).toBe('unreached');
  const first = desk.waitMs(route);
  expect(first).toBeGreaterThan(0);
  expect(await desk.send(letterTo(route))).toMatchObject({
    kind: 'unreached',
    laterMs: expect.any(Number),
    why: 'the next hop did not answer a moment ago',
  });
  now += first;
  expect(desk.waitMs(route)).toBe(0);
  const both = await many(2, () => desk.send(letterTo(route)));
  expect(both).toMatchObject([
    { why: expect.stringContaining('ECONNREFUSED') },
    { why: expect.stringContaining('moment ago') },
  ]);
  for (let n = 0; n < 12; n += 1) {
    now += desk.waitMs(route);
    await desk.send(letterTo(route));
  }
  expect(desk.waitMs(route)).toBeGreaterThan(200_000);
  expect(desk.waitMs(route)).toBeLessThan(310_000);
});

it('tells letters that wait for a slot when the hop turns out dead', async () => {
  const desk = deliverer({ slots: 1 });
  ends.push(desk.leave);
  const route = smtp(await deadPort());
  const results = await many(5, () => desk.send(letterTo(route)));
  expect(results.every((result) => result.kind === 'unreached')).toBe(true);
});

it('keeps no line open after it was closed', async () => {
  const { sink, desk, send } = await facing();
  await many(4, send);
  await desk.close();
  while (sink.open() > 0) await sink.lineClosed();
  expect(await send()).toMatchObject({ kind: 'unreached', why: 'the gateway is stopping' });
});

it('cuts what does not finish in the time allowed', async () => {
  const { desk, sink, send } = await facing({ answer: (step) => (step === 'dot' ? 'silence' : undefined) });
  const result = send();
  while (sink.letters.length === 0) await new Promise((tick) => setImmediate(tick));
  await desk.close(20);
  expect((await result).kind).toBe('unknown');
  const mute = await facing({ answer: (step) => (step === 'greeting' ? 'silence' : undefined) });
  const waiting = mute.send();
  await mute.desk.close(20);
  expect((await waiting).kind).toBe('unreached');
});

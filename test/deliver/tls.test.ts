import { generate } from 'selfsigned';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { DelivererTerms } from '../../src/deliver/deliverer.ts';
import { openSink, type Script } from '../smtp-sink.ts';
import { deliverer, letterTo, smtp } from './letter.ts';

let key = '';
let cert = '';
beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  key = made.private;
  cert = made.cert;
});

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function sent(script: Script, terms: Partial<DelivererTerms>) {
  const sink = await openSink(script);
  const desk = deliverer({ timeouts: { connectMs: 2_000 }, ...terms });
  ends.push(desk.leave, sink.close);
  const route = { ...smtp(sink.port), host: 'localhost' };
  return { sink, desk, result: await desk.send(letterTo(route)), again: () => desk.send(letterTo(route)) };
}

it('uses TLS where it is offered, whatever the certificate', async () => {
  const { sink, result } = await sent({ tls: { key, cert } }, { tls: 'opportunistic' });
  expect(result.kind).toBe('answered');
  expect(sink.sessions).toMatchObject([{ secure: true, letters: 1 }]);
});

it('uses none where none is wanted', async () => {
  const { sink } = await sent({ tls: { key, cert } }, { tls: 'none' });
  expect(sink.sessions).toMatchObject([{ secure: false, letters: 1 }]);
});

const FAILURES: [string, Script['answer']][] = [
  ['answers 454', (step) => (step === 'STARTTLS' ? '454 4.7.0 not now' : undefined)],
  ['hangs up at STARTTLS', (step) => (step === 'STARTTLS' ? 'drop' : undefined)],
  ['answers 421', (step) => (step === 'STARTTLS' ? '421 4.7.0 bye' : undefined)],
  [
    'sends rubbish for a handshake',
    (step, _, session) => {
      if (step !== 'STARTTLS') return undefined;
      session.write('220 go on\r\n');
      setTimeout(() => session.write('this is no TLS\r\n'), 50);
      return 'silence';
    },
  ],
  [
    'falls silent in the handshake',
    (step, _, session) => {
      if (step === 'STARTTLS') session.write('220 go on\r\n');
      return step === 'STARTTLS' ? 'silence' : undefined;
    },
  ],
  ['hangs up once it is secured', (step, _, s) => (step === 'EHLO' && s.secure ? 'drop' : undefined)],
];
it.each(FAILURES)('delivers in the clear to a hop that %s, where TLS is only preferred', async (_, answer) => {
  const { result, sink, desk, again } = await sent(
    { tls: { key, cert }, ...(answer && { answer }) },
    { tls: 'opportunistic' },
  );
  expect(result.kind).toBe('answered');
  expect(sink.sessions.filter(({ letters }) => letters > 0)).toMatchObject([{ secure: false, letters: 1 }]);
  if (sink.sessions.length > 1) expect(desk.warned).toHaveLength(1);
  expect((await again()).kind).toBe('answered');
});

it.each(FAILURES)('delivers nothing to a hop that %s, where TLS is required', async (_, answer) => {
  const { result, sink } = await sent({ tls: { key, cert }, ...(answer && { answer }) }, { tls: 'required', ca: cert });
  expect(result.kind).toBe('unreached');
  expect(sink.letters).toHaveLength(0);
});

it('delivers nothing to a hop without STARTTLS, or whose certificate nobody vouches for, where TLS is required', async () => {
  expect((await sent({}, { tls: 'required' })).result.kind).toBe('unreached');
  const stranger = await sent({ tls: { key, cert } }, { tls: 'required' });
  expect(stranger.result.kind).toBe('unreached');
  expect(stranger.sink.letters).toHaveLength(0);
  expect((await sent({ tls: { key, cert } }, { tls: 'required', ca: cert })).result.kind).toBe('answered');
});

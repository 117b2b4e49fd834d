/** What the adapter relies on in `nodemailer/lib/smtp-connection`: when an upgrade breaks one, this says which. */
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { type Connection, type Envelope, openConnection, type Said } from '../../src/deliver/connection.ts';
import { TIMEOUTS } from '../../src/deliver/timeouts.ts';
import { openSink, type Script, type Sink } from '../smtp-sink.ts';
import { BODY } from './letter.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function connected(script: Script = {}): Promise<{ sink: Sink; connection: Connection }> {
  const sink = await openSink(script);
  ends.push(sink.close);
  const opened = await openConnection({
    host: '127.0.0.1',
    port: sink.port,
    implicitTls: false,
    tls: 'clear',
    hostname: 'post.example',
    timeouts: TIMEOUTS,
    stop: new AbortController().signal,
  });
  if (opened.kind === 'failed') throw new Error(opened.why);
  ends.unshift(opened.connection.cut);
  return { sink, connection: opened.connection };
}

function envelope(wish: Partial<Envelope> = {}): Envelope {
  return {
    from: 'jane@a.example',
    to: ['moira@a.example'],
    size: BODY.length,
    eightBit: false,
    smtpUtf8: false,
    dsn: { ret: null, envid: null, notify: null, orcpt: null },
    ...wish,
  };
}

function send(
  connection: Connection,
  to: Envelope,
  body = Readable.from([BODY], { objectMode: false }),
): Promise<Said> {
  return new Promise((done) => connection.send(to, body, done));
}

it('tells what the hop offers before anything is sent', async () => {
  const { sink, connection } = await connected({ offers: ['8BITMIME', 'DSN', 'SIZE 1000'] });
  expect([...connection.offers.extensions].sort()).toEqual(['8BITMIME', 'DSN', 'SIZE']);
  expect(connection.offers.maxSize).toBe(1000);
  expect(sink.sessions[0]?.commands).toEqual(['EHLO post.example']);
});

it.each([['PIPELINING'], ['8BITMIME']])('reads the body only after the 354 (offering %s)', async (offer) => {
  let read = false;
  const { connection } = await connected({
    offers: [offer],
    answer: (step) => (step === 'DATA' && read ? '451 read too early' : undefined),
  });
  const body = new Readable({
    read() {
      read = true;
      this.push(BODY);
      this.push(null);
    },
  });
  expect((await send(connection, envelope(), body)).kind).toBe('accepted');
});

it('keeps the refusals of single recipients also where the message as a whole is refused', async () => {
  for (const refusing of ['DATA', 'dot'] as const) {
    const { connection } = await connected({
      answer: (step, line) => {
        if (line.includes('tom@')) return '550-5.1.1 no such\r\n550 5.1.1 person';
        return step === refusing ? '451 4.3.0 not now' : undefined;
      },
    });
    const said = await send(connection, envelope({ to: ['moira@a.example', 'tom@a.example'] }));
    expect(said).toEqual({
      kind: 'refused',
      response: '451 4.3.0 not now',
      refusals: [{ recipient: 'tom@a.example', response: '550-5.1.1 no such\n550 5.1.1 person' }],
    });
  }
});

it('declares SMTPUTF8 for headers in UTF-8 though all addresses are ASCII', async () => {
  const { sink, connection } = await connected();
  await send(connection, envelope({ smtpUtf8: true, eightBit: true }));
  expect(sink.letters[0]?.mail).toBe(`MAIL FROM:<jane@a.example> BODY=8BITMIME SIZE=${BODY.length} SMTPUTF8`);
  await send(connection, envelope({ smtpUtf8: true, from: 'zoë@a.example' }));
  expect(sink.letters[1]?.mail).toBe(`MAIL FROM:<zoë@a.example> SMTPUTF8 SIZE=${BODY.length}`);
});

it('says nothing of SMTPUTF8 to a hop that does not offer it', async () => {
  const { sink, connection } = await connected({ offers: [] });
  await send(connection, envelope({ smtpUtf8: true }));
  expect(sink.letters[0]?.mail).toBe('MAIL FROM:<jane@a.example>');
});

it('repeats DSN parameters in xtext, and only to a hop that offers DSN', async () => {
  const dsn = { ret: 'HDRS', envid: 'a+b=c', notify: ['SUCCESS', 'FAILURE'], orcpt: 'rfc822;o+x@a.example' };
  const offering = await connected();
  await send(offering.connection, envelope({ dsn }));
  expect(offering.sink.letters[0]?.mail).toContain(' RET=HDRS ENVID=a+2Bb+3Dc');
  expect(offering.sink.sessions[0]?.commands[2]).toBe(
    'RCPT TO:<moira@a.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;o+2Bx@a.example',
  );
  const silent = await connected({ offers: ['SIZE'] });
  await send(silent.connection, envelope({ dsn }));
  expect(silent.sink.sessions[0]?.commands[2]).toBe('RCPT TO:<moira@a.example>');
});

it('cuts the line in the middle of a body without a dot', async () => {
  const { sink, connection } = await connected();
  const body = new Readable({ read: () => undefined });
  body.push(BODY);
  connection.send(envelope(), body, () => undefined);
  while (!sink.sessions[0]?.commands.includes('DATA')) await new Promise((tick) => setImmediate(tick));
  connection.cut();
  await sink.lineClosed();
  expect(sink.letters.every((letter) => !letter.complete)).toBe(true);
});

it('waits for TCP, greeting, EHLO and TLS together no longer than it may', { timeout: 5_000 }, async () => {
  const sink = await openSink({ answer: (step) => (step === 'EHLO' ? 'silence' : undefined) });
  ends.push(sink.close);
  const opened = await openConnection({
    host: '127.0.0.1',
    port: sink.port,
    implicitTls: false,
    tls: 'clear',
    hostname: 'post.example',
    timeouts: { ...TIMEOUTS, connectMs: 300 },
    stop: new AbortController().signal,
  });
  expect(opened).toMatchObject({ kind: 'failed', why: 'no connection was ready within 0.3 s' });
});

it('says so where a connection cannot even be tried', async () => {
  const target = { host: '127.0.0.1', port: 25, implicitTls: false, tls: 'clear', hostname: 'post.example' } as const;
  const timeouts = {
    ...TIMEOUTS,
    get connectMs(): number {
      throw new Error('no such option');
    },
  };
  const opened = await openConnection({ ...target, timeouts, stop: new AbortController().signal });
  expect(opened).toMatchObject({ kind: 'failed', why: 'no such option' });
});

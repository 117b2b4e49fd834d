import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import type { DelivererTerms } from '../../src/deliver/deliverer.ts';
import type { Transaction } from '../../src/deliver/transaction.ts';
import { openSink, type Script, type Sink, type Step, unstuffed } from '../smtp-sink.ts';
import { BODY, type Desk, deliverer, letterTo, smtp } from './letter.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function facing(script: Script = {}, terms: Partial<DelivererTerms> = {}): Promise<{ sink: Sink; desk: Desk }> {
  const sink = await openSink(script);
  const desk = deliverer(terms);
  ends.push(desk.leave, sink.close);
  return { sink, desk };
}

async function sent(script: Script, wish: Parameters<typeof letterTo>[1] = {}, terms: Partial<DelivererTerms> = {}) {
  const { sink, desk } = await facing(script, terms);
  const result = await desk.send(letterTo(smtp(sink.port), wish));
  return { sink, desk, result };
}

const at =
  (where: Step, reply: string): NonNullable<Script['answer']> =>
  (step) =>
    step === where ? reply : undefined;

const THREE = ['moira@a.example', 'tom@a.example', 'priya@a.example'];

it('delivers, and says what the next hop answered', async () => {
  const { result, sink } = await sent({});
  expect(result).toEqual({
    kind: 'answered',
    dsnOffered: true,
    replies: [{ address: 'clerk@ashcombe-tc.example', code: 250, text: '2.0.0 taken' }],
  });
  expect(sink.letters[0]?.to).toEqual(['clerk@ashcombe-tc.example']);
});

it.each([{ offers: ['PIPELINING'] }, { offers: [] }])(
  'gives each recipient its own fate ($offers)',
  async ({ offers }) => {
    const answer: Script['answer'] = (_, line) => {
      if (line.includes('tom@')) return '550 5.1.1 no such person';
      return line.includes('priya@') ? '451 4.7.1 come back later' : undefined;
    };
    const { result } = await sent({ offers, answer }, { to: THREE });
    expect(result).toEqual({
      kind: 'answered',
      dsnOffered: false,
      replies: [
        { address: 'moira@a.example', code: 250, text: '2.0.0 taken' },
        { address: 'tom@a.example', code: 550, text: '5.1.1 no such person' },
        { address: 'priya@a.example', code: 451, text: '4.7.1 come back later' },
      ],
    });
  },
);

it('keeps apart who was refused by name and who was refused with the letter', async () => {
  const answer: Script['answer'] = (step, line) => {
    if (line.includes('tom@')) return '550 5.1.1 no such person';
    return step === 'dot' ? '452 4.3.1 full' : undefined;
  };
  const { result } = await sent({ answer }, { to: ['moira@a.example', 'tom@a.example'] });
  expect(result).toMatchObject({ replies: [{ code: 452 }, { code: 550 }] });
});

const refusals = (['MAIL', 'RCPT', 'DATA', 'dot'] as const).flatMap((step) =>
  ['451 4.3.0 not now', '554 5.7.1 never'].flatMap((reply) =>
    [['PIPELINING', 'SIZE 99999'], []].map((offers) => ({ step, reply, offers })),
  ),
);
it.each(refusals)('takes `$reply` at $step for the answer ($offers)', async ({ step, reply, offers }) => {
  const { result, sink, desk } = await sent({ offers, answer: at(step, reply) }, { to: THREE });
  const [code, ...words] = reply.split(' ');
  const text = words.join(' ');
  expect(result).toMatchObject({
    kind: 'answered',
    replies: THREE.map((address) => ({ address, code: Number(code), text })),
  });
  // The line survives a refusal and takes the next letter.
  await desk.send(letterTo(smtp(sink.port)));
  expect(sink.sessions).toHaveLength(1);
});

it.each(['MAIL', 'RCPT', 'DATA'] as const)('has not reached a hop that hangs up at %s', async (step) => {
  const { result } = await sent({ answer: at(step, 'drop') });
  expect(result.kind).toBe('unreached');
});

it('has not reached a hop that hangs up inside the body', async () => {
  const hangUp: Script['answer'] = (step, _, session) => {
    if (step === 'body') session.drop();
    return undefined;
  };
  const { result, sink } = await sent({ answer: hangUp }, { dotMayGo: () => new Promise(() => undefined) });
  expect(result.kind).toBe('unreached');
  expect(sink.letters.some((letter) => letter.complete)).toBe(false);
});

it('cannot know what became of a letter when the hop hangs up after the dot', async () => {
  const { result } = await sent({ answer: at('dot', 'drop') });
  expect(result.kind).toBe('unknown');
});

it('cannot know when the hop falls silent after the dot', async () => {
  const { result } = await sent({ answer: at('dot', 'silence') }, {}, { timeouts: { finalMs: 100 } });
  expect(result).toEqual({ kind: 'unknown', why: 'no reply came to the end of the letter within 0 s' });
});

it('cannot know when the reply to the dot has no meaning', async () => {
  for (const reply of ['hello', '354 again']) {
    const { result } = await sent({ answer: at('dot', reply) });
    expect(result.kind).toBe('unknown');
  }
});

it.each(['MAIL', 'DATA'] as const)('gives up on a hop that falls silent at %s', async (step) => {
  const { result } = await sent({ answer: at(step, 'silence') }, {}, { timeouts: { envelopeMs: 100 } });
  expect(result.kind).toBe('unreached');
});

it('gives up on a hop that stops taking the letter', async () => {
  const stall: Script['answer'] = (step, _, session) => {
    if (step === 'DATA') session.stall();
    return undefined;
  };
  const body = `A: b\r\n\r\n${'.so it goes\r\n'.repeat(2_000_000)}`;
  const { result } = await sent({ answer: stall }, { body }, { timeouts: { bodyMs: 200 } });
  expect(result).toMatchObject({ kind: 'unreached', why: expect.stringContaining('stopped taking') });
});

it('waits for a hop that answers the dot late', async () => {
  const late: Script['answer'] = async (step) => {
    if (step === 'dot') await new Promise((later) => setTimeout(later, 300));
    return undefined;
  };
  const { result } = await sent({ answer: late }, {}, { timeouts: { envelopeMs: 100, bodyMs: 100 } });
  expect(result.kind).toBe('answered');
});

it('believes no yes that comes before the letter has ended', async () => {
  const { sink, desk } = await facing({
    answer: (step) => (step === 'DATA' ? '354 go on\r\n250 2.0.0 taken' : undefined),
  });
  const result = await desk.send(letterTo(smtp(sink.port), { dotMayGo: () => new Promise(() => undefined) }));
  expect(result.kind).toBe('unreached');
});

it('takes a refusal in the middle of the body for the answer, and sends no dot', async () => {
  const { sink, desk } = await facing({
    answer: (step) => (step === 'DATA' ? '354 go on\r\n552 5.3.4 too much' : undefined),
  });
  const result = await desk.send(letterTo(smtp(sink.port), { dotMayGo: () => new Promise(() => undefined) }));
  expect(result).toMatchObject({ kind: 'answered', replies: [{ code: 552 }] });
  await sink.lineClosed();
  expect(sink.letters.some((letter) => letter.complete)).toBe(false);
});

it('sends no dot when the claim is lost', async () => {
  const { result, sink } = await sent({}, { dotMayGo: async () => false });
  expect(result).toEqual({ kind: 'unreached', why: 'another worker has taken this letter over' });
  await sink.lineClosed();
  expect(sink.letters.some((letter) => letter.complete)).toBe(false);
});

it('sends no dot when the register cannot be asked, or the bytes cannot be read', async () => {
  const fails = [
    { dotMayGo: () => Promise.reject(new Error('register away')) },
    {
      bytes: () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('From: x\r\n');
            throw new Error('EIO');
          })(),
        ),
    },
  ];
  for (const wish of fails) {
    const { result, sink } = await sent({}, wish);
    expect(result.kind).toBe('unreached');
    await sink.lineClosed();
    expect(sink.letters.some((letter) => letter.complete)).toBe(false);
  }
});

it('holds the dot back until the commit, though all bytes have gone', async () => {
  const { sink, desk } = await facing();
  let commit = (_: boolean) => {};
  const asked = new Promise<void>((told) => {
    const dotMayGo: Transaction['dotMayGo'] = () => {
      told();
      return new Promise((resolve) => {
        commit = resolve;
      });
    };
    ends.unshift(() => commit(false));
    void desk.send(letterTo(smtp(sink.port), { dotMayGo }));
  });
  await asked;
  await new Promise((moment) => setTimeout(moment, 50));
  expect(sink.letters).toHaveLength(0);
  commit(true);
  while (sink.letters.length === 0) await new Promise((tick) => setImmediate(tick));
  expect(unstuffed(sink.letters[0]?.wire ?? Buffer.alloc(0)).toString()).toBe(BODY);
});

it.each([
  ['dots', 'A: b\r\n\r\n.\r\n..\r\n.hidden\r\nend.\r\n.\r\n'],
  ['a first dot', '.A: b\r\n\r\nx\r\n'],
  ['a line of 60,000', `A: b\r\n\r\n${'long '.repeat(12_000)}\r\n`],
  ['8-bit and NUL', Buffer.from([65, 58, 32, 98, 13, 10, 13, 10, 0xe9, 0xff, 0x80, 0, 46, 13, 10, 46, 13, 10])],
  ['a megabyte', `A: b\r\n\r\n${'.so it goes\r\n'.repeat(80_000)}`],
])('leaves every byte as it is: %s', async (_, body) => {
  const { result, sink } = await sent({}, { body, eightBit: true });
  expect(result.kind).toBe('answered');
  expect(unstuffed(sink.letters[0]?.wire ?? Buffer.alloc(0)).equals(Buffer.from(body))).toBe(true);
});

it('leaves every address as it is', async () => {
  const to = [
    `o'brien@x.example`,
    '"a b"@x.example',
    '"a,b;c"@x.example',
    'grp:x@y.example',
    'Tom.HALE@X.Example',
    'a%b@c@d.example',
  ];
  const { result, sink } = await sent({}, { to, mailFrom: '"jane marsh"@A.example' });
  expect(result).toMatchObject({ kind: 'answered', replies: to.map((address) => ({ address, code: 250 })) });
  expect(sink.letters[0]).toMatchObject({ to, from: '"jane marsh"@A.example' });
});

it('sends the null sender', async () => {
  const { sink } = await sent({}, { mailFrom: '' });
  expect(sink.letters[0]?.mail).toMatch(/^MAIL FROM:<>/);
});

it('refuses by itself an address that SMTP cannot carry, and delivers to the others', async () => {
  const to = ['moira@a.example', 'x>\r\nRCPT TO:<y@z', ' tom@a.example'];
  const { result, sink } = await sent({}, { to });
  expect(result).toMatchObject({
    replies: [{ code: 250 }, { code: 553, text: expect.stringMatching(/^5\.1\.3/) }, { code: 553 }],
  });
  expect(sink.letters[0]?.to).toEqual(['moira@a.example']);
});

const EIGHT = 'A: b\r\n\r\ncaf\u00e9\r\n';
it('does not send 8-bit text to a hop that never offered to take it', async () => {
  const { result, sink } = await sent({ offers: ['SIZE'] }, { body: EIGHT, eightBit: true, to: THREE });
  expect(result).toMatchObject({
    replies: THREE.map((address) => ({ address, code: 554, text: expect.stringMatching(/^5\.6\.3/) })),
  });
  expect(sink.letters).toHaveLength(0);
});

it('sends a letter declared 8-bit that is not', async () => {
  const { result } = await sent({ offers: ['SIZE'] }, { eightBit: true, smtpUtf8: true });
  expect(result).toMatchObject({ replies: [{ code: 250 }] });
});

it('does not send UTF-8 addresses or headers to a hop that never offered to take them', async () => {
  const offers = ['8BITMIME'];
  const to = ['moira@a.example', 'zoë@a.example'];
  expect((await sent({ offers }, { to })).result).toMatchObject({
    replies: [{ code: 250 }, { code: 553, text: expect.stringMatching(/^5\.6\.7/) }],
  });
  expect((await sent({ offers }, { mailFrom: 'zoë@a.example' })).result).toMatchObject({ replies: [{ code: 553 }] });
  const header = 'From: Zo\u00eb <z@a.example>\r\n\r\nhello\r\n';
  expect((await sent({ offers }, { smtpUtf8: true, body: header })).result).toMatchObject({ replies: [{ code: 553 }] });
  expect((await sent({ offers }, { smtpUtf8: true, body: EIGHT, eightBit: true })).result).toMatchObject({
    replies: [{ code: 250 }],
  });
});

it('does not send more than the hop takes', async () => {
  const { result, sink } = await sent({ offers: ['SIZE 50'] });
  expect(result).toMatchObject({ replies: [{ code: 552, text: expect.stringMatching(/^5\.3\.4/) }] });
  expect(sink.letters).toHaveLength(0);
});

it('counts a 552 beside accepted recipients as "too many for one transaction"', async () => {
  const answer: Script['answer'] = (step, line) =>
    step === 'RCPT' && !line.includes('moira')
      ? line.includes('tom')
        ? '552 5.5.3 too many'
        : '552 5.2.2 mailbox full'
      : undefined;
  const { result } = await sent({ answer }, { to: THREE });
  expect(result).toMatchObject({ replies: [{ code: 250 }, { code: 452, text: '4.5.3 too many' }, { code: 552 }] });
});

it('passes DSN wishes on where all recipients share them', async () => {
  const recipients = [{ address: 'moira@a.example', notify: ['NEVER' as const] }];
  const { sink, desk } = await facing();
  const letter = { ...letterTo(smtp(sink.port)), dsn: { ret: 'FULL' as const, envid: 'q1' } };
  await desk.send({ ...letter, recipients });
  await desk.send({ ...letter, recipients: [...recipients, { address: 'tom@a.example' }] });
  expect(sink.letters[0]?.mail).toContain('RET=FULL ENVID=q1');
  const rcpts = sink.sessions[0]?.commands.filter((line) => line.startsWith('RCPT'));
  expect(rcpts).toEqual([
    'RCPT TO:<moira@a.example> NOTIFY=NEVER',
    'RCPT TO:<moira@a.example>',
    'RCPT TO:<tom@a.example>',
  ]);
});

it.each(['421 4.3.2 closing', '554 5.3.2 no service'])(
  'has not reached a hop that greets with `%s`',
  async (greeting) => {
    const { result } = await sent({ answer: at('greeting', greeting) });
    expect(result.kind).toBe('unreached');
  },
);

it.each(['MAIL', 'RCPT', 'DATA', 'dot'] as const)('comes back later after a 421 at %s', async (step) => {
  for (const offers of [['PIPELINING'], []]) {
    const { result, sink } = await sent({ offers, answer: at(step, '421 4.3.2 going down') });
    if (step === 'dot') expect(result).toMatchObject({ kind: 'answered', replies: [{ code: 421 }] });
    else if (result.kind === 'answered') expect(result.replies[0]?.code).toBe(421);
    else expect(result.kind).toBe('unreached');
    await sink.lineClosed();
  }
});

const SMTP_SINK = '/usr/sbin/smtp-sink';
it.skipIf(!existsSync(SMTP_SINK) || process.getuid?.() !== 0).each([
  { flags: ['-q', '.'], kind: 'unknown' },
  { flags: ['-q', 'DATA'], kind: 'unreached' },
  { flags: ['-r', '.'], kind: 'answered', code: 4 },
  { flags: ['-f', '.'], kind: 'answered', code: 5 },
  { flags: ['-f', 'RCPT'], kind: 'answered', code: 5 },
  { flags: ['-p'], kind: 'answered', code: 2 },
])('agrees with Postfix’s smtp-sink about $flags', async ({ flags, kind, code }) => {
  const free = await openSink();
  await free.close();
  const peer = spawn(SMTP_SINK, ['-u', 'nobody', ...flags, `127.0.0.1:${free.port}`, '10'], { stdio: 'ignore' });
  ends.push(() => peer.kill());
  const desk = deliverer();
  ends.push(desk.leave);
  const letter = letterTo(smtp(free.port));
  const until = Date.now() + 5_000;
  let result = await desk.send(letter);
  while (result.kind === 'unreached' && /ECONNREFUSED|moment ago/.test(result.why) && Date.now() < until) {
    await new Promise((moment) => setTimeout(moment, 100));
    result = await desk.send(letter);
  }
  expect(result.kind).toBe(kind);
  if (result.kind === 'answered') expect(Math.floor((result.replies[0]?.code ?? 0) / 100)).toBe(code);
});

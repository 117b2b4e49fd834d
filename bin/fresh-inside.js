/**
 * The part of `npm run fresh` that runs on the fresh machine: `npm start` in the folder named, a letter by SMTP, TERM,
 * and all of it a second time. Prints one line: version, both times, letter, exit code, orphans, and a fault if any.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_WITHIN_MS = 900_000;
const SECOND_WITHIN_MS = 60_000;
const LETTER_WITHIN_MS = 60_000;

const folder = process.argv[2];
const ports = { smtp: await freePort(), submission: await freePort(), desk: await freePort() };
const seen = { first: '-', second: '-', letter: '-', term: '-', orphans: '-' };
let fault = '';
try {
  seen.first = await round(FIRST_WITHIN_MS);
  seen.second = await round(SECOND_WITHIN_MS);
} catch (error) {
  fault = error.message.replaceAll('\n', ' ');
  for (const name of ['postroom.log', 'postgres.log'])
    console.error(`${name}:\n${lastLines(join(folder, 'data', name))}`);
}
console.log([process.version, seen.first, seen.second, seen.letter, seen.term, seen.orphans, fault].join(' '));

async function round(withinMs) {
  const since = Date.now();
  const gateway = spawn('npm', ['start'], { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => gateway.once('exit', (code, signal) => resolve(code ?? signal)));
  await until(
    () => gateway.exitCode === null,
    () => says(gateway, 'is ready'),
    withinMs,
    'npm start is not ready',
  );
  const took = `${((Date.now() - since) / 1000).toFixed(1)}s`;
  seen.letter = await letterArrives(since);
  gateway.kill('SIGTERM');
  seen.term = String(await Promise.race([ended, wait(90_000, 'late')]));
  if (seen.term !== '0') throw new Error(`TERM ended npm start with ${seen.term}`);
  seen.orphans = await orphans();
  if (seen.orphans !== 'none') throw new Error('processes were left');
  return took;
}

function environment() {
  return {
    ...process.env,
    POSTROOM_SMTP__LISTEN: `127.0.0.1:${ports.smtp}`,
    POSTROOM_SMTP__SUBMISSION: `127.0.0.1:${ports.submission}`,
    POSTROOM_DESK__LISTEN: `127.0.0.1:${ports.desk}`,
  };
}

function says(gateway, words) {
  let said = '';
  return new Promise((resolve) => {
    gateway.stdout.on('data', (text) => {
      process.stderr.write(text);
      said += text;
      if (said.includes(words)) resolve();
    });
  });
}

async function until(isAlive, happens, withinMs, otherwise) {
  const death = (async () => {
    while (isAlive()) await wait(100);
    throw new Error(`${otherwise}: it ended`);
  })();
  death.catch(() => {});
  const late = wait(withinMs, undefined, { ref: false }).then(() => {
    throw new Error(`${otherwise} within ${withinMs / 1000} s`);
  });
  await Promise.race([happens(), death, late]);
}

/** From the clerk to an outsider: no rule objects, so that it leaves as it came, below our own header lines. */
async function letterArrives(mark) {
  const [from, to] = ['clerk@ashcombe-tc.example', 'gwen.attwell@postbox.example'];
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: The hall on Friday ${mark}`,
    `Message-ID: <fresh-${mark}@ashcombe-tc.example>`,
    'Date: Mon, 23 Nov 2026 10:15:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'The hall is free on Friday evening. Möchten Sie es? \u00a312 an hour.  ',
    '.',
    '..two dots, and a line with a trailing space ',
  ];
  const letter = Buffer.from(`${lines.join('\r\n')}\r\n`);
  await send(from, to, letter);
  const last = Date.now() + LETTER_WITHIN_MS;
  while (Date.now() < last) {
    const found = outbox().find((bytes) => bytes.includes(`fresh-${mark}@`));
    if (found !== undefined) return compare(found, letter);
    await wait(100);
  }
  throw new Error('the letter did not arrive in data/outbox');
}

function compare(found, letter) {
  const head = found.subarray(0, found.length - letter.length).toString('latin1');
  const same = found.subarray(found.length - letter.length).equals(letter);
  if (!same || !/^(?:(?:Received|X-Postroom-[A-Za-z]+): [^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*)+$/.test(head)) {
    throw new Error('the letter in data/outbox is not the one that was sent');
  }
  return 'same';
}

function outbox() {
  const at = join(folder, 'data', 'outbox');
  const names = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('.eml')) : [];
  return names.map((name) => readFileSync(join(at, name)));
}

/** The dialogue of RFC 5321, one command at a time. */
async function send(from, to, letter) {
  const socket = connect(ports.smtp, '127.0.0.1');
  const replies = repliesOf(socket);
  await expectCode(replies, '220');
  const stuffed = letter.toString('latin1').replace(/^\./gm, '..');
  const commands = [
    ['EHLO fresh.example\r\n', '250'],
    [`MAIL FROM:<${from}> BODY=8BITMIME\r\n`, '250'],
    [`RCPT TO:<${to}>\r\n`, '250'],
    ['DATA\r\n', '354'],
    [`${stuffed}.\r\n`, '250'],
    ['QUIT\r\n', '221'],
  ];
  for (const [command, code] of commands) {
    socket.write(Buffer.from(command, 'latin1'));
    await expectCode(replies, code);
  }
  socket.destroy();
}

async function expectCode(replies, code) {
  const { value } = await replies.next();
  if (!value?.startsWith(code)) throw new Error(`the gateway answered ${value} instead of ${code}`);
}

/** The last line of each reply. */
async function* repliesOf(socket) {
  let text = '';
  for await (const bytes of socket.setEncoding('latin1')) {
    text += bytes;
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (/^\d{3} /.test(line)) yield line;
    }
  }
}

/** We are the first process of this namespace: every other is one that was left. */
async function orphans() {
  const last = Date.now() + 5_000;
  for (;;) {
    const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    const left = others.filter(runs);
    if (left.length === 0) return 'none';
    if (Date.now() > last) return left.map((pid) => nameOf(pid)).join(',');
    await wait(100);
  }
}

function lastLines(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-12).join('\n') : 'not there';
}

/** The dead wait for their parent, which is not ours to be. */
function runs(pid) {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

function nameOf(pid) {
  try {
    const [, name, state] = /\((.*)\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return `${name}(${state})`;
  } catch {
    return pid;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

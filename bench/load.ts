/**
 * Postfix's load tools, which cost little of the machine that is measured: `smtp-source` sends, one `smtp-sink` takes
 * what every system under test delivers, and counts.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const LETTER = fileURLToPath(new URL('letter.eml', import.meta.url));
const FROM = 'jane.marsh@ashcombe-tc.example';
const TO = 'clerk@ashcombe-tc.example';

export type CountingSink = { readonly port: number; readonly count: () => number; readonly stop: () => Promise<void> };
export type Measured = { readonly accepted: number; readonly delivered: number };

/** One sentence for what cannot be measured here, or null. */
export function missingTools(): string | null {
  const missing = ['smtp-source', 'smtp-sink', 'stdbuf'].filter((name) => !isInstalled(name));
  return missing.length === 0 ? null : `${missing.join(', ')} missing: apt-get install postfix coreutils`;
}

export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], {
      stdio: 'ignore',
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
    });
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function startSink(): Promise<CountingSink> {
  const port = await freePort();
  // -c prints `sess=… quit=… mesg=…` over and over on one line.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('stdbuf', ['-o0', 'smtp-sink', ...asNobody, '-c', `127.0.0.1:${port}`, '1000'], WITH_SBIN);
  let count = 0;
  child.stdout?.on('data', (text: Buffer) => {
    const seen = [...text.toString('latin1').matchAll(/mesg=(\d+)[^\d]/g)].at(-1);
    if (seen !== undefined) count = Number(seen[1]);
  });
  await untilListening(port);
  return { port, count: () => count, stop: () => ended(child) };
}

/** Sends `letters` over `lines` connections that are reused, and waits until the sink has them all. */
export async function relay(port: number, sink: CountingSink, { letters, lines, timeoutMs }: Load): Promise<Measured> {
  const before = sink.count();
  const start = performance.now();
  const args = ['-d', '-s', `${lines}`, '-m', `${letters}`, '-f', FROM, '-t', TO, '-F', LETTER, `127.0.0.1:${port}`];
  const source = spawn('smtp-source', args, WITH_SBIN);
  const problems: string[] = [];
  source.stderr?.on('data', (text) => problems.push(String(text)));
  const timer = setTimeout(() => source.kill(), timeoutMs);
  const code = await new Promise((done) => source.on('exit', done));
  clearTimeout(timer);
  if (code !== 0)
    throw new Error(`smtp-source could not send to port ${port}: ${problems.join('').trim().slice(0, 300)}`);
  const accepted = performance.now();
  const missing = () => letters - (sink.count() - before);
  while (missing() > 0 && performance.now() - start < timeoutMs) await moment(5);
  if (missing() > 0) throw new Error(`${missing()} of ${letters} letters did not arrive within ${timeoutMs / 1000} s`);
  const perSecond = (until: number) => letters / ((until - start) / 1000);
  return { accepted: perSecond(accepted), delivered: perSecond(performance.now()) };
}

export type Load = { readonly letters: number; readonly lines: number; readonly timeoutMs: number };

export async function untilListening(port: number, withinMs = 30_000): Promise<void> {
  const { connect } = await import('node:net');
  for (const until = Date.now() + withinMs; Date.now() < until; await moment(50)) {
    const greeted = await new Promise<boolean>((tell) => {
      const socket = connect(port, '127.0.0.1');
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on('data', () => {
        tell(true);
        socket.end('QUIT\r\n');
      });
      socket.on('error', () => tell(false));
      socket.on('close', () => tell(false));
    });
    if (greeted) return;
  }
  throw new Error(`nothing greets on port ${port} after ${withinMs / 1000} s`);
}

/** TERM, then KILL after `graceMs`: nothing that was started here outlives the run. */
export function ended(child: ChildProcess, graceMs = 5_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.on('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}

export const moment = (ms: number) => new Promise((later) => setTimeout(later, ms));

const WITH_SBIN = {
  env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
};

/** Starts gateways (with roles that only answer lines) in a folder of their own, and ends all that a test started. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../src/config/package-root.ts';
import { end, ended, isRunning, type ProcessMark, savedMark } from '../../src/stores/process-mark.ts';
import { stopLeftStores } from '../../src/stores/stores.ts';
import { endOrphans, type Instance, recordedInstance } from '../../src/supervisor/lock.ts';

const WITHIN_MS = 60_000;

export type Home = {
  readonly folder: string;
  readonly data: string;
  readonly config: string;
  readonly council: string;
};

export type Started = {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly said: () => string;
  readonly complained: () => string;
  /** Its exit code, once it has ended and all it said is read. */
  readonly code: Promise<number | null>;
  /** Once it has ended; processes of its own may still hold its output. */
  readonly gone: Promise<unknown>;
};

/** A folder with the sample council and a configuration on ports that the system chooses. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'pr-home-'));
  const council = join(folder, 'council.yaml');
  cpSync(join(packageRoot(), 'samples', 'ashcombe', 'council.yaml'), council);
  const config = join(folder, 'postroom.yaml');
  const lines = [
    'council: ./council.yaml',
    'hostname: post.ashcombe-tc.example',
    'smtp: {listen: ["127.0.0.1:0"], submission: []}',
    'desk: {listen: "127.0.0.1:0", url: "http://127.0.0.1"}',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  return { folder, data: join(folder, 'data'), config, council };
}

export function startGateway(home: Home, roles: readonly string[], env: Record<string, string> = {}): Started {
  const program = join(packageRoot(), 'test', 'supervisor', 'stub-gateway.js');
  const child = spawn(process.execPath, [program, home.config, ...roles], {
    cwd: packageRoot(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return { child, said: () => out, complained: () => err, code, gone };
}

export async function ready(gateway: Started): Promise<void> {
  await until(() => gateway.said().includes('is ready') || gateway.child.exitCode !== null);
  if (!gateway.said().includes('is ready')) throw new Error(`it did not start: ${gateway.complained()}`);
}

/** Ends what the gateways of this home left, and removes it. */
export async function leaveHome(home: Home): Promise<void> {
  const left = recordedInstance(home.data);
  if (left !== null)
    await end(left.mark, [
      ['SIGTERM', 10_000],
      ['SIGKILL', 5_000],
    ]);
  await endOrphans(left);
  await stopLeftStores(home.data);
  rmSync(home.folder, { recursive: true, force: true });
}

export function instance(home: Home): Instance {
  const there = recordedInstance(home.data);
  if (there === null) throw new Error('no gateway is recorded');
  return there;
}

export function port(home: Home, door: string): number {
  return instance(home).listening.find((at) => at.door === door)?.port ?? 0;
}

export function storeMarks(home: Home): { readonly postgres: ProcessMark; readonly redis: ProcessMark } {
  const postgres = savedMark(join(home.data, 'postgres.process.json'));
  const redis = savedMark(join(home.data, 'redis', 'process.json'));
  if (postgres === null || redis === null) throw new Error('the stores have left no mark');
  return { postgres, redis };
}

export function kill(mark: ProcessMark): Promise<boolean> {
  return end(mark, [['SIGKILL', 5_000]]);
}

export { ended, isRunning };

/** Asks a role process one line at the shared port. */
export function say(home: Home, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(home, 'smtp'), '127.0.0.1', () => socket.write(`${line}\n`));
    socket.on('error', reject).on('close', () => resolve(''));
    createInterface({ input: socket })
      .on('error', () => {})
      .on('line', (answer) => {
        resolve(answer);
        socket.destroy();
      });
  });
}

export async function health(home: Home): Promise<{ code: number; body: { state: string; policy: number | null } }> {
  const answer = await fetch(`http://127.0.0.1:${port(home, 'desk')}/readyz`);
  return { code: answer.status, body: JSON.parse(await answer.text()) };
}

/** Processes of any kind that work in this home, or were started with its path. */
export function processesOf(home: Home): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => `${linkOf(pid)} ${textOf(`/proc/${pid}/cmdline`)}`.includes(home.folder));
}

/** Waits for what becomes true in other processes, which can tell us only by being looked at. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = WITHIN_MS): Promise<void> {
  const last = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error('it has not come about');
    await wait(25);
  }
}

function linkOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function textOf(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

/**
 * A real gateway for a test: the built `postroom start` in a folder of its own, on free ports, with the sample
 * council. Ended by pid; nothing outside its folder is touched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const POSTROOM = join(ROOT, 'bin', 'postroom.js');

export type Delivered = {
  readonly from: string;
  readonly to: readonly string[];
  readonly letter: string;
  readonly bytes: Buffer;
};

export type TestGateway = {
  readonly folder: string;
  readonly config: string;
  readonly data: string;
  readonly smtp: number;
  readonly submission: number;
  readonly inbound: number;
  readonly desk: number;
  /** Starts it again (after `kill` or `stop`) and waits until it is ready. */
  readonly start: () => Promise<void>;
  /** The graceful way. */
  readonly stop: () => Promise<number | null>;
  /** `kill -9` of the supervisor alone. */
  readonly kill: () => Promise<void>;
  readonly outbox: () => Promise<Delivered[]>;
  /** What it has logged so far. */
  readonly log: () => string;
  readonly command: (...args: string[]) => Promise<CommandResult>;
  /** Stops everything, stores included, and removes the folder. */
  readonly end: () => Promise<void>;
};

type CommandResult = { readonly code: number | null; readonly out: string; readonly err: string };

export type GatewayOptions = {
  readonly protocol?: string;
  /** YAML lines that go into postroom.yaml as they stand, at top level. */
  readonly more?: string;
  readonly nextHop?: string;
  /** Next hops by domain, as a YAML flow mapping. */
  readonly routes?: string;
  /** Text that stands at the end of council.yaml. */
  readonly council?: string;
};

export async function testGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-'));
  const [smtp, submission, inbound, desk] = (await freePorts(4)) as [number, number, number, number];
  const config = join(folder, 'postroom.yaml');
  const council = readFileSync(join(ROOT, 'samples', 'ashcombe', 'council.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'council.yaml'),
    `${council.replace('protocol: standard', `protocol: ${options.protocol ?? 'standard'}`)}\n${options.council ?? ''}`,
  );
  writeFileSync(
    config,
    `council: ./council.yaml
data: ./data
hostname: post.ashcombe-tc.example
smtp:
  listen: ["127.0.0.1:${smtp}"]
  submission: ["127.0.0.1:${submission}"]
  inbound: ["127.0.0.1:${inbound}"]
deliver: {next_hop: "${options.nextHop ?? 'outbox'}", routes: ${options.routes ?? '{}'}}
desk: {listen: "127.0.0.1:${desk}", url: "http://127.0.0.1:${desk}"}
${options.more ?? ''}
`,
  );
  const gateway = new RunningGateway(folder, config, { smtp, submission, inbound, desk });
  await gateway.start();
  return gateway;
}

/** A class, because a process must be closed over: it is started, killed and started again. */
class RunningGateway implements TestGateway {
  readonly folder: string;
  readonly config: string;
  readonly data: string;
  readonly smtp: number;
  readonly submission: number;
  readonly inbound: number;
  readonly desk: number;
  #process: ChildProcess | null = null;
  #said = '';

  constructor(
    folder: string,
    config: string,
    ports: { smtp: number; submission: number; inbound: number; desk: number },
  ) {
    this.folder = folder;
    this.config = config;
    this.data = join(folder, 'data');
    this.smtp = ports.smtp;
    this.submission = ports.submission;
    this.inbound = ports.inbound;
    this.desk = ports.desk;
  }

  start = async (): Promise<void> => {
    const child = spawn(process.execPath, [POSTROOM, 'start', '--config', this.config], {
      cwd: this.folder,
      env: { ...process.env, POSTROOM_TOOLS: join(ROOT, 'data', 'tools') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.#said += text));
    await until(60_000, async () => {
      if (child.exitCode !== null) throw new Error(`the gateway ended at once: ${this.#said}`);
      return this.#isReady();
    }).catch((error) => {
      throw new Error(`${error.message}\n${this.#said}\n${this.log().slice(-3000)}`);
    });
  };

  #isReady = async (): Promise<boolean> => {
    try {
      const response = await fetch(`http://127.0.0.1:${this.desk}/readyz`, { signal: AbortSignal.timeout(2000) });
      const doors = await Promise.all([this.smtp, this.submission, this.inbound].map(isOpen));
      return response.status === 200 && doors.every((open) => open);
    } catch {
      return false;
    }
  };

  log = (): string => {
    const path = join(this.data, 'postroom.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };

  stop = (): Promise<number | null> => this.#end('SIGTERM');

  kill = async (): Promise<void> => {
    await this.#end('SIGKILL');
  };

  #end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    child.kill(signal);
    return ended;
  };

  outbox = async (): Promise<Delivered[]> => {
    const folder = join(this.data, 'outbox');
    if (!existsSync(folder)) return [];
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(
      names.map(async (name) => ({
        ...JSON.parse(await readFile(join(folder, name), 'utf8')),
        bytes: await readFile(join(folder, name.replace(/json$/, 'eml'))),
      })),
    );
  };

  command = (...args: string[]): Promise<CommandResult> => runPostroom([...args, '--config', this.config], this.folder);

  end = async (): Promise<void> => {
    await this.stop();
    await runPostroom(['stop', '--config', this.config], this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

function runPostroom(args: readonly string[], cwd: string): Promise<CommandResult> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [POSTROOM, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.once('close', (code) => done({ code, out, err }));
  });
}

/** Polls for something that another process does in its own time. */
export async function until(withinMs: number, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it did not come about within ${withinMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((done) => {
          const server = createServer().listen(0, '127.0.0.1', () => done(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
